package io.recsys.feature;

import static io.recsys.feature.SixUsers.DAY;
import static io.recsys.feature.SixUsers.I1;
import static io.recsys.feature.SixUsers.I2;
import static io.recsys.feature.SixUsers.I3;
import static io.recsys.feature.SixUsers.I4;
import static io.recsys.feature.SixUsers.I5;
import static io.recsys.feature.SixUsers.U1;
import static io.recsys.feature.SixUsers.U2;
import static io.recsys.feature.SixUsers.U3;
import static io.recsys.feature.SixUsers.U4;
import static io.recsys.feature.SixUsers.U5;
import static io.recsys.feature.SixUsers.U6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.feature.FittedFeatures.Scaling;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feature values that were computed by hand from {@link SixUsers}. */
class FeatureGoldenTest {
  private static final long SEED = 1;
  private static final int NOBODY = -1;

  /** Noon of day 130, a Monday: the epoch began on a Thursday, and 130 = 18 x 7 + 4. */
  private static final long MONDAY_NOON = 130 * DAY + DAY / 2;

  private final Dataset data = SixUsers.full();
  private final TrainingFeatures features =
      TrainingFeatures.fit(FeatureSchema.standard(data), data, SEED);
  private final FeatureEncoder encoder = features.encoder();

  private double raw(String column, int user, int item, long time) {
    return FeatureValues.raw(encoder, column, user, item, time);
  }

  @Test
  void schema_hasTheNineteenStandardFeaturesAndTheGenres() {
    assertThat(encoder.fitted().schema().features())
        .extracting(Feature::name)
        .containsExactlyInAnyOrder(
            "age",
            "gender",
            "occupation",
            "hour_sin",
            "hour_cos",
            "weekday_sin",
            "weekday_cos",
            "item_age",
            "user_tenure",
            "item_tenure",
            "user_mean",
            "user_count",
            "user_spread",
            "item_mean",
            "item_count",
            "item_spread",
            "genre_affinity",
            "genre_share",
            "item_recent_share",
            "genres");
    assertThat(encoder.columnNames())
        .containsExactly(
            "age",
            "hour_sin",
            "hour_cos",
            "weekday_sin",
            "weekday_cos",
            "user_tenure",
            "user_mean",
            "user_count",
            "user_spread",
            "item_mean",
            "item_count",
            "item_spread",
            "genre_share",
            "item_recent_share",
            "genres:Comedy",
            "genres:Drama",
            "item_age",
            "item_tenure",
            "genre_affinity");
    assertThat(encoder.userWidth()).isEqualTo(9);
    assertThat(encoder.itemWidth()).isEqualTo(7);
    assertThat(encoder.pairWidth()).isEqualTo(3);
    assertThat(encoder.fitted().schema().features())
        .allSatisfy(feature -> assertThat(feature.formula()).isNotBlank());
  }

  @Test
  void withAttributes_isSomeoneUnknownWhoIsLikeAUserOfThoseAttributes() {
    for (int user : new int[] {U1, U2, U3, U4, U5, U6}) {
      double age = data.userAttributes().number("age", user);
      FeatureEncoder described =
          encoder.withAttributes(
              Map.of(
                  "age",
                  Double.isNaN(age) ? "" : String.valueOf(age),
                  "gender",
                  Objects.requireNonNullElse(data.userAttributes().text("gender", user), ""),
                  "occupation",
                  Objects.requireNonNullElse(data.userAttributes().text("occupation", user), "")));
      float[] expected = new float[encoder.attributeWidth()];
      float[] actual = new float[encoder.attributeWidth()];
      assertThat(described.encodeAttributes(NOBODY, actual))
          .isEqualTo(encoder.encodeAttributes(user, expected));
      assertThat(actual).isEqualTo(expected);
      for (int category = 0; category < encoder.userCategories(); category++) {
        assertThat(described.userCategory(category, NOBODY))
            .isEqualTo(encoder.userCategory(category, user));
      }
      // All but the age, the first, is as of someone unknown.
      float[] columns = new float[encoder.userWidth()];
      float[] nobody = new float[encoder.userWidth()];
      float[] known = new float[encoder.userWidth()];
      described.encodeUser(NOBODY, MONDAY_NOON, columns, 0);
      encoder.encodeUser(NOBODY, MONDAY_NOON, nobody, 0);
      encoder.encodeUser(user, MONDAY_NOON, known, 0);
      assertThat(columns[0]).isEqualTo(known[0]);
      nobody[0] = columns[0];
      assertThat(columns).isEqualTo(nobody);
    }
  }

