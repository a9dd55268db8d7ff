package io.recsys.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.History;
import io.recsys.feature.TrainingFeatures;
import io.recsys.model.Liking;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The training rows of one data set as batches of chunks.
 *
 * <p>A chunk is a few rows of one user that are held out together: the user is described by the
 * rest of the history, as one is when the model is asked, and the chunk's rows are what is to be
 * predicted. Each row is in one chunk an epoch. Where the order of a history counts, a chunk is of
 * rows that follow each other, and the rows nearest to it, before and after, count as the latest.
 *
 * <p>Some users are hidden: they get the embedding of an unknown user and a random part of their
 * history, from all of it down to nothing, so that the model learns what to do for newcomers.
 */
final class Batches {
  /**
   * One batch.
   *
   * @param inputs what {@link HybridBlock} takes, without the catalog
   * @param ratings the ratings of the rows
   * @param chosen where in the scores (chunks {@code x} items and the unknown one) are the rows
   *     that rankings learn from, and what each weighs
   */
  record Batch(NDList inputs, RatingColumn ratings, Targets chosen) {
    /** The number of training rows. */
    int rows() {
      return ratings.values.length;
    }
  }

  /** The ratings of a batch's rows. */
  static final class RatingColumn {
    final float[] values;

    RatingColumn(float[] values) {
      this.values = values;
    }
  }

  /** Flat indices into the scores of a batch, with weights that sum up to 1. */
  static final class Targets {
    final long[] indices;
    final float[] weights;

    Targets(long[] indices, float[] weights) {
      this.indices = indices;
      this.weights = weights;
    }
  }

  /** The most rows of a chunk. */
  static final int CHUNK = 16;

  /**
   * The fewest rows of a chunk, or else half of a user's: next to the user's own embedding, all
   * rows but one would give that one away.
   */
  static final int FEWEST = 4;

  /** The share of a user's rows in a chunk; what splits usually hold out. */
  private static final double SHARE = 0.2;

  /**
   * The most rows of a chunk where order counts: what comes soon is foretold, and not what later.
   */
  private static final int ORDERED_CHUNK = 8;

  /**
   * The most scores of a batch, a chunk and item each: 16 MiB, and as much again for each matrix.
   */
  private static final int MAX_SCORES = 1 << 22;

  /** The most batches of an epoch, more or less: larger data takes larger steps. */
  private static final int MAX_BATCHES = 1000;

  /** The fewest, unless batches would be too small: smaller data takes smaller steps. */
  private static final int MIN_BATCHES = 150;

  /** So many rows a step, for the sake of that. */
  private static final int SMALL_BATCH = 64;

  /** What takes a score out of a softmax. */
  private static final float BARRED = -1e9f;

  private final HybridConfig config;
  private final Interactions train;
  private final TrainingFeatures features;
  private final FeatureEncoder encoder;
  private final Liking liking;
  private final @Nullable Arrivals arrivals;
  private final boolean held;
  private final boolean ordered;
  private final int chunksABatch;
  private final int[] order;
  private final int[] chunkStart;
  private final int[] chunkEnd;
  private final int[] chunkUser;
  private final int[] chunkOrder;
  private final float[][] itemColumns;
  private final int width;
  private final int categories;

  Batches(Dataset data, TrainingFeatures features, HybridConfig config) {
    this(data, features, config, rowsABatch(config.batchSize(), data.interactions().size()));
  }

  /** Batches of so many rows on average, whatever the settings say. */
  Batches(Dataset data, TrainingFeatures features, HybridConfig config, int rowsABatch) {
    this.config = config;
    this.train = data.interactions();
    this.features = features;
    this.encoder = features.encoder();
    RatingScale scale = data.scale();
    this.liking = config.liking(scale);
    if (config.objective().hasPreference() && liking.of((float) scale.max()) == 0) {
      throw new IllegalArgumentException(
          "relevantFrom: %s leaves no rating of %s to %s to rank by; give one of the scale"
              .formatted(config.relevantFrom().orElse(Double.NaN), scale.min(), scale.max()));
    }
    this.arrivals = config.freshness() > 0 ? new Arrivals(train, liking) : null;
    this.held = config.history() || config.objective().hasPreference();
    this.ordered = config.recency() > 0;
    this.width = encoder.userWidth() + encoder.itemWidth() + encoder.pairWidth();
    this.categories = encoder.userCategories() + encoder.itemCategories();
    order = new int[train.size()];
    int chunks = IntStream.range(0, train.users()).map(user -> chunks(train.count(user))).sum();
    this.chunksABatch = chunksABatch(chunks, rowsABatch);
    chunkStart = new int[chunks];
    chunkEnd = new int[chunks];
    chunkUser = new int[chunks];
    chunkOrder = new int[chunks];
    int chunk = 0;
    for (int user = 0; user < train.users(); user++) {
      int size = size(train.count(user));
      for (int start = train.start(user); start < train.end(user); start += size) {
        chunkStart[chunk] = start;
        chunkEnd[chunk] = Math.min(start + size, train.end(user));
        chunkUser[chunk++] = user;
      }
    }
    itemColumns = new float[TrainingFeatures.FOLDS][train.items() * encoder.itemWidth()];
    for (int fold = 0; fold < itemColumns.length; fold++) {
      for (int item = 0; item < train.items(); item++) {
        features.outOfFold(fold).encodeItem(item, itemColumns[fold], item * encoder.itemWidth());
      }
    }
  }

