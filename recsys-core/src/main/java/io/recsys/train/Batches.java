package io.recsys.train;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.TrainingFeatures;
import java.util.random.RandomGenerator;

/**
 * The training rows of one data set as batches. A batch holds rows in random order, the liked ones
 * first, then for each liked row the drawn negatives, seen at the same time and through the same
 * fold's statistics as the row itself.
 */
final class Batches {
  /**
   * One batch.
   *
   * @param inputs what {@link HybridBlock} takes
   * @param rows the number of training rows
   * @param liked how many of them, from the first, are liked
   * @param ratings the rows' ratings
   */
  record Batch(NDList inputs, int rows, int liked, RatingColumn ratings) {}

  /** The ratings of a batch's rows. */
  static final class RatingColumn {
    final float[] values;

    RatingColumn(float[] values) {
      this.values = values;
    }
  }

  private final HybridConfig config;
  private final Interactions train;
  private final TrainingFeatures features;
  private final FeatureEncoder encoder;
  private final NegativeSampler sampler;
  private final float likedFrom;
  private final int[] users;
  private final int[] order;
  private final float[][] itemColumns;
  private final int width;
  private final int categories;

  Batches(Dataset data, TrainingFeatures features, HybridConfig config) {
    this.config = config;
    this.train = data.interactions();
    this.features = features;
    this.encoder = features.encoder();
    this.sampler = new NegativeSampler(train);
    this.likedFrom = (float) data.scale().relevantFrom();
    this.width = encoder.userWidth() + encoder.itemWidth() + encoder.pairWidth();
    this.categories = encoder.userCategories() + encoder.itemCategories();
    users = new int[train.size()];
    order = new int[train.size()];
    for (int user = 0; user < train.users(); user++) {
      for (int position = train.start(user); position < train.end(user); position++) {
        users[position] = user;
      }
    }
    itemColumns = new float[TrainingFeatures.FOLDS][train.items() * encoder.itemWidth()];
    for (int fold = 0; fold < itemColumns.length; fold++) {
      for (int item = 0; item < train.items(); item++) {
        features.outOfFold(fold).encodeItem(item, itemColumns[fold], item * encoder.itemWidth());
      }
    }
  }

  /** The number of batches of an epoch; a last one of a single row joins the one before. */
  int count() {
    int full = train.size() / config.batchSize();
    int rest = train.size() % config.batchSize();
    return Math.max(1, rest > 1 ? full + 1 : full);
  }

  /** Puts the rows into a new random order. */
  void shuffle(RandomGenerator random) {
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }

  /** The batch of a number, from 0. */
  Batch batch(int number, NDManager manager, RandomGenerator random) {
    int from = number * config.batchSize();
    int to = number == count() - 1 ? order.length : from + config.batchSize();
    int rows = to - from;
    int[] positions = new int[rows];
    int liked = 0;
    int others = rows;
    for (int i = from; i < to; i++) {
      boolean like = train.value(order[i]) >= likedFrom;
      positions[like ? liked++ : --others] = order[i];
    }
    int negatives = config.objective().hasPreference() ? liked * config.negatives() : 0;
    Rows filled = new Rows(rows + negatives);
    float[] ratings = new float[rows];
    for (int row = 0; row < rows; row++) {
      ratings[row] = train.value(positions[row]);
      filled.add(positions[row], train.item(positions[row]), random);
    }
    for (int i = 0; i < negatives; i++) {
      int position = positions[i / config.negatives()];
      filled.add(position, sampler.draw(users[position], random), random);
    }
    return new Batch(filled.inputs(manager), rows, liked, new RatingColumn(ratings));
  }

  /** The inputs of a batch, filled row by row. */
  private final class Rows {
    private final int[] user;
    private final int[] item;
    private final int[] category;
    private final float[] columns;
    private int size;

    Rows(int rows) {
      user = new int[rows];
      item = new int[rows];
      category = new int[rows * categories];
      columns = new float[rows * width];
    }

    void add(int position, int rowItem, RandomGenerator random) {
      int rowUser = users[position];
      int fold = features.fold(position);
      boolean hideUser = random.nextDouble() < config.idDropout();
      boolean hideItem = random.nextDouble() < config.idDropout();
      user[size] = hideUser ? train.users() : rowUser;
      item[size] = hideItem ? train.items() : rowItem;
      int at = size * categories;
      for (int c = 0; c < encoder.userCategories(); c++) {
        category[at++] = encoder.userCategory(c, rowUser);
      }
      for (int c = 0; c < encoder.itemCategories(); c++) {
        category[at++] = encoder.itemCategory(c, rowItem);
      }
      FeatureEncoder outOfFold = features.outOfFold(fold);
      int offset = size * width;
      long time = train.time(position);
      outOfFold.encodeUser(rowUser, time, columns, offset);
      offset += encoder.userWidth();
      int itemWidth = encoder.itemWidth();
      System.arraycopy(itemColumns[fold], rowItem * itemWidth, columns, offset, itemWidth);
      outOfFold.encodePair(rowUser, rowItem, time, columns, offset + itemWidth);
      size++;
    }

    NDList inputs(NDManager manager) {
      NDList inputs =
          new NDList(
              manager.create(user),
              manager.create(item),
              manager.create(columns, new Shape(size, width)));
      if (categories > 0) {
        inputs.add(manager.create(category, new Shape(size, categories)));
      }
      return inputs;
    }
  }
}