  @Test
  void age_isTheAttribute() {
    assertThat(raw("age", U1, NOBODY, 0)).isEqualTo(20);
    assertThat(raw("age", U6, NOBODY, 0)).isEqualTo(60);
    assertThat(raw("age", U3, NOBODY, 0)).isNaN();
    assertThat(raw("age", NOBODY, NOBODY, 0)).isNaN();
  }

  @Test
  void categories_numberTheValuesOfTrainingUsersInOrder() {
    // Genders of u1 to u5: F, M. Occupations: artist, doctor, writer. Those of u6 are not known.
    assertThat(encoder.userCategories()).isEqualTo(2);
    assertThat(encoder.itemCategories()).isZero();
    assertThat(encoder.userCategorySize(0)).isEqualTo(3);
    assertThat(encoder.userCategorySize(1)).isEqualTo(4);
    int[][] expected = {{2, 3}, {1, 2}, {1, 1}, {0, 2}, {2, 0}, {0, 0}};
    for (int user = U1; user <= U6; user++) {
      assertThat(encoder.userCategory(0, user))
          .as("gender of %d", user)
          .isEqualTo(expected[user][0]);
      assertThat(encoder.userCategory(1, user)).as("job of %d", user).isEqualTo(expected[user][1]);
    }
    assertThat(encoder.userCategory(0, NOBODY)).isZero();
    assertThat(encoder.userCategory(1, NOBODY)).isZero();
  }

  @Test
  void hourAndWeekday_arePointsOnACircle() {
    assertThat(raw("hour_sin", U1, NOBODY, MONDAY_NOON)).isCloseTo(0, within(1e-9));
    assertThat(raw("hour_cos", U1, NOBODY, MONDAY_NOON)).isCloseTo(-1, within(1e-9));
    // Six in the morning is a quarter of the day.
    assertThat(raw("hour_sin", U1, NOBODY, 130 * DAY + DAY / 4)).isCloseTo(1, within(1e-9));
    assertThat(raw("hour_cos", U1, NOBODY, 130 * DAY + DAY / 4)).isCloseTo(0, within(1e-9));
    // Monday noon is a fourteenth of the week: 360/14 degrees.
    assertThat(raw("weekday_sin", U1, NOBODY, MONDAY_NOON)).isCloseTo(0.433884, within(1e-6));
    assertThat(raw("weekday_cos", U1, NOBODY, MONDAY_NOON)).isCloseTo(0.900969, within(1e-6));
    // Midnight between Sunday and Monday is where the circle begins.
    assertThat(raw("weekday_sin", U1, NOBODY, 130 * DAY)).isCloseTo(0, within(1e-9));
    assertThat(raw("weekday_cos", U1, NOBODY, 130 * DAY)).isCloseTo(1, within(1e-9));
  }

  @Test
  void itemAge_isTheLogarithmOfDaysSinceRelease() {
    assertThat(raw("item_age", U1, I1, MONDAY_NOON)).isCloseTo(Math.log(41.5), within(1e-12));
    assertThat(raw("item_age", U1, I5, 100 * DAY)).isCloseTo(Math.log(2), within(1e-12));
    assertThat(raw("item_age", U1, I3, MONDAY_NOON)).as("not released yet").isZero();
    assertThat(raw("item_age", U1, I4, MONDAY_NOON)).as("no release known").isNaN();
    assertThat(raw("item_age", U1, NOBODY, MONDAY_NOON)).isNaN();
  }