  /** So many chunks that they hold, on average, as many rows as a batch should. */
  private int chunksABatch(int chunks, int rowsABatch) {
    long wanted = Math.round((double) rowsABatch * chunks / train.size());
    long affordable = held ? MAX_SCORES / (train.items() + 1) : wanted;
    return (int) Math.max(2, Math.min(wanted, affordable));
  }

  /** The rows that a batch should have, of so many in all. */
  static int rowsABatch(int batchSize, int rows) {
    int fewest = Math.min(batchSize, Math.max(SMALL_BATCH, rows / MIN_BATCHES));
    return Math.max(fewest, rows / MAX_BATCHES);
  }

  /** The rows of each chunk of a user with so many rows. */
  private int size(int rows) {
    int fewest = Math.max(1, Math.min(FEWEST, rows / 2));
    int most = ordered ? ORDERED_CHUNK : CHUNK;
    return held ? Math.max(fewest, Math.min(most, (int) (rows * SHARE))) : 1;
  }

  private int chunks(int rows) {
    int size = size(rows);
    return (rows + size - 1) / size;
  }

  /** When items came; null where that is of no interest. */
  @Nullable Arrivals arrivals() {
    return arrivals;
  }

  /** The number of batches of an epoch; a last one of a single chunk joins the one before. */
  int count() {
    int full = chunkOrder.length / chunksABatch;
    int rest = chunkOrder.length % chunksABatch;
    return Math.max(1, rest > 1 ? full + 1 : full);
  }

  /** Deals the rows out to chunks anew, and puts the chunks into a new random order. */
  void shuffle(RandomGenerator random) {
    // From the same order each time: an epoch must not depend on the ones before.
    Arrays.setAll(order, i -> i);
    Arrays.setAll(chunkOrder, i -> i);
    for (int user = 0; user < train.users() && !ordered; user++) {
      shuffle(order, train.start(user), train.end(user), random);
    }
    for (int first = 0, next; ordered && first < chunkOrder.length; first = next) {
      next = first + chunks(train.count(chunkUser[first]));
      cut(first, next, random.nextDouble());
    }
    shuffle(chunkOrder, 0, chunkOrder.length, random);
  }

  /**
   * Moves the ends of a user's chunks, so that it is not the same rows each time that are foretold
   * from one another.
   *
   * @param first the number of the user's first chunk
   * @param next one more than that of the last
   * @param moved by how much of half a chunk, from 0, a quarter down, to 1, a quarter up
   */
  private void cut(int first, int next, double moved) {
    int start = chunkStart[first];
    double size = (double) (chunkEnd[next - 1] - start) / (next - first);
    for (int chunk = first + 1; chunk < next; chunk++) {
      int before = chunk - first;
      chunkStart[chunk] = start + Math.max(before, (int) ((before + (moved - 0.5) / 2) * size));
      chunkEnd[chunk - 1] = chunkStart[chunk];
    }
  }

  private static void shuffle(int[] array, int from, int to, RandomGenerator random) {
    for (int i = to - 1; i > from; i--) {
      int j = from + random.nextInt(i - from + 1);
      int moved = array[i];
      array[i] = array[j];
      array[j] = moved;
    }
  }

  /** The batch of a number, from 0. */
  Batch batch(int number, NDManager manager, RandomGenerator random) {
    int from = number * chunksABatch;
    int to = number == count() - 1 ? chunkOrder.length : from + chunksABatch;
    int rows = 0;
    for (int i = from; i < to; i++) {
      rows += chunkEnd[chunkOrder[i]] - chunkStart[chunkOrder[i]];
    }
    Rows filled = new Rows(to - from, rows);
    for (int i = from; i < to; i++) {
      filled.add(chunkOrder[i], random);
    }
    return filled.batch(manager);
  }

