package io.recsys.source;

import io.recsys.split.CandidateLists;

/**
 * Candidate lists as read, and how the reading went.
 *
 * @param lists the lists
 * @param pairs the number of pairs in the file
 * @param unknown how many of them were left out because the data set lacks the user or the item
 * @param duplicates how many of them were left out because they came before
 */
public record LoadedCandidates(CandidateLists lists, int pairs, int unknown, int duplicates) {}