  @Test
  void tenures_areTheLogarithmOfDaysSinceTheFirstInteraction() {
    // u1 began on day 100.25 and i3 on day 110.
    assertThat(raw("user_tenure", U1, NOBODY, MONDAY_NOON))
        .isCloseTo(Math.log(31.25), within(1e-12));
    assertThat(raw("user_tenure", U4, NOBODY, MONDAY_NOON)).as("before the first").isZero();
    assertThat(raw("user_tenure", U6, NOBODY, MONDAY_NOON)).isZero();
    assertThat(raw("user_tenure", NOBODY, NOBODY, MONDAY_NOON)).isZero();
    assertThat(raw("item_tenure", U1, I3, MONDAY_NOON)).isCloseTo(Math.log(21.5), within(1e-12));
    assertThat(raw("item_tenure", U1, I5, MONDAY_NOON)).isZero();
    assertThat(raw("item_tenure", U1, NOBODY, MONDAY_NOON)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    // n, sum and squared deviations from the own mean; (sum + 15) / (n + 5)
    "0, 2, 8, 2",
    "1, 2, 6, 2",
    "2, 1, 1, 0",
    "3, 2, 8, 2",
    "4, 1, 1, 0",
    "5, 0, 0, 0",
    "-1, 0, 0, 0"
  })
  void userStatistics_areSmoothed(int user, int n, double sum, double deviations) {
    assertThat(raw("user_mean", user, NOBODY, 0)).isCloseTo((sum + 15) / (n + 5), within(1e-12));
    assertThat(raw("user_count", user, NOBODY, 0)).isCloseTo(Math.log(1 + n), within(1e-12));
    assertThat(raw("user_spread", user, NOBODY, 0))
        .isCloseTo(Math.sqrt((deviations + 11.25) / (n + 5)), within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    // i1: 5, 4, 1 with mean 10/3: 42 - 100/3. i2: 3, 1. i3: 2, 5 with mean 3.5. i4: 3.
    "0, 3, 10, 8.6666666666667, 1",
    "1, 2, 4, 2, 1",
    "2, 2, 7, 4.5, 1",
    "3, 1, 3, 0, 1",
    "4, 0, 0, 0, 0",
    "-1, 0, 0, 0, 0"
  })
  void itemStatistics_areSmoothed(int item, int n, double sum, double deviations, int recent) {
    assertThat(raw("item_mean", NOBODY, item, 0)).isCloseTo((sum + 15) / (n + 5), within(1e-12));
    assertThat(raw("item_count", NOBODY, item, 0)).isCloseTo(Math.log(1 + n), within(1e-12));
    assertThat(raw("item_spread", NOBODY, item, 0))
        .isCloseTo(Math.sqrt((deviations + 11.25) / (n + 5)), within(1e-12));
    // Four of eight ratings are younger than day 112: the share of all is 1/2.
    assertThat(raw("item_recent_share", NOBODY, item, 0))
        .isCloseTo((recent + 2.5) / (n + 5), within(1e-12));
  }

  @Test
  void genreShare_isTheMeanShareOfRatingsWithTheGenres() {
    // Drama: 3 ratings of i1, 2 of i2. Comedy: 2 of i2, 2 of i3. All of 8.
    assertThat(raw("genre_share", NOBODY, I1, 0)).isEqualTo(5 / 8.0);
    assertThat(raw("genre_share", NOBODY, I2, 0)).isEqualTo(9 / 16.0);
    assertThat(raw("genre_share", NOBODY, I3, 0)).isEqualTo(4 / 8.0);
    assertThat(raw("genre_share", NOBODY, I4, 0)).as("no genre").isNaN();
    assertThat(raw("genre_share", NOBODY, I5, 0)).as("a genre nobody rated").isNaN();
    assertThat(raw("genre_share", NOBODY, NOBODY, 0)).isNaN();
  }

  @Test
  void genreAffinity_isWhatAUserGivesAGenreAboveTheOwnMean() {
    // u1 has mean (8 + 15) / 7 = 23/7. Drama: (5 + 3 - 2 x 23/7) / 7 = 10/49.
    // Comedy: (3 - 23/7) / 6 = -1/21.
    assertThat(raw("genre_affinity", U1, I1, 0)).isCloseTo(10 / 49.0, within(1e-12));
    assertThat(raw("genre_affinity", U1, I3, 0)).isCloseTo(-1 / 21.0, within(1e-12));
    assertThat(raw("genre_affinity", U1, I2, 0))
        .isCloseTo((10 / 49.0 - 1 / 21.0) / 2, within(1e-12));
    // u2 has mean 3. Drama: (4 - 3) / 6. Comedy: (2 - 3) / 6.
    assertThat(raw("genre_affinity", U2, I1, 0)).isCloseTo(1 / 6.0, within(1e-12));
    assertThat(raw("genre_affinity", U2, I2, 0)).isCloseTo(0, within(1e-12));
    assertThat(raw("genre_affinity", U3, I2, 0)).isCloseTo((1 - 16 / 6.0) / 6, within(1e-12));
    for (int user : new int[] {U4, U5, U6, NOBODY}) {
      assertThat(raw("genre_affinity", user, I4, 0)).isZero();
      assertThat(raw("genre_affinity", user, I5, 0)).isZero();
      assertThat(raw("genre_affinity", user, NOBODY, 0)).isZero();
    }
    assertThat(raw("genre_affinity", U6, I2, 0)).isZero();
    assertThat(raw("genre_affinity", NOBODY, I2, 0)).isZero();
  }