  /**
   * What is the same for every batch: the columns of all items and of the unknown one, and their
   * categories where they have any.
   */
  NDList catalog(NDManager manager) {
    int items = train.items() + 1;
    float[] columns = new float[items * encoder.itemWidth()];
    int[] category = new int[items * encoder.itemCategories()];
    for (int row = 0; row < items; row++) {
      int item = row < train.items() ? row : -1;
      encoder.encodeItem(item, columns, row * encoder.itemWidth());
      for (int c = 0; c < encoder.itemCategories(); c++) {
        category[row * encoder.itemCategories() + c] = encoder.itemCategory(c, item);
      }
    }
    NDList catalog = new NDList();
    if (encoder.itemWidth() > 0) {
      Shape shape = new Shape(items, encoder.itemWidth());
      catalog.add(named("catalog.columns", manager.create(columns, shape)));
    }
    if (encoder.itemCategories() > 0) {
      Shape shape = new Shape(items, encoder.itemCategories());
      catalog.add(named("catalog.categories", manager.create(category, shape)));
    }
    return catalog;
  }

  /** A batch that is filled chunk by chunk. */
  private final class Rows {
    private final int scores = train.items() + 1;
    private final int[] user;
    private final int[] chunkOfRow;
    private final int[] item;
    private final int[] category;
    private final float[] columns;
    private final float[] ratings;
    private final float[] implicit;
    private final float[] explicit;
    private final float[] recent;
    private final float[] barred;
    private final long[] chosen;
    private final float[] weights;
    private int chosenRows;
    private float weight;
    private int chunk;
    private int row;

    Rows(int chunks, int rows) {
      user = new int[chunks];
      chunkOfRow = new int[rows];
      item = new int[rows];
      category = new int[rows * categories];
      columns = new float[rows * width];
      ratings = new float[rows];
      boolean summed = config.history() && config.embeddingSize() > 0;
      implicit = new float[summed ? chunks * scores : 0];
      explicit = new float[implicit.length];
      recent = new float[summed && ordered ? implicit.length : 0];
      barred = new float[config.objective().hasPreference() ? chunks * scores : 0];
      chosen = new long[rows];
      weights = new float[rows];
    }

    void add(int added, RandomGenerator random) {
      int chunkOwner = chunkUser[added];
      int[] rest = held ? rest(added) : new int[0];
      for (int i = 0; i < rest.length && barred.length > 0; i++) {
        barred[chunk * scores + train.item(rest[i])] = BARRED;
      }
      if (arrivals != null) {
        // Nobody passes over what is not there yet.
        arrivals.after(latest(added), late -> barred[chunk * scores + late] = BARRED);
      }
      boolean hide = random.nextDouble() < config.idDropout();
      user[chunk] = hide ? train.users() : chunkOwner;
      if (hide) {
        // As many orders of magnitude get an equal share: the first few rows matter most.
        if (!ordered) {
          shuffle(rest, 0, rest.length, random);
        }
        int left = (int) Math.pow(rest.length + 1.0, random.nextDouble()) - 1;
        rest = Arrays.copyOf(rest, left);
      }
      // Half of the newcomers come without attributes, as those that a query describes do.
      int described = held && hide && random.nextBoolean() ? -1 : chunkOwner;
      History history = History.of(train, rest);
      if (implicit.length > 0) {
        double mean = encoder.withHistory(described, history).statistics().userMean(described);
        for (int i = 0; i < history.size(); i++) {
          int at = chunk * scores + history.item(i);
          implicit[at] = (float) history.weight();
          explicit[at] = (float) (history.weight() * (history.value(i) - mean));
        }
      }
      if (recent.length > 0) {
        addRecent(added, rest);
      }
      FeatureEncoder[] encoders = new FeatureEncoder[TrainingFeatures.FOLDS];
      for (int fold = 0; fold < encoders.length; fold++) {
        FeatureEncoder outOfFold = features.outOfFold(fold);
        encoders[fold] = held ? outOfFold.withHistory(described, history) : outOfFold;
      }
      for (int i = chunkStart[added]; i < chunkEnd[added]; i++) {
        addRow(order[i], described, encoders[features.fold(order[i])], random);
      }
      chunk++;
    }

