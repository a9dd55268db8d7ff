package io.recsys.source;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.split.CandidateLists;
import io.recsys.split.Leak;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data in its two parts, with all that a training wants to know of it.
 *
 * @param split the parts
 * @param wholeHash the hash of both parts together
 * @param validation how to cut validation rows from the training part, so that they relate to the
 *     rest as the test part relates to the training part
 * @param candidates the items to rank for each user, where the split prescribes them, else null
 */
public record LoadedParts(
    Split split, String wholeHash, SplitStrategy validation, @Nullable CandidateLists candidates) {
  private static final double TRAIN_SHARE = 0.9;

  /**
   * Parts as read, and how the reading went.
   *
   * @param parts the parts
   * @param report the counts of what was read, dropped and missing
   */
  public record Read(LoadedParts parts, ReadReport report) {
    /** What there is to train and test on, and what was mended on the way, a sentence each. */
    public List<String> sentences() {
      List<String> sentences = new ArrayList<>();
      Split split = parts.split();
      Dataset train = split.train();
      sentences.add(
          "%s, split %s: %d users, %d items, %d ratings to train on, %d to test on"
              .formatted(
                  train.name(),
                  split.name(),
                  train.users().size(),
                  train.items().size(),
                  train.interactions().size(),
                  split.test().size()));
      if (split.test().size() > 0) {
        sentences.add(split.leak().sentence());
      }
      sentences.addAll(report.remarks());
      return sentences;
    }
  }

  /**
   * The parts of a source.
   *
   * @param name the split's name: one that the source reads, or one that {@link
   *     SplitStrategy#parse} does
   * @param seed what the split draws by, where it draws
   * @throws IllegalArgumentException if neither knows the name, or the split does not suit the data
   */
  public static Read read(RatingsSource source, String name, long seed, ReadOptions options)
      throws IOException {
    if (source.readsSplit(name)) {
      LoadedSplit loaded = source.readSplit(name, options);
      return new Read(prescribed(loaded), loaded.report());
    }
    // Told apart before a large file is read.
    SplitStrategy strategy = SplitStrategy.parse(name);
    LoadedData loaded = source.read(options);
    return new Read(drawn(loaded.dataset(), strategy, seed), loaded.report());
  }

  /** The parts of a source by the split that fits its data. */
  public static Read read(RatingsSource source, long seed, ReadOptions options) throws IOException {
    LoadedData loaded = source.read(options);
    Dataset whole = loaded.dataset();
    return new Read(drawn(whole, SplitStrategy.defaultFor(whole), seed), loaded.report());
  }

  /** The parts that a strategy makes of a data set. */
  public static LoadedParts drawn(Dataset whole, SplitStrategy strategy, long seed) {
    // A model to ship will be asked for what comes next.
    boolean ships = strategy.equals(SplitStrategy.all()) && whole.interactions().hasTimes();
    SplitStrategy validation =
        ships ? SplitStrategy.perUserTemporal(TRAIN_SHARE) : strategy.validation();
    return new LoadedParts(strategy.split(whole, seed), whole.hash(), validation, null);
  }

  /** The parts that the data's source prescribes. */
  public static LoadedParts prescribed(LoadedSplit loaded) {
    Split split = loaded.split();
    boolean isLater =
        split.leak() == Leak.FUTURE_OF_OTHERS && split.train().interactions().hasTimes();
    return new LoadedParts(
        split,
        split.train().hashWith(split.test()),
        isLater ? SplitStrategy.perUserTemporal(TRAIN_SHARE) : SplitStrategy.random(TRAIN_SHARE),
        loaded.candidates());
  }

  /** Both parts together. */
  public Dataset whole() {
    return split.test().size() == 0 ? split.train() : union(split);
  }

  private static Dataset union(Split split) {
    Dataset train = split.train();
    Interactions.Builder rows = Interactions.builder();
    add(train.interactions(), rows);
    add(split.test(), rows);
    boolean timed = train.interactions().hasTimes();
    Interactions all = rows.build(train.users().size(), train.items().size(), timed);
    return train.withInteractions(all);
  }

  private static void add(Interactions from, Interactions.Builder to) {
    for (int user = 0; user < from.users(); user++) {
      for (int position = from.start(user); position < from.end(user); position++) {
        to.add(user, from.item(position), from.value(position), from.time(position));
      }
    }
  }
}