  @Test
  void genres_weighOneOverTheRootOfTheirNumber() {
    double half = Math.sqrt(0.5);
    double[][] expected = {{0, 1}, {half, half}, {1, 0}};
    for (int item = I1; item <= I3; item++) {
      assertThat(raw("genres:Comedy", NOBODY, item, 0)).isCloseTo(expected[item][0], within(1e-7));
      assertThat(raw("genres:Drama", NOBODY, item, 0)).isCloseTo(expected[item][1], within(1e-7));
    }
    int column = encoder.columnNames().indexOf("genres:Drama") - encoder.userWidth();
    for (int item : new int[] {I4, I5, NOBODY}) {
      assertThat(raw("genres:Drama", NOBODY, item, 0)).isNaN();
      float[] columns = new float[encoder.itemWidth()];
      encoder.encodeItem(item, columns, 0);
      assertThat(columns[column]).isZero();
    }
  }

  @Test
  void attributes_areTheirMeansWhereTheyAreUnknown() {
    List<String> names = encoder.attributeNames();
    float[] means = encoder.attributeMeans();
    assertThat(means).hasSize(encoder.attributeWidth()).hasSize(names.size());
    float[] values = new float[means.length];
    double[] sums = new double[means.length];
    int[] counts = new int[means.length];
    for (int user : new int[] {U1, U2, U3, U4, U5, U6}) {
      boolean hasAge = !Double.isNaN(data.userAttributes().number("age", user));
      boolean hasGender = encoder.userCategory(names.indexOf("gender") > 0 ? 1 : 0, user) > 0;
      encoder.encodeAttributes(user, means, values);
      float[] zeros = new float[means.length];
      encoder.encodeAttributes(user, zeros);
      for (int i = 0; i < values.length; i++) {
        boolean known =
            switch (names.get(i)) {
              case "age" -> hasAge;
              case "gender" -> hasGender;
              default -> encoder.userCategory(names.indexOf("gender") > 0 ? 0 : 1, user) > 0;
            };
        assertThat(values[i]).isEqualTo(known ? zeros[i] : means[i]);
        if (known && data.interactions().count(user) > 0) {
          sums[i] += zeros[i];
          counts[i]++;
        }
      }
    }
    for (int i = 0; i < means.length; i++) {
      assertThat((double) means[i]).isCloseTo(sums[i] / Math.max(1, counts[i]), within(1e-6));
    }
    assertThat(names).contains("age", "gender", "occupation");
  }

  @Test
  void scaling_isThatOfTheTrainingRows_whateverTheFolds() {
    Map<String, Scaling> scaling = encoder.fitted().scaling();
    // Seven rows have an age: 20 twice, 30 twice, 50 twice, 40. Squares: 800 + 1800 + 5000 + 1600.
    double mean = 240 / 7.0;
    double deviation = Math.sqrt(9200 / 7.0 - mean * mean);
    assertScaling("age", mean, deviation);
    // One of the eight rows is at six in the morning, the others at midnight.
    assertScaling("hour_sin", 1 / 8.0, Math.sqrt(1 / 8.0 - 1 / 64.0));
    assertScaling("hour_cos", 7 / 8.0, Math.sqrt(7 / 8.0 - 49 / 64.0));
    assertThat(scaling).doesNotContainKeys("gender", "occupation", "genres", "genres:Drama");
    float[] out = new float[encoder.userWidth() + 1];
    encoder.encodeUser(U1, 101 * DAY, out, 1);
    assertThat((double) out[1]).isCloseTo((20 - mean) / deviation, within(1e-6));
    assertThat((double) out[2]).isCloseTo(-1 / Math.sqrt(7), within(1e-6));
    assertThat(out[0]).as("before the offset").isZero();
    encoder.encodeUser(U3, 101 * DAY, out, 1);
    assertThat(out[1]).as("a missing age is the mean").isZero();
  }

  private void assertScaling(String column, double mean, double deviation) {
    Scaling scaling = Objects.requireNonNull(encoder.fitted().scaling().get(column));
    assertThat(scaling.mean()).isCloseTo(mean, within(1e-9));
    assertThat(scaling.deviation()).isCloseTo(deviation, within(1e-9));
  }

  @Test
  void encode_scalesEveryColumnOfEveryone() {
    Map<String, Scaling> scaling = encoder.fitted().scaling();
    List<String> names = encoder.columnNames();
    for (int user = NOBODY; user <= U6; user++) {
      for (int item = NOBODY; item <= I5; item++) {
        float[] encoded = FeatureValues.encoded(encoder, user, item, MONDAY_NOON);
        for (int column = 0; column < encoded.length; column++) {
          String name = names.get(column);
          double raw = raw(name, user, item, MONDAY_NOON);
          Scaling scale = scaling.getOrDefault(name, new Scaling(0, 1));
          double expected = Double.isNaN(raw) ? 0 : (raw - scale.mean()) / scale.deviation();
          assertThat((double) encoded[column]).as(name).isCloseTo(expected, within(1e-5));
        }
      }
    }
  }

