package io.recsys.source;

import io.recsys.split.Split;

/**
 * A split as its source prescribes it, and how the reading went.
 *
 * @param split the training and the test part
 * @param report the counts of what was read, dropped and missing, over both parts
 */
public record LoadedSplit(Split split, ReadReport report) {}
