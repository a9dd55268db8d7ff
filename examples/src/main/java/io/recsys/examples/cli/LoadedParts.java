package io.recsys.examples.cli;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.source.LoadedSplit;
import io.recsys.split.CandidateLists;
import io.recsys.split.Leak;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Data in its two parts.
 *
 * @param split the parts
 * @param wholeHash the hash of both parts together
 * @param validation how to cut validation rows from the training part, so that they relate to the
 *     rest as the test part relates to the training part
 * @param candidates the items to rank for each user, where the split prescribes them, else null
 */
record LoadedParts(
    Split split, String wholeHash, SplitStrategy validation, @Nullable CandidateLists candidates) {
  private static final double TRAIN_SHARE = 0.9;

  /** The parts that a strategy made of a data set. */
  static LoadedParts drawn(Split split, Dataset whole, SplitStrategy strategy) {
    // A model to ship will be asked for what comes next.
    boolean ships = strategy.equals(SplitStrategy.all()) && whole.interactions().hasTimes();
    SplitStrategy validation =
        ships ? SplitStrategy.perUserTemporal(TRAIN_SHARE) : strategy.validation();
    return new LoadedParts(split, whole.hash(), validation, null);
  }

  /** The parts that the data's source prescribes. */
  static LoadedParts prescribed(LoadedSplit loaded) {
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
  Dataset whole() {
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