    /** The time of the last of a chunk's rows. */
    private long latest(int added) {
      long latest = Long.MIN_VALUE;
      for (int i = chunkStart[added]; i < chunkEnd[added]; i++) {
        latest = Math.max(latest, train.time(order[i]));
      }
      return latest;
    }

    /** Weighs rows by how many others are between them and the chunk. */
    private void addRecent(int added, int[] rest) {
      double decay = config.decay();
      double[] powers = new double[rest.length];
      double squares = 0;
      for (int i = 0; i < rest.length; i++) {
        powers[i] = Math.pow(decay, distance(added, rest[i]));
        squares += powers[i] * powers[i];
      }
      for (int i = 0; i < rest.length; i++) {
        recent[chunk * scores + train.item(rest[i])] = (float) (powers[i] / Math.sqrt(squares));
      }
    }

    private int distance(int added, int position) {
      return position < chunkStart[added]
          ? chunkStart[added] - 1 - position
          : position - chunkEnd[added];
    }

    /**
     * The positions of the user's rows that are not in the chunk; if ordered, the nearest first.
     */
    private int[] rest(int added) {
      int start = train.start(chunkUser[added]);
      int end = train.end(chunkUser[added]);
      int[] rest = new int[end - start - (chunkEnd[added] - chunkStart[added])];
      System.arraycopy(order, start, rest, 0, chunkStart[added] - start);
      System.arraycopy(
          order, chunkEnd[added], rest, chunkStart[added] - start, end - chunkEnd[added]);
      return ordered ? nearestFirst(rest, added) : rest;
    }

    private int[] nearestFirst(int[] rest, int added) {
      int before = chunkStart[added] - 1;
      int after = chunkEnd[added];
      for (int i = 0; i < rest.length; i++) {
        boolean earlier = before >= train.start(chunkUser[added]);
        boolean later = after < train.end(chunkUser[added]);
        rest[i] = earlier && (!later || i % 2 == 0) ? before-- : after++;
      }
      return rest;
    }

    private void addRow(
        int position, int rowUser, FeatureEncoder outOfFold, RandomGenerator random) {
      int rowItem = train.item(position);
      ratings[row] = train.value(position);
      float rowWeight = liking.of(ratings[row]);
      if (rowWeight > 0) {
        weights[chosenRows] = rowWeight;
        chosen[chosenRows++] = (long) chunk * scores + rowItem;
        weight += rowWeight;
      }
      chunkOfRow[row] = chunk;
      item[row] = random.nextDouble() < config.idDropout() ? train.items() : rowItem;
      int at = row * categories;
      for (int c = 0; c < encoder.userCategories(); c++) {
        category[at++] = encoder.userCategory(c, rowUser);
      }
      for (int c = 0; c < encoder.itemCategories(); c++) {
        category[at++] = encoder.itemCategory(c, rowItem);
      }
      int offset = row * width;
      long time = train.time(position);
      outOfFold.encodeUser(rowUser, time, columns, offset);
      offset += encoder.userWidth();
      int itemWidth = encoder.itemWidth();
      System.arraycopy(
          itemColumns[features.fold(position)], rowItem * itemWidth, columns, offset, itemWidth);
      outOfFold.encodePair(rowUser, rowItem, time, columns, offset + itemWidth);
      row++;
    }

    Batch batch(NDManager manager) {
      NDList inputs =
          new NDList(
              named("users", manager.create(user)),
              named("chunks", manager.create(chunkOfRow)),
              named("items", manager.create(item)),
              named("columns", manager.create(columns, new Shape(row, width))));
      if (categories > 0) {
        inputs.add(named("categories", manager.create(category, new Shape(row, categories))));
      }
      Shape matrix = new Shape(chunk, scores);
      if (implicit.length > 0) {
        inputs.add(named("implicit", manager.create(implicit, matrix)));
        inputs.add(named("explicit", manager.create(explicit, matrix)));
      }
      if (recent.length > 0) {
        inputs.add(named("recent", manager.create(recent, matrix)));
      }
      if (barred.length > 0) {
        inputs.add(named("barred", manager.create(barred, matrix)));
      }
      for (int i = 0; i < chosenRows; i++) {
        weights[i] /= weight;
      }
      Targets targets =
          new Targets(Arrays.copyOf(chosen, chosenRows), Arrays.copyOf(weights, chosenRows));
      return new Batch(inputs, new RatingColumn(ratings), targets);
    }
  }

  private static NDArray named(String name, NDArray array) {
    array.setName(name);
    return array;
  }
}
