package io.recsys.source;

import io.recsys.split.CandidateLists;
import io.recsys.split.Split;
import org.jspecify.annotations.Nullable;

/**
 * A split as its source prescribes it, and how the reading went.
 *
 * @param split the training and the test part
 * @param report the counts of what was read, dropped and missing, over both parts
 * @param candidates the items to rank for each user, where the split prescribes them, else null
 */
public record LoadedSplit(Split split, ReadReport report, @Nullable CandidateLists candidates) {}
