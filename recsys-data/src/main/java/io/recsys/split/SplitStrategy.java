package io.recsys.split;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A named rule that divides a data set's rows into a training and a test part.
 *
 * <p>The parts are disjoint and together hold every row. The rules differ in what they leak, which
 * each case states: a figure means little without the name of its rule. The same class cuts
 * validation rows from a training part: {@code strategy.split(split.train(), seed)}. Strategies are
 * values, safe for any number of threads.
 */
public sealed interface SplitStrategy {
  /** The name that {@link #parse} reads back as an equal strategy, for example {@code all}. */
  String name();

  /**
   * The division of a data set's rows. The same data and seed give the same parts on any machine.
   *
   * @param seed what {@link RandomRows} draws by; the other strategies draw nothing
   * @throws IllegalArgumentException if the strategy needs times and the data has none, or if a
   *     part would be empty (but for the test part of {@link AllTrain})
   */
  Split split(Dataset data, long seed);

  /** The strategy {@link RandomRows}. */
  static SplitStrategy random(double trainShare) {
    return new RandomRows(trainShare);
  }

  /** The strategy {@link Temporal}. */
  static SplitStrategy temporal(double trainShare) {
    return new Temporal(trainShare);
  }

  /** The strategy {@link PerUserTemporal}. */
  static SplitStrategy perUserTemporal(double trainShare) {
    return new PerUserTemporal(trainShare);
  }

  /** The strategy {@link LeaveLastOut}. */
  static SplitStrategy leaveLastOut() {
    return new LeaveLastOut();
  }

  /** The strategy {@link AllTrain}. */
  static SplitStrategy all() {
    return new AllTrain();
  }

  /**
   * The strategy of a name: {@code random(0.8)}, {@code temporal(0.8)}, {@code
   * per-user-temporal(0.8)} with any share between 0 and 1, {@code leave-last-out}, {@code all}.
   *
   * <p>Divisions that come with the data, as {@code u1} to {@code u5}, {@code ua}, {@code ub} and
   * {@code file:ROWS}, are no strategies: a data source reads them.
   *
   * @throws IllegalArgumentException if the name is none of these
   */
  static SplitStrategy parse(String name) {
    Matcher matcher = Pattern.compile("([a-z-]+)(?:\\(([^()]*)\\))?").matcher(name.strip());
    String rule = matcher.matches() ? matcher.group(1) : "";
    String share = matcher.matches() ? matcher.group(2) : null;
    if (share == null) {
      return switch (rule) {
        case "leave-last-out" -> leaveLastOut();
        case "all" -> all();
        default -> throw Cut.unknown(name);
      };
    }
    return switch (rule) {
      case "random" -> random(Cut.share(name, share));
      case "temporal" -> temporal(Cut.share(name, share));
      case "per-user-temporal" -> perUserTemporal(Cut.share(name, share));
      default -> throw Cut.unknown(name);
    };
  }

  /**
   * Rows drawn at random: {@code floor(trainShare * rows)} of them train.
   *
   * <p>Leaks the future: a model learns from what the same users did, and how items fared, after
   * the rows it is judged by. Its figures compare models with published ones; they do not foretell
   * how a model does in service.
   *
   * @param trainShare the share of rows that train, between 0 and 1, both excluded
   */
  record RandomRows(double trainShare) implements SplitStrategy {
    /** Checks the share. */
    public RandomRows {
      Cut.check(trainShare);
    }

    @Override
    public String name() {
      return "random(" + trainShare + ")";
    }

    @Override
    public Split split(Dataset data, long seed) {
      int rows = data.interactions().size();
      return Cut.split(this, data, Cut.draw(rows, Cut.floor(trainShare, rows), seed));
    }
  }

  /**
   * Everybody's rows cut at one moment: of all rows in order of time, then user id, then item id,
   * the first {@code floor(trainShare * rows)} train.
   *
   * <p>Leaks nothing: no training row is later than a test row, though rows of the very second of
   * the cut may fall on both sides. It is hard: users and items that came after the cut are cold,
   * and often make up most of the test part; see {@link Split#counts}.
   *
   * @param trainShare the share of rows that train, between 0 and 1, both excluded
   */
  record Temporal(double trainShare) implements SplitStrategy {
    /** Checks the share. */
    public Temporal {
      Cut.check(trainShare);
    }

    @Override
    public String name() {
      return "temporal(" + trainShare + ")";
    }

    @Override
    public Split split(Dataset data, long seed) {
      Interactions rows = Cut.timed(this, data);
      return Cut.split(this, data, Cut.earliest(rows, Cut.floor(trainShare, rows.size())));
    }
  }

  /**
   * Each user's rows cut at a moment of their own: of a user's rows in order of time, then item id,
   * the first {@code ceil(trainShare * rows)} train, so every user trains.
   *
   * <p>Leaks across users: a model learns from what others did after the rows it is judged by, so
   * trends and the fate of new items are known to it. A user's own future is not.
   *
   * @param trainShare the share of each user's rows that train, between 0 and 1, both excluded
   */
  record PerUserTemporal(double trainShare) implements SplitStrategy {
    /** Checks the share. */
    public PerUserTemporal {
      Cut.check(trainShare);
    }

    @Override
    public String name() {
      return "per-user-temporal(" + trainShare + ")";
    }

    @Override
    public Split split(Dataset data, long seed) {
      Interactions rows = Cut.timed(this, data);
      BitSet train = new BitSet(rows.size());
      for (int user = 0; user < rows.users(); user++) {
        train.set(rows.start(user), rows.start(user) + Cut.ceil(trainShare, rows.count(user)));
      }
      return Cut.split(this, data, train);
    }
  }

  /**
   * Each user's last row, in order of time, then item id, tests; the rest trains. A user with a
   * single row keeps it in the training part.
   *
   * <p>Leaks across users, as {@link PerUserTemporal} does. Every user weighs the same, and one row
   * a user makes noisy figures.
   */
  record LeaveLastOut() implements SplitStrategy {
    @Override
    public String name() {
      return "leave-last-out";
    }

    @Override
    public Split split(Dataset data, long seed) {
      Interactions rows = Cut.timed(this, data);
      BitSet train = new BitSet(rows.size());
      for (int user = 0; user < rows.users(); user++) {
        train.set(rows.start(user), rows.end(user));
        if (rows.count(user) > 1) {
          train.clear(rows.end(user) - 1);
        }
      }
      return Cut.split(this, data, train);
    }
  }

  /**
   * Every row trains and none tests: for the model to ship. There is nothing left to measure it by.
   */
  record AllTrain() implements SplitStrategy {
    @Override
    public String name() {
      return "all";
    }

    @Override
    public Split split(Dataset data, long seed) {
      return new Split(name(), data, data.interactions().filter(position -> false));
    }
  }
}
