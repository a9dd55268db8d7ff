package io.recsys.source;

import io.recsys.data.Dataset;

/**
 * A data set as read, and how the reading went.
 *
 * @param dataset the data set
 * @param report the counts of what was read, dropped and missing
 */
public record LoadedData(Dataset dataset, ReadReport report) {}
