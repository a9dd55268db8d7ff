package io.recsys.examples;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.evaluation.FeatureColumns;
import io.recsys.evaluation.FeaturePipeline;
import io.recsys.source.MovieLens;
import io.recsys.split.Split;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Features as one gets them who fits before splitting: means over training and test rows. */
final class LeakingMeans implements FeaturePipeline {
  private static final List<String> NAMES =
      List.of(
          "user_mean",
          "user_count",
          "item_mean",
          "item_count",
          "user_genre_mean",
          "user_genre_set_mean",
          "user_year_mean");

  @Override
  public String name() {
    return "means over all rows";
  }

  @Override
  public Encoding encode(Split split) {
    Map<List<Object>, double[]> sums = new HashMap<>();
    Interactions train = split.train().interactions();
    for (Interactions part : List.of(train, split.test())) {
      for (int row = 0; row < part.size(); row++) {
        for (List<Object> key : keys(split.train(), part.user(row), part.item(row))) {
          double[] sum = sums.computeIfAbsent(key, any -> new double[2]);
          sum[0] += part.value(row);
          sum[1]++;
        }
      }
    }
    return new Encoding(
        columns(split.train(), train, sums), columns(split.train(), split.test(), sums));
  }

  /** The groups that a row belongs to: user, item, genre set, year, then single genres. */
  private static List<List<Object>> keys(Dataset data, int user, int item) {
    AttributeTable items = data.itemAttributes();
    List<String> genres = items.terms(MovieLens.GENRES, item);
    List<List<Object>> keys = new ArrayList<>();
    keys.add(List.of("user", user));
    keys.add(List.of("item", item));
    keys.add(List.of("genres", user, genres));
    keys.add(List.of("year", user, year(items.number(MovieLens.RELEASE, item))));
    for (String genre : genres) {
      keys.add(List.of("genre", user, genre));
    }
    return keys;
  }

  private static int year(double release) {
    return Double.isNaN(release)
        ? 0
        : Instant.ofEpochSecond((long) release).atZone(ZoneOffset.UTC).getYear();
  }

  private static FeatureColumns columns(
      Dataset data, Interactions part, Map<List<Object>, double[]> sums) {
    return FeatureColumns.of(
        NAMES,
        part.size(),
        (row, numbers) -> {
          List<double[]> groups =
              keys(data, part.user(row), part.item(row)).stream().map(sums::get).toList();
          double genres =
              groups.stream()
                  .skip(4)
                  .mapToDouble(LeakingMeans::mean)
                  .average()
                  .orElse(mean(groups.get(0)));
          double[] encoded = {
            mean(groups.get(0)),
            Math.log(groups.get(0)[1]),
            mean(groups.get(1)),
            Math.log(groups.get(1)[1]),
            genres,
            mean(groups.get(2)),
            mean(groups.get(3))
          };
          System.arraycopy(encoded, 0, numbers, 0, numbers.length);
        });
  }

  private static double mean(double[] sum) {
    return sum[0] / sum[1];
  }
}