  @Test
  void encode_clampsTimesToThoseOfTraining() {
    long first = 100 * DAY + DAY / 4;
    long last = 142 * DAY;
    for (int user : new int[] {U1, U4, NOBODY}) {
      for (int item : new int[] {I1, I3, I5, NOBODY}) {
        for (long early : new long[] {Long.MIN_VALUE, -1, 0, first - 1}) {
          assertThat(FeatureValues.encoded(encoder, user, item, early))
              .isEqualTo(FeatureValues.encoded(encoder, user, item, first));
        }
        for (long late : new long[] {last + 1, 20_000 * DAY, Long.MAX_VALUE}) {
          assertThat(FeatureValues.encoded(encoder, user, item, late))
              .isEqualTo(FeatureValues.encoded(encoder, user, item, last));
        }
      }
    }
  }

  @Test
  void defaultTime_isThatOfTheLastInteraction() {
    assertThat(encoder.defaultTime(U1)).isEqualTo(101 * DAY);
    assertThat(encoder.defaultTime(U5)).isEqualTo(142 * DAY);
    assertThat(encoder.defaultTime(U6)).isEqualTo(142 * DAY);
    assertThat(encoder.defaultTime(NOBODY)).isEqualTo(142 * DAY);
  }

  @Test
  void schema_leavesOutWhatTheDataLacks() {
    assertThat(names(SixUsers.bare()))
        .containsExactly(
            "user_mean", "user_count", "user_spread", "item_mean", "item_count", "item_spread");
    assertThat(names(SixUsers.of(SixUsers.users(), AttributeTable.empty(5), false)))
        .startsWith("age", "gender", "occupation")
        .hasSize(9);
    assertThat(names(SixUsers.of(AttributeTable.empty(6), SixUsers.items(), false)))
        .contains("genre_affinity", "genre_share", "genres")
        .doesNotContain("item_age", "item_recent_share")
        .hasSize(9);
    assertThat(names(SixUsers.of(AttributeTable.empty(6), AttributeTable.empty(5), true)))
        .contains("hour_sin", "user_tenure", "item_tenure", "item_recent_share")
        .doesNotContain("item_age", "genre_affinity")
        .hasSize(13);
  }

  private static List<String> names(Dataset data) {
    return FeatureSchema.standard(data).features().stream().map(Feature::name).toList();
  }

  @Test
  void encode_worksOnRatingsAlone() {
    Dataset bare = SixUsers.bare();
    FeatureEncoder plain = TrainingFeatures.fit(FeatureSchema.standard(bare), bare, SEED).encoder();
    assertThat(plain.userWidth()).isEqualTo(3);
    assertThat(plain.itemWidth()).isEqualTo(3);
    assertThat(plain.pairWidth()).isZero();
    assertThat(plain.userCategories()).isZero();
    assertThat(FeatureValues.raw(plain, "user_mean", U1, NOBODY, 0))
        .isCloseTo(23 / 7.0, within(1e-12));
    assertThat(plain.defaultTime(U1)).isZero();
    FeatureEncoder none = TrainingFeatures.fit(FeatureSchema.none(), data, SEED).encoder();
    assertThat(FeatureValues.encoded(none, U1, I1, 0)).isEmpty();
  }

  @Test
  void fit_givesNumbers_evenWithoutInteractions() {
    Dataset empty = data.withInteractions(Interactions.builder().build(6, 5, true));
    FeatureEncoder fitted =
        TrainingFeatures.fit(FeatureSchema.standard(empty), empty, SEED).encoder();
    for (int user = NOBODY; user <= U6; user++) {
      for (float value : FeatureValues.encoded(fitted, user, I2, MONDAY_NOON)) {
        assertThat(value).isFinite();
      }
    }
  }

  @Test
  void schema_refusesANameTwice() {
    Feature age = new Feature.Numeric("age", Feature.Part.USER, "age");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureSchema(List.of(age, age)))
        .withMessageContaining("'age' comes twice");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new FeatureSchema(List.of(new Feature.Numeric("user", Feature.Part.USER, "age"))))
        .withMessageContaining("'user' comes twice");
  }

  @Test
  void constants_areTakenAsDocumented() {
    assertThat(U5).isEqualTo(data.users().indexOf("u5"));
    assertThat(I4).isEqualTo(data.items().indexOf("i4"));
  }
}
