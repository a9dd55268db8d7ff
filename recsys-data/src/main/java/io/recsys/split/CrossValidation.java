package io.recsys.split;

import io.recsys.data.Dataset;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A number of splits of the same data, in which every row tests exactly once.
 *
 * @param folds the number of splits, at least 2
 * @param byUser whether a user's rows stay together, so that every test user is cold; otherwise
 *     rows are drawn one by one
 * @param seed what the folds are drawn by
 */
public record CrossValidation(int folds, boolean byUser, long seed) {
  /** Checks the number of folds. */
  public CrossValidation {
    Cut.checkFold(1, folds);
  }

  /** Folds of single rows, each of {@code 1 / folds} of all, to within a row. */
  public static CrossValidation ofRows(int folds, long seed) {
    return new CrossValidation(folds, false, seed);
  }

  /** Folds of whole users, each of {@code 1 / folds} of those with rows, to within a user. */
  public static CrossValidation ofUsers(int folds, long seed) {
    return new CrossValidation(folds, true, seed);
  }

  /**
   * The strategies {@link SplitStrategy#fold} or {@link SplitStrategy#userFold}, from the first.
   */
  public Stream<SplitStrategy> strategies() {
    return IntStream.rangeClosed(1, folds)
        .mapToObj(
            fold -> byUser ? SplitStrategy.userFold(fold, folds) : SplitStrategy.fold(fold, folds));
  }

  /**
   * The splits, from the first fold; each is made when the stream comes to it, as large data would
   * not fit into memory so often.
   *
   * @throws IllegalArgumentException if the data has fewer rows, or users, than there are folds
   */
  public Stream<Split> splits(Dataset data) {
    return strategies().map(strategy -> strategy.split(data, seed));
  }
}
