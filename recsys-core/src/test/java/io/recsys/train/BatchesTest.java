package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.FeatureSchema;
import io.recsys.feature.History;
import io.recsys.feature.TrainingFeatures;
import io.recsys.source.DemoDataset;
import io.recsys.split.SplitStrategy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
  @Test
  void batches_growWhereAnEpochWouldTakeOverAThousand() {
    assertThat(Batches.rowsABatch(384, 90_000)).isEqualTo(384);
    assertThat(Batches.rowsABatch(384, 384_999)).isEqualTo(384);
    assertThat(Batches.rowsABatch(384, 900_188)).isEqualTo(900);
    assertThat(Batches.rowsABatch(1024, 900_188)).isEqualTo(1024);
  }

  @Test
  void batches_shrinkWhereAnEpochWouldTakeLessThanAHundredAndFifty() {
    assertThat(Batches.rowsABatch(384, 57_600)).isEqualTo(384);
    assertThat(Batches.rowsABatch(384, 15_000)).isEqualTo(100);
    assertThat(Batches.rowsABatch(384, 1_000)).isEqualTo(64);
    assertThat(Batches.rowsABatch(32, 1_000)).isEqualTo(32);
    Batches small = new Batches(DATA, FEATURES, rowByRow().withBatchSize(384));
    assertThat(small.count()).isEqualTo(new Batches(DATA, FEATURES, rowByRow(), 64).count());
    assertThat(small.count()).isGreaterThan(1);
  }

  private static final Dataset DATA = DemoDataset.generate(new DemoDataset.Size(25, 30, 200), 3);
  private static final Interactions ROWS = DATA.interactions();
  private static final TrainingFeatures FEATURES =
      TrainingFeatures.fit(FeatureSchema.standard(DATA), DATA, 42);

  private NDManager manager;

  @BeforeEach
  void open() {
    TrainingEngine.require();
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static HybridConfig config() {
    return HybridConfig.defaults().withBatchSize(32).withIdDropout(0).fittedTo(DATA);
  }

  /** A model that minds the order of a history. */
  private static HybridConfig ordered() {
    return HybridConfig.defaults()
        .withBatchSize(32)
        .withIdDropout(0)
        .withRecency(3)
        .withValidation(SplitStrategy.perUserTemporal(0.9))
        .fittedTo(DATA);
  }

  /** What a batch holds, in Java arrays. */
  private static final class Inputs {
    private final int[] users;
    private final int[] chunks;
    private final int[] items;
    private final float[] columns;
    private final int width;
    private final NDList list;

    private Inputs(NDList list) {
      this.list = list;
      users = list.get("users").toIntArray();
      chunks = list.get("chunks").toIntArray();
      items = list.get("items").toIntArray();
      columns = list.get("columns").toFloatArray();
      width = (int) list.get("columns").getShape().get(1);
    }

    static Inputs of(NDList list) {
      return new Inputs(list);
    }

    int user(int row) {
      return users[chunks[row]];
    }

    float[] columns(int row) {
      return Arrays.copyOfRange(columns, row * width, (row + 1) * width);
    }

    /** A row of a matrix with a column an item and one more. */
    float[] row(String matrix, int chunk) {
      int scores = DATA.items().size() + 1;
      float[] all = list.get(matrix).toFloatArray();
      return Arrays.copyOfRange(all, chunk * scores, (chunk + 1) * scores);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 32, 64, 1000})
  void epoch_holdsEachRowOnce(int batchSize) {
    for (HybridConfig config : List.of(config(), rowByRow(), ordered())) {
      Batches batches = new Batches(DATA, FEATURES, config, batchSize);
      SplittableRandom random = new SplittableRandom(5);
      for (int epoch = 0; epoch < 3; epoch++) {
        batches.shuffle(random);
        Map<Long, Float> seen = new HashMap<>();
        for (int number = 0; number < batches.count(); number++) {
          Batches.Batch batch = batches.batch(number, manager, random);
          assertThat(batch.rows()).isGreaterThan(1);
          Inputs inputs = Inputs.of(batch.inputs());
          for (int row = 0; row < batch.rows(); row++) {
            long pair = (long) inputs.user(row) * DATA.items().size() + inputs.items[row];
            assertThat(seen.put(pair, batch.ratings().values[row])).isNull();
          }
        }
        assertThat(seen).isEqualTo(ratings());
      }
    }
  }

  /** Without history or ranking, rows need not be held out together. */
  private static HybridConfig rowByRow() {
    return config().withHistory(false).withObjective(Objective.RATING);
  }

  private static Map<Long, Float> ratings() {
    Map<Long, Float> ratings = new HashMap<>();
    for (int position = 0; position < ROWS.size(); position++) {
      long pair = (long) ROWS.user(position) * DATA.items().size() + ROWS.item(position);
      ratings.put(pair, ROWS.value(position));
    }
    return ratings;
  }

  @Test
  void count_joinsALastSingleRowToTheBatchBefore() {
    int rows = ROWS.size();
    Batches joined = new Batches(DATA, FEATURES, rowByRow(), rows - 1);
    assertThat(joined.count()).isEqualTo(1);
    joined.shuffle(new SplittableRandom(1));
    assertThat(joined.batch(0, manager, new SplittableRandom(1)).rows()).isEqualTo(rows);

    Batches pair = new Batches(DATA, FEATURES, rowByRow(), rows - 2);
    assertThat(pair.count()).isEqualTo(2);
    pair.shuffle(new SplittableRandom(1));
    assertThat(pair.batch(1, manager, new SplittableRandom(1)).rows()).isEqualTo(2);
  }

  @Test
  void shuffle_givesAnotherOrderEachTime_andTheSameForOneSeed() {
    Batches batches = new Batches(DATA, FEATURES, config());
    int[] first = items(batches, 1);
    assertThat(items(batches, 2)).isNotEqualTo(first);
  }

  private int[] items(Batches batches, long seed) {
    batches.shuffle(new SplittableRandom(seed));
    return Inputs.of(batches.batch(0, manager, new SplittableRandom(seed)).inputs()).items;
  }

  @Test
  void chunk_holdsAFifthOfAUsersRows_fourAtLeastOrHalf_andAtMostSixteen() {
    Batches batches = new Batches(DATA, FEATURES, config(), 100_000);
    SplittableRandom random = new SplittableRandom(4);
    batches.shuffle(random);
    Inputs inputs = Inputs.of(batches.batch(0, manager, random).inputs());
    int[] rows = new int[inputs.users.length];
    for (int chunk : inputs.chunks) {
      rows[chunk]++;
    }
    for (int chunk = 0; chunk < rows.length; chunk++) {
      int count = ROWS.count(inputs.users[chunk]);
      int fewest = Math.max(1, Math.min(Batches.FEWEST, count / 2));
      int most = Math.max(fewest, Math.min(Batches.CHUNK, count / 5));
      assertThat(rows[chunk]).isBetween(1, most);
    }
  }

  @Test
  void chunk_isDescribedByTheRestOfTheHistory_andBarsItFromTheRanking() {
    Batches batches = new Batches(DATA, FEATURES, config());
    SplittableRandom random = new SplittableRandom(9);
    batches.shuffle(random);
    Inputs inputs = Inputs.of(batches.batch(0, manager, random).inputs());
    for (int chunk = 0; chunk < inputs.users.length; chunk++) {
      Map<Integer, Float> rest = rest(inputs, chunk);
      double mean = rest.values().stream().mapToDouble(r -> r).sum();
      mean = (mean + 5 * ROWS.meanValue()) / (rest.size() + 5);
      float[] implicit = inputs.row("implicit", chunk);
      float[] explicit = inputs.row("explicit", chunk);
      float[] barred = inputs.row("barred", chunk);
      double weight = 1 / Math.sqrt(rest.size());
      for (int item = 0; item < implicit.length; item++) {
        Float rating = rest.get(item);
        boolean in = rating != null;
        assertThat((double) implicit[item]).isCloseTo(in ? weight : 0, within(1e-6));
        double rated = rating == null ? 0 : weight * (rating - mean);
        assertThat((double) explicit[item]).isCloseTo(rated, within(1e-5));
        assertThat(barred[item] < 0).isEqualTo(in);
      }
    }
  }

  @Test
  void chunk_whereWhatComesAfterIsAsked_barsWhatWasNotThereYet() {
    HybridConfig config =
        HybridConfig.defaults()
            .withBatchSize(32)
            .withIdDropout(0)
            .withValidation(SplitStrategy.temporal(0.9))
            .fittedTo(DATA);
    Batches batches = new Batches(DATA, FEATURES, config);
    SplittableRandom random = new SplittableRandom(9);
    batches.shuffle(random);
    Inputs inputs = Inputs.of(batches.batch(0, manager, random).inputs());
    int late = 0;
    for (int chunk = 0; chunk < inputs.users.length; chunk++) {
      Set<Integer> rest = rest(inputs, chunk).keySet();
      long asked = Long.MIN_VALUE;
      for (int row = 0; row < inputs.items.length; row++) {
        int item = inputs.items[row];
        if (inputs.chunks[row] == chunk) {
          int position = positions(inputs.users[chunk]).getOrDefault(item, -1);
          asked = Math.max(asked, ROWS.time(position));
        }
      }
      float[] barred = inputs.row("barred", chunk);
      for (int item = 0; item < DATA.items().size(); item++) {
        boolean there = firstTime(item) <= asked || firstTime(item) == Long.MAX_VALUE;
        assertThat(barred[item] < 0).isEqualTo(!there || rest.contains(item));
        late += there ? 0 : 1;
      }
      assertThat(barred[DATA.items().size()]).isZero();
    }
    assertThat(late).isPositive();
  }

  private static long firstTime(int item) {
    return IntStream.range(0, ROWS.size())
        .filter(position -> ROWS.item(position) == item)
        .mapToLong(ROWS::time)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  @Test
  void chunk_whereOrderCounts_isOfRowsInARow_andTheNearestToItCountMost() {
    Batches batches = new Batches(DATA, FEATURES, ordered(), 100_000);
    SplittableRandom random = new SplittableRandom(9);
    for (int epoch = 0; epoch < 3; epoch++) {
      batches.shuffle(random);
      Inputs inputs = Inputs.of(batches.batch(0, manager, random).inputs());
      for (int chunk = 0; chunk < inputs.users.length; chunk++) {
        checkOrdered(inputs, chunk);
      }
    }
  }

  private static void checkOrdered(Inputs inputs, int chunk) {
    Map<Integer, Integer> positions = positions(inputs.users[chunk]);
    IntSummaryStatistics rows =
        IntStream.range(0, inputs.items.length)
            .filter(row -> inputs.chunks[row] == chunk)
            .map(row -> positions.getOrDefault(inputs.items[row], -1))
            .summaryStatistics();
    assertThat(rows.getMax() - rows.getMin() + 1).isEqualTo((int) rows.getCount());
    float[] recent = inputs.row("recent", chunk);
    double squares = 0;
    double nearest = 0;
    for (float weight : recent) {
      squares += weight * weight;
      nearest = Math.max(nearest, weight);
    }
    assertThat(squares).isCloseTo(recent.length == 0 ? 0 : 1, within(1e-5));
    for (int item = 0; item < recent.length; item++) {
      Integer at = positions.get(item);
      boolean rest = at != null && (at < rows.getMin() || at > rows.getMax());
      int distance = at == null ? 0 : Math.max(rows.getMin() - at, at - rows.getMax()) - 1;
      double expected = rest ? nearest * Math.exp(-distance / 3.0) : 0;
      assertThat((double) recent[item]).isCloseTo(expected, within(1e-5));
    }
  }

  private static Map<Integer, Integer> positions(int user) {
    Map<Integer, Integer> positions = new HashMap<>();
    for (int position = ROWS.start(user); position < ROWS.end(user); position++) {
      positions.put(ROWS.item(position), position);
    }
    return positions;
  }

  @Test
  void shuffle_whereOrderCounts_cutsChunksElsewhereEachTime() {
    Batches batches = new Batches(DATA, FEATURES, ordered(), 100_000);
    Set<Integer> firstRows = new HashSet<>();
    int chunks = 0;
    for (long seed = 0; seed < 20; seed++) {
      batches.shuffle(new SplittableRandom(seed));
      Inputs inputs = Inputs.of(batches.batch(0, manager, new SplittableRandom(seed)).inputs());
      int most =
          IntStream.range(0, ROWS.users())
              .boxed()
              .max(Comparator.comparing(ROWS::count))
              .orElseThrow();
      Map<Integer, Integer> positions = positions(most);
      Map<Integer, Integer> starts = new HashMap<>();
      for (int row = 0; row < inputs.items.length; row++) {
        if (inputs.user(row) == most) {
          starts.merge(
              inputs.chunks[row], positions.getOrDefault(inputs.items[row], -1), Math::min);
        }
      }
      firstRows.addAll(starts.values());
      chunks = starts.size();
    }
    assertThat(chunks).isGreaterThan(1);
    assertThat(firstRows.size()).isGreaterThan(chunks);
  }

  /** The ratings of a chunk's user that are not in the chunk, by item. */
  private static Map<Integer, Float> rest(Inputs inputs, int chunk) {
    Map<Integer, Float> rest = new HashMap<>();
    int user = inputs.users[chunk];
    for (int position = ROWS.start(user); position < ROWS.end(user); position++) {
      rest.put(ROWS.item(position), ROWS.value(position));
    }
    for (int row = 0; row < inputs.items.length; row++) {
      if (inputs.chunks[row] == chunk) {
        rest.remove(inputs.items[row]);
      }
    }
    return rest;
  }

  @Test
  void chosen_pointsAtTheScoresOfRows_weightedByRating() {
    checkChosen(config(), rating -> Math.max(0, rating - 2));
  }

  @Test
  void chosen_countsByExcess_overRelevanceLessHalfTheScale() {
    checkChosen(config().withRelevantFrom(5), rating -> Math.max(0, rating - 3));
  }

  @Test
  void batches_refuseARelevanceThatNoRatingReaches() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batches(DATA, FEATURES, config().withRelevantFrom(8)))
        .withMessageContaining("relevantFrom: 8.0");
  }

  @Test
  void chosen_countsAllAlike_whereEverythingIsRelevant() {
    checkChosen(config().withRelevantFrom(1), rating -> 1);
  }

  private void checkChosen(HybridConfig config, DoubleUnaryOperator weight) {
    Batches batches = new Batches(DATA, FEATURES, config);
    SplittableRandom random = new SplittableRandom(9);
    batches.shuffle(random);
    int scores = DATA.items().size() + 1;
    for (int number = 0; number < batches.count(); number++) {
      Batches.Batch batch = batches.batch(number, manager, random);
      Inputs inputs = Inputs.of(batch.inputs());
      Map<Long, Double> expected = new TreeMap<>();
      for (int row = 0; row < batch.rows(); row++) {
        double w = weight.applyAsDouble(batch.ratings().values[row]);
        if (w > 0) {
          expected.put((long) inputs.chunks[row] * scores + inputs.items[row], w);
        }
      }
      double sum = expected.values().stream().mapToDouble(w -> w).sum();
      assertThat(batch.chosen().indices).hasSize(expected.size());
      for (int i = 0; i < batch.chosen().indices.length; i++) {
        double w = Objects.requireNonNull(expected.get(batch.chosen().indices[i]));
        assertThat((double) batch.chosen().weights[i]).isCloseTo(w / sum, within(1e-6));
      }
    }
  }

  @Test
  void batch_seesNothingOfItsOwnRatings() {
    Batches batches = new Batches(DATA, FEATURES, config());
    SplittableRandom random = new SplittableRandom(2);
    batches.shuffle(random);
    Inputs inputs = Inputs.of(batches.batch(0, manager, random).inputs());
    for (int row = 0; row < inputs.items.length; row++) {
      int user = inputs.user(row);
      int item = inputs.items[row];
      int position = ROWS.start(user);
      while (ROWS.item(position) != item) {
        position++;
      }
      Map<Integer, Float> kept = rest(inputs, inputs.chunks[row]);
      int[] rest =
          IntStream.range(ROWS.start(user), ROWS.end(user))
              .filter(other -> kept.containsKey(ROWS.item(other)))
              .toArray();
      FeatureEncoder encoder =
          FEATURES.outOfFold(FEATURES.fold(position)).withHistory(user, History.of(ROWS, rest));
      float[] expected = new float[inputs.width];
      long time = ROWS.time(position);
      encoder.encodeUser(user, time, expected, 0);
      encoder.encodeItem(item, expected, encoder.userWidth());
      int pair = encoder.userWidth() + encoder.itemWidth();
      encoder.encodePair(user, item, time, expected, pair);
      for (int i = 0; i < expected.length; i++) {
        assertThat(inputs.columns(row)[i]).isCloseTo(expected[i], within(1e-5f));
      }
    }
  }

  @Test
  void batch_hidesTheShareOfIdsAskedFor_usersAndItemsApart() {
    Batches batches = new Batches(DATA, FEATURES, config().withIdDropout(0.3), 100_000);
    SplittableRandom random = new SplittableRandom(3);
    double chunks = 0;
    double rows = 0;
    double users = 0;
    double items = 0;
    double whole = 0;
    double nothing = 0;
    for (int epoch = 0; epoch < 60; epoch++) {
      batches.shuffle(random);
      Inputs inputs = Inputs.of(batches.batch(0, manager, random).inputs());
      for (int chunk = 0; chunk < inputs.users.length; chunk++) {
        chunks++;
        if (inputs.users[chunk] == DATA.users().size()) {
          users++;
          int left = 0;
          for (float weight : inputs.row("implicit", chunk)) {
            left += weight > 0 ? 1 : 0;
          }
          nothing += left == 0 ? 1 : 0;
          whole += left > 2 ? 1 : 0;
        }
      }
      for (int item : inputs.items) {
        rows++;
        items += item == DATA.items().size() ? 1 : 0;
      }
    }
    assertThat(users / chunks).isCloseTo(0.3, within(0.02));
    assertThat(items / rows).isCloseTo(0.3, within(0.02));
    // Newcomers with nothing and with several rows are both met.
    assertThat(nothing / users).isBetween(0.15, 0.6);
    assertThat(whole / users).isGreaterThan(0.1);
  }
}
