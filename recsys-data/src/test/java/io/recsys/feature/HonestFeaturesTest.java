package io.recsys.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import io.recsys.feature.FittedFeatures.Scaling;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What keeps features from telling the answer, on drawn data sets. */
class HonestFeaturesTest {
  private static final int SEEDS = 40;
  private static final int USERS = 12;
  private static final int ITEMS = 15;
  private static final List<String> FROM_INTERACTIONS =
      List.of(
          "user_tenure",
          "item_tenure",
          "user_mean",
          "user_count",
          "user_spread",
          "item_mean",
          "item_count",
          "item_spread",
          "item_recent_share",
          "genre_affinity",
          "genre_share");

  @Test
  void history_saysOfAUserWhatTrainingWouldHaveSaid() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Dataset data = data(seed);
      Interactions rows = data.interactions();
      FeatureEncoder encoder = fit(data, seed).encoder();
      for (int user = 0; user < USERS; user++) {
        int[] all = IntStream.range(rows.start(user), rows.end(user)).toArray();
        // Known from training, and brought along by someone unknown.
        FeatureEncoder unknown = encoder.withHistory(-1, History.of(rows, all));
        for (int item = 0; item < ITEMS; item++) {
          for (String column : FROM_INTERACTIONS) {
            double expected = FeatureValues.raw(encoder, column, user, item, 5_000_000);
            assertThat(FeatureValues.raw(unknown, column, -1, item, 5_000_000))
                .as("%s, all of user %d", column, user)
                .isCloseTo(expected, within(1e-6));
          }
        }
        // What is known besides adds up.
        FeatureEncoder twice = encoder.withMore(user, History.of(rows, all));
        assertThat(FeatureValues.raw(twice, "user_count", user, 0, 0))
            .isCloseTo(Math.log(1 + 2.0 * all.length), within(1e-9));
        assertThat(
                FeatureValues.raw(
                    encoder.withMore(-1, History.of(rows, all)), "user_mean", -1, 0, 0))
            .isCloseTo(FeatureValues.raw(encoder, "user_mean", user, 0, 0), within(1e-9));
        // Others are as they were.
        int other = (user + 1) % USERS;
        assertThat(FeatureValues.raw(unknown, "user_mean", other, 0, 0))
            .isEqualTo(FeatureValues.raw(encoder, "user_mean", other, 0, 0));
      }
    }
  }

  @Test
  void fit_findsWhatTheFormulasSay_inAndOutOfFold() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Dataset data = data(seed);
      TrainingFeatures features = fit(data, seed);
      Random random = new Random(seed);
      for (int fold = -1; fold < TrainingFeatures.FOLDS; fold++) {
        int leftOut = fold;
        PlainFeatures plain =
            new PlainFeatures(data, position -> features.fold(position) != leftOut);
        FeatureEncoder encoder = fold < 0 ? features.encoder() : features.outOfFold(fold);
        for (int trial = 0; trial < 10; trial++) {
          int user = random.nextInt(USERS + 1) - 1;
          int item = random.nextInt(ITEMS + 1) - 1;
          long time = random.nextInt(10_000_000);
          for (String column : FROM_INTERACTIONS) {
            double expected = plain.value(column, user, item, time);
            double raw = FeatureValues.raw(encoder, column, user, item, time);
            if (Double.isNaN(expected)) {
              assertThat(raw).isNaN();
            } else {
              assertThat(raw).as("%s, seed %d", column, seed).isCloseTo(expected, within(1e-6));
            }
          }
        }
      }
    }
  }

  @Test
  void fit_standardizesTheTrainingRows() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Dataset data = data(seed);
      TrainingFeatures features = fit(data, seed);
      Interactions rows = data.interactions();
      List<String> names = features.encoder().columnNames();
      for (int column = 0; column < names.size(); column++) {
        Scaling scaling = features.encoder().fitted().scaling().get(names.get(column));
        if (scaling == null) {
          assertThat(names.get(column)).startsWith("genres:");
          continue;
        }
        int at = column;
        double[] scaled =
            IntStream.range(0, rows.size())
                .mapToDouble(position -> raw(features, rows, position)[at])
                .filter(value -> !Double.isNaN(value))
                .map(value -> (value - scaling.mean()) / scaling.deviation())
                .toArray();
        double mean = Arrays.stream(scaled).average().orElse(0);
        double variance = Arrays.stream(scaled).map(value -> value * value).average().orElse(0);
        assertThat(mean).as(names.get(column)).isCloseTo(0, within(1e-6));
        assertThat(variance).as(names.get(column)).isCloseTo(1, within(1e-3));
      }
    }
  }

  @Test
  void fit_isBlindToTestRatings() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Dataset data = data(seed);
      Split split = SplitStrategy.random(0.8).split(data, seed);
      Dataset altered =
          data.withInteractions(
              changed(
                  data.interactions(),
                  position ->
                      split
                          .test()
                          .contains(
                              data.interactions().user(position),
                              data.interactions().item(position))));
      Split other = SplitStrategy.random(0.8).split(altered, seed);
      assertThat(other.test()).isNotEqualTo(split.test());
      TrainingFeatures before = fit(split.train(), seed);
      TrainingFeatures after = fit(other.train(), seed);
      for (int fold = 0; fold < TrainingFeatures.FOLDS; fold++) {
        assertSame(before.outOfFold(fold), after.outOfFold(fold));
      }
      assertSame(before.encoder(), after.encoder());
    }
  }

  @Test
  void outOfFold_hidesARowsOwnValueFromIt() {
    int moved = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Dataset data = data(seed);
      Interactions rows = data.interactions();
      TrainingFeatures before = fit(data, seed);
      for (int position = (int) seed % 7; position < rows.size(); position += 7) {
        int own = position;
        Interactions altered = changed(rows, candidate -> candidate == own);
        TrainingFeatures after = fit(data.withInteractions(altered), seed);
        assertThat(raw(after, altered, position)).isEqualTo(raw(before, rows, position));
        // The encoder to serve with does see the value, so the test above can fail.
        int user = rows.user(position);
        moved +=
            FeatureValues.raw(after.encoder(), "user_mean", user, -1, 0)
                    != FeatureValues.raw(before.encoder(), "user_mean", user, -1, 0)
                ? 1
                : 0;
      }
    }
    assertThat(moved).isGreaterThan(SEEDS);
  }

  @Test
  void outOfFold_isNoLeaveOneOut() {
    // Knowing sum and count with and without a row gives its value away; a fold hides several rows.
    Dataset data = data(3);
    TrainingFeatures features = fit(data, 3);
    int[] sizes = new int[TrainingFeatures.FOLDS];
    for (int position = 0; position < data.interactions().size(); position++) {
      sizes[features.fold(position)]++;
    }
    for (int fold = 0; fold < sizes.length; fold++) {
      assertThat(sizes[fold]).isGreaterThan(data.interactions().size() / 10);
      assertThat(features.outOfFold(fold).statistics().count())
          .isEqualTo(data.interactions().size() - sizes[fold]);
    }
  }

  @Test
  void restore_encodesAsBefore() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Dataset data = data(seed);
      FeatureEncoder encoder = fit(data, seed).encoder();
      FeatureEncoder restored =
          FeatureEncoder.restore(
              encoder.fitted(),
              InteractionStatistics.of(encoder.statistics().arrays()),
              data.userAttributes(),
              data.itemAttributes());
      assertSame(encoder, restored);
    }
  }

  @Test
  void statistics_keepWithoutUsersWhatTheyKnowOfItems() {
    Dataset data = data(5);
    InteractionStatistics statistics = fit(data, 5).encoder().statistics();
    InteractionStatistics anonymous = statistics.withoutUsers();
    assertThat(anonymous.users()).isZero();
    assertThat(anonymous.mean()).isEqualTo(statistics.mean());
    assertThat(anonymous.lastTime()).isEqualTo(statistics.lastTime());
    for (int item = -1; item < ITEMS; item++) {
      assertThat(anonymous.itemCount(item)).isEqualTo(statistics.itemCount(item));
      assertThat(anonymous.itemMean(item)).isEqualTo(statistics.itemMean(item));
    }
    assertThat(anonymous.userMean(-1)).isEqualTo(statistics.userMean(-1));
  }

  @Test
  void statistics_refuseArraysThatAreMissingOrDoNotFit() {
    Map<String, Object> arrays = fit(data(1), 1).encoder().statistics().arrays();
    for (String name : arrays.keySet()) {
      Map<String, Object> missing = new HashMap<>(arrays);
      missing.remove(name);
      assertRefused(missing, name);
      assertRefused(with(arrays, name, new byte[3]), name);
      if (!name.equals("term.share") && !name.endsWith(".count")) {
        Object array = arrays.get(name);
        int length = Array.getLength(array);
        Object longer = Array.newInstance(array.getClass().getComponentType(), length + 1);
        assertRefused(with(arrays, name, longer), name);
      }
    }
    assertRefused(with(arrays, "user.count", new int[USERS + 1]), "user.sum");
    assertRefused(with(arrays, "term.share", new double[9]), "user.term.count");
  }

  private static Map<String, Object> with(Map<String, Object> arrays, String name, Object array) {
    Map<String, Object> changed = new HashMap<>(arrays);
    changed.put(name, array);
    return changed;
  }

  private static void assertRefused(Map<String, Object> arrays, String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InteractionStatistics.of(arrays))
        .withMessageContaining("'" + name + "'");
  }

  private static void assertSame(FeatureEncoder first, FeatureEncoder second) {
    for (int user = -1; user < USERS; user++) {
      for (int item = -1; item < ITEMS; item++) {
        for (long time : new long[] {0, 4_000_000, first.defaultTime(user)}) {
          assertThat(FeatureValues.encoded(second, user, item, time))
              .isEqualTo(FeatureValues.encoded(first, user, item, time));
        }
      }
      for (int category = 0; category < first.userCategories(); category++) {
        assertThat(second.userCategory(category, user))
            .isEqualTo(first.userCategory(category, user));
      }
      assertThat(second.defaultTime(user)).isEqualTo(first.defaultTime(user));
    }
  }

  private static double[] raw(TrainingFeatures features, Interactions rows, int position) {
    return FeatureValues.raw(
        features.outOfFold(features.fold(position)),
        rows.user(position),
        rows.item(position),
        rows.time(position));
  }

  private static TrainingFeatures fit(Dataset data, long seed) {
    return TrainingFeatures.fit(FeatureSchema.standard(data), data, seed);
  }

  /** The interactions with other values, still on the scale, at some positions. */
  private static Interactions changed(Interactions rows, Interactions.PositionPredicate where) {
    Interactions.Builder builder = Interactions.builder();
    for (int position = 0; position < rows.size(); position++) {
      float value = rows.value(position);
      float other = where.test(position) ? 1 + (value + 1) % 5 : value;
      builder.add(rows.user(position), rows.item(position), other, rows.time(position));
    }
    return builder.build(rows.users(), rows.items(), rows.hasTimes());
  }

  private static Dataset data(long seed) {
    Random random = new Random(seed * 31 + 7);
    Interactions.Builder rows = Interactions.builder();
    random
        .ints(100, 0, (USERS - 1) * (ITEMS - 1))
        .distinct()
        .forEach(
            pair ->
                rows.add(
                    pair / (ITEMS - 1),
                    pair % (ITEMS - 1),
                    1 + random.nextInt(5),
                    1_000_000 + random.nextInt(8_000_000)));
    return new Dataset(
        "drawn",
        ids(USERS),
        ids(ITEMS),
        users(random),
        items(random),
        rows.build(USERS, ITEMS, true),
        new RatingScale(1, 5));
  }

  private static Vocabulary ids(int size) {
    return Vocabulary.of(IntStream.range(0, size).mapToObj(Integer::toString).toList());
  }

  private static AttributeTable users(Random random) {
    AttributeTable.Builder users =
        AttributeTable.builder(USERS)
            .column("age", AttributeTable.Type.NUMBER)
            .column("gender", AttributeTable.Type.TEXT);
    for (int user = 0; user < USERS; user++) {
      users.number("age", user, random.nextInt(8) == 0 ? Double.NaN : 10 + random.nextInt(60));
      users.text("gender", user, List.of("", "F", "M").get(random.nextInt(3)));
    }
    return users.build();
  }

  private static AttributeTable items(Random random) {
    AttributeTable.Builder items =
        AttributeTable.builder(ITEMS)
            .column("genres", AttributeTable.Type.TERMS)
            .column("release", AttributeTable.Type.NUMBER);
    List<String> genres = List.of("Comedy", "Drama", "Noir", "Western");
    for (int item = 0; item < ITEMS; item++) {
      items.terms("genres", item, genres.stream().filter(genre -> random.nextInt(3) == 0).toList());
      items.number("release", item, random.nextInt(6_000_000));
    }
    return items.build();
  }
}
