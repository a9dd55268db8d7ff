package io.recsys.evaluation;

import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.split.Split;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** A split with something changed that a model may not notice, or should. */
final class Altered {
  private Altered() {}

  /** Every test rating is moved to the end of the scale that is farther from it. */
  static Split testRatings(Split split) {
    Interactions test = split.test();
    RatingScale scale = split.train().scale();
    return split.withTest(withValues(test, position -> farther(scale, test.value(position))));
  }

  /** Every second test row is gone. */
  static Split testRows(Split split, int keptRemainder) {
    return split.withTest(split.test().filter(position -> position % 2 == keptRemainder));
  }

  /** One training rating is moved to the end of the scale that is farther from it. */
  static Split trainRating(Split split, int own) {
    Interactions rows = split.train().interactions();
    RatingScale scale = split.train().scale();
    Interactions changed =
        withValues(
            rows,
            position ->
                position == own ? farther(scale, rows.value(position)) : rows.value(position));
    return withTrain(split, changed);
  }

  /** The training ratings are dealt out anew, any to any row. */
  static Split trainShuffled(Split split, long seed) {
    Interactions rows = split.train().interactions();
    double[] values = new double[rows.size()];
    for (int position = 0; position < values.length; position++) {
      values[position] = rows.value(position);
    }
    Random random = new Random(seed);
    for (int left = values.length; left > 1; left--) {
      int drawn = random.nextInt(left);
      double value = values[drawn];
      values[drawn] = values[left - 1];
      values[left - 1] = value;
    }
    return withTrain(split, withValues(rows, position -> values[position]));
  }

  private static Split withTrain(Split split, Interactions train) {
    return new Split(
        split.name(),
        split.train().withInteractions(train),
        split.test(),
        split.leak(),
        split.seed());
  }

  private static double farther(RatingScale scale, double value) {
    return value - scale.min() > scale.max() - value ? scale.min() : scale.max();
  }

  /** The same rows at the same positions with other values. */
  private static Interactions withValues(Interactions rows, IntToDoubleFunction value) {
    Interactions.Builder builder = Interactions.builder();
    for (int user = 0; user < rows.users(); user++) {
      for (int position = rows.start(user); position < rows.end(user); position++) {
        builder.add(
            user, rows.item(position), (float) value.applyAsDouble(position), rows.time(position));
      }
    }
    return builder.build(rows.users(), rows.items(), rows.hasTimes());
  }
}
