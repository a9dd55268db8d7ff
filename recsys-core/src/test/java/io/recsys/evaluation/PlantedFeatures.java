package io.recsys.evaluation;

import io.recsys.data.AttributeTable;
import io.recsys.data.Interactions;
import io.recsys.split.Split;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Features with a leak planted in each, and two without, to try an audit on. */
enum PlantedFeatures implements FeaturePipeline {
  /** The means of user and item over training and test rows. */
  MEANS_OVER_ALL {
    @Override
    public Encoding encode(Split split) {
      Means users = new Means();
      Means items = new Means();
      for (Interactions part : parts(split)) {
        for (int row = 0; row < part.size(); row++) {
          users.add(part.user(row), part.value(row));
          items.add(part.item(row), part.value(row));
        }
      }
      return encoding(
          split,
          List.of("user_mean", "item_mean"),
          (part, row) -> new double[] {users.of(part.user(row)), items.of(part.item(row))});
    }
  },

  /** The mean of the user's ratings of items with the very same genres, over all rows. */
  GENRE_SET_MEANS_OVER_ALL {
    @Override
    public Encoding encode(Split split) {
      Means means = new Means();
      for (Interactions part : parts(split)) {
        for (int row = 0; row < part.size(); row++) {
          means.add(key(split, part, row), part.value(row));
        }
      }
      return encoding(
          split,
          List.of("genre_set_mean"),
          (part, row) -> new double[] {means.of(key(split, part, row))});
    }

    private String key(Split split, Interactions part, int row) {
      AttributeTable items = split.train().itemAttributes();
      return part.user(row) + " " + items.terms("genres", part.item(row));
    }
  },

  /** How often the item was rated in training, standardized over training and test rows. */
  SCALER_FITTED_ON_ALL {
    @Override
    public Encoding encode(Split split) {
      Interactions train = split.train().interactions();
      double[] count = new double[train.items()];
      IntStream.range(0, train.size()).forEach(row -> count[train.item(row)]++);
      double[] values =
          parts(split).stream()
              .flatMapToDouble(
                  part -> IntStream.range(0, part.size()).mapToDouble(row -> count[part.item(row)]))
              .toArray();
      double mean = DoubleStream.of(values).average().orElseThrow();
      double squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
      double deviation = Math.sqrt(squares / values.length);
      return encoding(
          split,
          List.of("item_count"),
          (part, row) -> new double[] {(count[part.item(row)] - mean) / deviation});
    }
  },

  /** The user's mean over training rows, but for training rows without their own rating. */
  LEAVE_ONE_OUT {
    @Override
    public Encoding encode(Split split) {
      Interactions train = split.train().interactions();
      return encoding(
          split,
          List.of("user_mean"),
          (part, row) -> {
            int user = part.user(row);
            double sum = 0;
            for (int p = train.start(user); p < train.end(user); p++) {
              sum += train.value(p);
            }
            boolean own = part.equals(train);
            double count = train.count(user) - (own ? 1 : 0);
            return new double[] {count == 0 ? 3 : (sum - (own ? part.value(row) : 0)) / count};
          });
    }
  },

  /** The item's mean over training rows, but for training rows without their own rating. */
  LEAVE_ONE_OUT_OF_ITEM {
    @Override
    public Encoding encode(Split split) {
      Interactions train = split.train().interactions();
      Means means = new Means();
      IntStream.range(0, train.size()).forEach(row -> means.add(train.item(row), train.value(row)));
      return encoding(
          split,
          List.of("item_mean"),
          (part, row) -> {
            int item = part.item(row);
            return new double[] {
              part.equals(train) ? means.without(item, part.value(row)) : means.of(item)
            };
          });
    }
  },

  /** The user's mean over training rows, the row's own among them. */
  OWN_ROW_INCLUDED {
    @Override
    public Encoding encode(Split split) {
      Interactions train = split.train().interactions();
      Means means = new Means();
      IntStream.range(0, train.size()).forEach(row -> means.add(train.user(row), train.value(row)));
      return encoding(
          split, List.of("user_mean"), (part, row) -> new double[] {means.of(part.user(row))});
    }
  },

  /** What the user thought of the next item, in training. */
  NEXT_RATING {
    @Override
    public Encoding encode(Split split) {
      Interactions train = split.train().interactions();
      return encoding(
          split,
          List.of("next_rating"),
          (part, row) -> {
            boolean last = !part.equals(train) || row + 1 == train.end(part.user(row));
            return new double[] {last ? Double.NaN : train.value(row + 1)};
          });
    }
  },

  /** The mean of the user's later training ratings. */
  LATER_MEAN {
    @Override
    public Encoding encode(Split split) {
      return aroundTime(split, false);
    }
  },

  /** The mean of the user's earlier training ratings: honest. */
  EARLIER_MEAN {
    @Override
    public Encoding encode(Split split) {
      return aroundTime(split, true);
    }
  },

  /** What is known without ratings, the time of a training row among it: honest. */
  NO_RATINGS {
    @Override
    public Encoding encode(Split split) {
      return encoding(
          split,
          List.of("time", "age", "constant", "missing"),
          (part, row) ->
              new double[] {
                part.time(row),
                split.train().userAttributes().number("age", part.user(row)),
                1,
                Double.NaN
              });
    }
  };

  private static Encoding aroundTime(Split split, boolean earlier) {
    Interactions train = split.train().interactions();
    return encoding(
        split,
        List.of(earlier ? "earlier_mean" : "later_mean"),
        (part, row) -> {
          int user = part.user(row);
          double[] values =
              IntStream.range(train.start(user), train.end(user))
                  .filter(
                      p ->
                          earlier ? train.time(p) < part.time(row) : train.time(p) > part.time(row))
                  .mapToDouble(train::value)
                  .toArray();
          return new double[] {Arrays.stream(values).average().orElse(3)};
        });
  }

  private static List<Interactions> parts(Split split) {
    return List.of(split.train().interactions(), split.test());
  }

  private static Encoding encoding(Split split, List<String> names, RowFeatures features) {
    Interactions train = split.train().interactions();
    return new Encoding(columns(train, names, features), columns(split.test(), names, features));
  }

  private static FeatureColumns columns(
      Interactions part, List<String> names, RowFeatures features) {
    return FeatureColumns.of(
        names,
        part.size(),
        (row, out) -> System.arraycopy(features.of(part, row), 0, out, 0, out.length));
  }

  /** The features of a row of a part. */
  private interface RowFeatures {
    double[] of(Interactions part, int row);
  }

  /** Means by key. */
  private static final class Means {
    private final Map<Object, double[]> sums = new HashMap<>();

    void add(Object key, double value) {
      double[] sum = sums.computeIfAbsent(key, any -> new double[2]);
      sum[0] += value;
      sum[1]++;
    }

    double of(Object key) {
      double[] sum = sums.getOrDefault(key, new double[] {3, 1});
      return sum[0] / sum[1];
    }

    double without(Object key, double value) {
      double[] sum = sums.getOrDefault(key, new double[] {3, 1});
      return sum[1] == 1 ? 3 : (sum[0] - value) / (sum[1] - 1);
    }
  }
}
