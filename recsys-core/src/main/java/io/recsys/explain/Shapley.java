package io.recsys.explain;

import java.util.Arrays;
import java.util.Random;

/**
 * The Shapley values of a game: what each of some groups adds to a value, in the mean over all
 * orders in which the groups may come. The values add up to {@code all() - none()}; a group that
 * never changes anything has exactly 0, and where they are exact, two groups that always change the
 * same have the same.
 *
 * <p>After Shapley, "A value for n-person games", 1953; sampled as by Castro, Gomez and Tejada,
 * "Polynomial calculation of the Shapley value based on sampling", 2009, in antithetic pairs as by
 * Mitchell, Cooper, Frank and Holmes, "Sampling permutations for Shapley value estimation", 2022: a
 * pair takes what groups do alone and by twos without error. Immutable.
 */
public final class Shapley {
  private final double none;
  private final double all;
  private final double[] values;
  private final double[] errors;

  /** A function of a set of groups. */
  @FunctionalInterface
  public interface Game {
    /**
     * The values of many sets at once.
     *
     * @param sets for each set whether a group is in it, by the group's number
     * @return a value for each set, in order
     */
    double[] values(boolean[][] sets);
  }

  private Shapley(double none, double all, double[] values, double[] errors) {
    this.none = none;
    this.all = all;
    this.values = values;
    this.errors = errors;
  }

  /** All sets of so many groups are held at once. */
  private static final int MOST_EXACT = 16;

  /**
   * The Shapley values of a game: exact where groups are few and that asks for no more values than
   * sampling does, else sampled. The game is asked in the calling thread.
   *
   * @param groups the number of groups, 0 or more
   * @param pairs the number of orders drawn, each of which counts forward and backward, 2 or more;
   *     the game is asked for some {@code 2 pairs groups} values
   * @param seed what the orders derive from
   * @throws IllegalArgumentException if a number is out of its range, or the game does not give one
   *     value a set
   */
  public static Shapley of(int groups, Game game, int pairs, long seed) {
    if (groups < 0) {
      throw new IllegalArgumentException("groups: " + groups + ", must be 0 or more");
    }
    if (pairs < 2) {
      throw new IllegalArgumentException(
          "pairs: " + pairs + ", must be 2 or more, for an error to be told");
    }
    long asked = 2 + 2L * pairs * Math.max(0, groups - 1);
    boolean isSmall = groups <= MOST_EXACT && 1L << groups <= asked;
    return isSmall ? exact(groups, game) : sampled(groups, game, pairs, seed);
  }

  static Shapley exact(int groups, Game game) {
    boolean[][] sets = new boolean[1 << groups][groups];
    for (int set = 0; set < sets.length; set++) {
      for (int group = 0; group < groups; group++) {
        sets[set][group] = (set >> group & 1) == 1;
      }
    }
    double[] value = ask(game, sets);
    double[] shares = new double[groups];
    for (int set = 0; set < sets.length; set++) {
      double weight = weight(Integer.bitCount(set), groups);
      for (int group = 0; group < groups; group++) {
        if (!sets[set][group]) {
          shares[group] += weight * (value[set | 1 << group] - value[set]);
        }
      }
    }
    return new Shapley(value[0], value[value.length - 1], shares, new double[groups]);
  }

  /** The share of orders in which those of a set come first and one certain group next. */
  private static double weight(int size, int groups) {
    double orders = groups;
    for (int i = 1; i <= size; i++) {
      orders *= (groups - i) / (double) i;
    }
    return 1 / orders;
  }

  static Shapley sampled(int groups, Game game, int pairs, long seed) {
    double[] ends = ask(game, new boolean[][] {new boolean[groups], all(groups)});
    Random random = new Random(seed);
    int[] order = new int[groups];
    Arrays.setAll(order, group -> group);
    double[] mean = new double[groups];
    double[] squares = new double[groups];
    for (int pair = 1; pair <= pairs; pair++) {
      shuffle(order, random);
      double[] value = ask(game, beginnings(order));
      double[] forward = chain(ends, value, 0);
      double[] backward = chain(ends, value, groups - 1);
      for (int place = 0; place < groups; place++) {
        double before = forward[place + 1] - forward[place];
        double after = backward[groups - place] - backward[groups - place - 1];
        double difference = (before + after) / 2 - mean[order[place]];
        mean[order[place]] += difference / pair;
        squares[order[place]] += difference * difference * (pair - 1) / pair;
      }
    }
    double[] errors = new double[groups];
    Arrays.setAll(errors, group -> Math.sqrt(squares[group] / (pairs - 1) / pairs));
    return new Shapley(ends[0], ends[1], mean, errors);
  }

  private static boolean[] all(int groups) {
    boolean[] all = new boolean[groups];
    Arrays.fill(all, true);
    return all;
  }

  /** Puts an order into another, each as likely as the next. */
  private static void shuffle(int[] order, Random random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int other = order[j];
      order[j] = order[i];
      order[i] = other;
    }
  }

  /** The first one, two and more of an order but not all, then the same of the order backward. */
  private static boolean[][] beginnings(int[] order) {
    int last = order.length - 1;
    boolean[][] sets = new boolean[2 * last][order.length];
    for (int set = 0; set < last; set++) {
      for (int i = 0; i <= set; i++) {
        sets[set][order[i]] = true;
        sets[last + set][order[last - i]] = true;
      }
    }
    return sets;
  }

  /** The values of an order's beginnings, with those of none and of all at the ends. */
  private static double[] chain(double[] ends, double[] value, int first) {
    int groups = value.length / 2 + 1;
    double[] chain = new double[groups + 1];
    System.arraycopy(value, first, chain, 1, groups - 1);
    chain[0] = ends[0];
    chain[groups] = ends[1];
    return chain;
  }

  private static double[] ask(Game game, boolean[][] sets) {
    double[] values = game.values(sets);
    if (values.length != sets.length) {
      throw new IllegalArgumentException(
          "game: gave %d values for %d sets, must give one each"
              .formatted(values.length, sets.length));
    }
    return values;
  }

  /** The number of groups. */
  public int groups() {
    return values.length;
  }

  /** The value of no group at all. */
  public double none() {
    return none;
  }

  /** The value of all groups together. */
  public double all() {
    return all;
  }

  /** What a group adds, by its number from 0. */
  public double value(int group) {
    return values[group];
  }

  /**
   * The standard error of what a group adds, over the orders that might have been drawn; 0 where
   * the values are exact.
   */
  public double standardError(int group) {
    return errors[group];
  }

  @Override
  public String toString() {
    return "Shapley" + Arrays.toString(values);
  }
}
