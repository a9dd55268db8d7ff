package io.recsys.split;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;

/**
 * One division of a data set: what a model may learn from, and what it is judged by.
 *
 * @param name the protocol's name as the command line writes it, for example {@code u1} or {@code
 *     temporal(0.8)}
 * @param train the training part; its vocabularies and attributes also cover users and items that
 *     occur in the test part alone
 * @param test the test part, with the same indices
 */
public record Split(String name, Dataset train, Interactions test) {
  /** Checks that both parts use the same indices. */
  public Split {
    if (test.users() != train.users().size() || test.items() != train.items().size()) {
      throw new IllegalArgumentException("test: its indices are not those of the training part");
    }
  }
}
