package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.FeatureSchema;
import io.recsys.feature.TrainingFeatures;
import io.recsys.source.DemoDataset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
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
    return HybridConfig.defaults().withBatchSize(32).withNegatives(3).withIdDropout(0);
  }

  /** The users, items and columns of a batch. */
  private static final class Inputs {
    private final int[] users;
    private final int[] items;
    private final float[] columns;
    private final int width;

    private Inputs(NDList list) {
      users = list.get(0).toIntArray();
      items = list.get(1).toIntArray();
      columns = list.get(2).toFloatArray();
      width = (int) list.get(2).getShape().get(1);
    }

    static Inputs of(NDList list) {
      return new Inputs(list);
    }

    float[] columns(int row, int from, int to) {
      return Arrays.copyOfRange(columns, row * width + from, row * width + to);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 32, 64, 1000})
  void epoch_holdsEachRowOnce(int batchSize) {
    Batches batches = new Batches(DATA, FEATURES, config().withBatchSize(batchSize));
    SplittableRandom random = new SplittableRandom(5);
    for (int epoch = 0; epoch < 3; epoch++) {
      batches.shuffle(random);
      Map<Long, Float> seen = new HashMap<>();
      for (int number = 0; number < batches.count(); number++) {
        Batches.Batch batch = batches.batch(number, manager, random);
        assertThat(batch.rows()).isGreaterThan(1).isLessThanOrEqualTo(batchSize + 1);
        Inputs inputs = Inputs.of(batch.inputs());
        for (int row = 0; row < batch.rows(); row++) {
          long pair = (long) inputs.users[row] * DATA.items().size() + inputs.items[row];
          assertThat(seen.put(pair, batch.ratings().values[row])).isNull();
        }
      }
      assertThat(seen).isEqualTo(ratings());
    }
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
    Batches joined = new Batches(DATA, FEATURES, config().withBatchSize(rows - 1));
    assertThat(joined.count()).isEqualTo(1);
    joined.shuffle(new SplittableRandom(1));
    assertThat(joined.batch(0, manager, new SplittableRandom(1)).rows()).isEqualTo(rows);

    Batches pair = new Batches(DATA, FEATURES, config().withBatchSize(rows - 2));
    assertThat(pair.count()).isEqualTo(2);
    pair.shuffle(new SplittableRandom(1));
    assertThat(pair.batch(1, manager, new SplittableRandom(1)).rows()).isEqualTo(2);
  }

  @Test
  void shuffle_givesAnotherOrderEachTime_andTheSameForOneSeed() {
    Batches batches = new Batches(DATA, FEATURES, config());
    int[] first = users(batches, 1);
    assertThat(users(batches, 2)).isNotEqualTo(first);
    assertThat(users(batches, 1)).isEqualTo(first);
  }

  private int[] users(Batches batches, long seed) {
    batches.shuffle(new SplittableRandom(seed));
    return Inputs.of(batches.batch(0, manager, new SplittableRandom(seed)).inputs()).users;
  }

  @Test
  void batch_hasLikedRowsFirst_thenTheirNegatives() {
    HybridConfig config = config();
    Batches batches = new Batches(DATA, FEATURES, config);
    SplittableRandom random = new SplittableRandom(9);
    batches.shuffle(random);
    int userWidth = FEATURES.encoder().userWidth();
    int liked = 0;
    for (int number = 0; number < batches.count(); number++) {
      Batches.Batch batch = batches.batch(number, manager, random);
      Inputs inputs = Inputs.of(batch.inputs());
      liked += batch.liked();
      assertThat(inputs.users).hasSize(batch.rows() + batch.liked() * config.negatives());
      for (int row = 0; row < batch.rows(); row++) {
        assertThat(batch.ratings().values[row] >= 4).isEqualTo(row < batch.liked());
      }
      for (int i = 0; i < batch.liked() * config.negatives(); i++) {
        int negative = batch.rows() + i;
        int row = i / config.negatives();
        assertThat(inputs.users[negative]).isEqualTo(inputs.users[row]);
        assertThat(ROWS.contains(inputs.users[negative], inputs.items[negative])).isFalse();
        // Same time and fold: nothing but the item may tell a negative from what was liked.
        assertThat(inputs.columns(negative, 0, userWidth))
            .isEqualTo(inputs.columns(row, 0, userWidth));
      }
    }
    assertThat(liked).isEqualTo((int) ratings().values().stream().filter(r -> r >= 4).count());
  }

  @Test
  void batch_drawsNoNegatives_whenRatingsAloneAreLearned() {
    Batches batches = new Batches(DATA, FEATURES, config().withObjective(Objective.RATING));
    batches.shuffle(new SplittableRandom(1));
    Batches.Batch batch = batches.batch(0, manager, new SplittableRandom(1));
    assertThat(batch.inputs().get(0).getShape().get(0)).isEqualTo(batch.rows());
  }

  @Test
  void batch_encodesEachRowThroughTheOtherFolds() {
    Batches batches = new Batches(DATA, FEATURES, config());
    SplittableRandom random = new SplittableRandom(2);
    batches.shuffle(random);
    Batches.Batch batch = batches.batch(0, manager, random);
    Inputs inputs = Inputs.of(batch.inputs());
    for (int row = 0; row < batch.rows(); row++) {
      int user = inputs.users[row];
      int item = inputs.items[row];
      int position = ROWS.start(user);
      while (ROWS.item(position) != item) {
        position++;
      }
      FeatureEncoder encoder = FEATURES.outOfFold(FEATURES.fold(position));
      float[] expected = new float[inputs.width];
      encoder.encodeUser(user, ROWS.time(position), expected, 0);
      encoder.encodeItem(item, expected, encoder.userWidth());
      encoder.encodePair(
          user, item, ROWS.time(position), expected, encoder.userWidth() + encoder.itemWidth());
      assertThat(inputs.columns(row, 0, inputs.width)).isEqualTo(expected);
    }
  }

  @Test
  void batch_hidesTheShareOfIdsAskedFor_usersAndItemsApart() {
    Batches batches =
        new Batches(DATA, FEATURES, config().withIdDropout(0.3).withBatchSize(ROWS.size()));
    SplittableRandom random = new SplittableRandom(3);
    double rows = 0;
    double users = 0;
    double items = 0;
    double both = 0;
    for (int epoch = 0; epoch < 40; epoch++) {
      batches.shuffle(random);
      Inputs inputs = Inputs.of(batches.batch(0, manager, random).inputs());
      for (int row = 0; row < inputs.users.length; row++) {
        boolean noUser = inputs.users[row] == DATA.users().size();
        boolean noItem = inputs.items[row] == DATA.items().size();
        users += noUser ? 1 : 0;
        items += noItem ? 1 : 0;
        both += noUser && noItem ? 1 : 0;
        rows++;
      }
    }
    // Some 15,000 rows: a share's standard deviation is below 0.004.
    assertThat(users / rows).isCloseTo(0.3, within(0.02));
    assertThat(items / rows).isCloseTo(0.3, within(0.02));
    assertThat(both / rows).isCloseTo(0.09, within(0.015));
  }
}
