package io.recsys.split;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One division of a data set: what a model may learn from, and what it is judged by.
 *
 * @param name the protocol's name as the command line writes it, for example {@code u1} or {@code
 *     temporal(0.8)}
 * @param train the training part; its vocabularies and attributes also cover users and items that
 *     occur in the test part alone
 * @param test the test part, with the same indices
 * @param leak what the training part tells of the test part
 * @param seed what the rows were drawn by, or null where nothing was drawn or nobody knows
 */
public record Split(String name, Dataset train, Interactions test, Leak leak, @Nullable Long seed) {
  /** Checks that both parts use the same indices. */
  public Split {
    if (test.users() != train.users().size() || test.items() != train.items().size()) {
      throw new IllegalArgumentException("test: its indices are not those of the training part");
    }
  }

  /** A division made by hand, of which nothing says how its rows were chosen. */
  public Split(String name, Dataset train, Interactions test) {
    this(name, train, test, Leak.UNKNOWN, null);
  }

  /** The same split with another test part, for example with a sample of it. */
  public Split withTest(Interactions other) {
    return new Split(name, train, other, leak, seed);
  }

  /** How much of the test part is about users and items met in training; {@code O(rows)}. */
  public Counts counts() {
    Interactions trained = train.interactions();
    BitSet trainItems = Cut.items(trained);
    BitSet testItems = Cut.items(test);
    int testUsers = 0;
    int coldUsers = 0;
    int coldUserRows = 0;
    int coldItemRows = 0;
    int warmRows = 0;
    for (int user = 0; user < test.users(); user++) {
      boolean coldUser = trained.count(user) == 0;
      testUsers += test.count(user) > 0 ? 1 : 0;
      coldUsers += test.count(user) > 0 && coldUser ? 1 : 0;
      coldUserRows += coldUser ? test.count(user) : 0;
      for (int position = test.start(user); position < test.end(user); position++) {
        boolean coldItem = !trainItems.get(test.item(position));
        coldItemRows += coldItem ? 1 : 0;
        warmRows += coldUser || coldItem ? 0 : 1;
      }
    }
    int items = testItems.cardinality();
    testItems.andNot(trainItems);
    return new Counts(
        testUsers, coldUsers, coldUserRows, items, testItems.cardinality(), coldItemRows, warmRows);
  }

  /**
   * What the test part holds; cold is what has no row in the training part.
   *
   * @param testUsers users with a test row
   * @param coldUsers those of them that are cold
   * @param coldUserRows test rows of cold users
   * @param testItems items with a test row
   * @param coldItems those of them that are cold
   * @param coldItemRows test rows of cold items
   * @param warmRows test rows whose user and item both have a training row
   */
  public record Counts(
      int testUsers,
      int coldUsers,
      int coldUserRows,
      int testItems,
      int coldItems,
      int coldItemRows,
      int warmRows) {}
}
