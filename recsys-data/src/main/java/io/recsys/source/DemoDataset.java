package io.recsys.source;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * An invented data set with a known truth, free to use and to pass on.
 *
 * <p>Users and items are points in a space of tastes: an item is near its genres, a user near some
 * favorite genres and near what people of the same age and gender like. A rating on the scale 1 to
 * 5 is 3.2 plus the user's generosity, the item's quality, the nearness of the two points, and
 * noise with a standard deviation of 0.8; even one who knew the truth would miss by about 0.85
 * (RMSE). Users meet famous items more often, and those to their taste much more often, so
 * popularity has a long tail and a personal ranking beats it clearly.
 *
 * <p>Attributes have the columns of {@link MovieLens}, without zip codes: title with year, genres,
 * release; age, gender, occupation. Ratings come in sessions over the two years from 2022 on, after
 * every item's release. The same size and seed give the same data set on every machine.
 */
public final class DemoDataset {
  private static final RatingScale SCALE = new RatingScale(1, 5);
  private static final double MEAN = 2.5;
  private static final double STARS_PER_AFFINITY = 0.55;
  private static final double CHOICE_PER_AFFINITY = 3.0;
  private static final double NOISE = 0.82;
  private static final double COUNT_SPREAD = 0.7;
  private static final double LARGEST_SHARE = 0.6;
  private static final long FIRST_TIME = Instant.parse("2022-01-01T00:00:00Z").getEpochSecond();
  private static final long DAY = 86_400;
  private static final int DAYS = 730;
  private static final int SESSION = 20;

  private final Random random;
  private final DemoItems items;
  private final DemoUsers users;
  private final Size size;

  /** The users and items of a size and seed, before anyone has rated anything. */
  DemoDataset(Size size, long seed) {
    this.size = size;
    random = new Random(seed);
    DemoTastes tastes = new DemoTastes(random);
    items = new DemoItems(size.items(), tastes, random);
    users = new DemoUsers(size.users(), tastes, random);
  }

  /** The demo data set of the default size. */
  public static Dataset generate(long seed) {
    return generate(Size.defaults(), seed);
  }

  /** A demo data set of another size. */
  public static Dataset generate(Size size, long seed) {
    DemoDataset demo = new DemoDataset(size, seed);
    return new Dataset(
        "demo",
        numbered(size.users()),
        numbered(size.items()),
        demo.users.attributes(),
        demo.items.attributes(),
        demo.ratings(),
        SCALE);
  }

  private static Vocabulary numbered(int count) {
    return Vocabulary.of(IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList());
  }

  private Interactions ratings() {
    Interactions.Builder ratings = Interactions.builder();
    double mean = (double) size.ratings() / size.users();
    for (int user = 0; user < size.users(); user++) {
      // The factor keeps the mean of the log-normal numbers where it belongs.
      double draw =
          StrictMath.exp(COUNT_SPREAD * random.nextGaussian() - COUNT_SPREAD * COUNT_SPREAD / 2);
      int most = (int) Math.max(1, LARGEST_SHARE * size.items());
      int least = (int) Math.min(most, Math.max(1, mean / 5));
      int count = (int) Math.max(least, Math.min(most, Math.round(mean * draw)));
      rate(user, chosen(user, count), ratings);
    }
    return ratings.build(size.users(), size.items(), true);
  }

  /**
   * The items that a user meets: a draw without replacement, weighted by fame and affinity.
   *
   * <p>Efraimidis and Spirakis, Weighted random sampling with a reservoir, 2006.
   */
  private int[] chosen(int user, int count) {
    double[] keys = new double[size.items()];
    for (int item = 0; item < keys.length; item++) {
      double weight = items.fame(item) * StrictMath.exp(CHOICE_PER_AFFINITY * affinity(user, item));
      keys[item] = -StrictMath.log(1 - random.nextDouble()) / weight;
    }
    double[] sorted = keys.clone();
    Arrays.sort(sorted);
    double last = sorted[count - 1];
    int[] chosen = IntStream.range(0, keys.length).filter(item -> keys[item] <= last).toArray();
    for (int i = chosen.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int item = chosen[i];
      chosen[i] = chosen[other];
      chosen[other] = item;
    }
    return chosen;
  }

  private void rate(int user, int[] chosen, Interactions.Builder ratings) {
    int day = random.nextInt(DAYS);
    long time = evening(day);
    for (int i = 0; i < chosen.length; i++) {
      if (i > 0 && random.nextInt(SESSION) == 0) {
        day = day + random.nextInt(DAYS - day);
        time = Math.max(time, evening(day));
      }
      time += 10 + random.nextInt(120);
      double stars = stars(user, chosen[i]) + NOISE * random.nextGaussian();
      ratings.add(user, chosen[i], (float) SCALE.clip(Math.rint(stars)), time);
    }
  }

  /** The rating that is planted, before noise, rounding and the ends of the scale. */
  double stars(int user, int item) {
    return MEAN
        + users.generosity(user)
        + items.quality(item)
        + STARS_PER_AFFINITY * affinity(user, item);
  }

  private double affinity(int user, int item) {
    return DemoTastes.affinity(users.taste(user), items.character(item));
  }

  private long evening(int day) {
    double hour = Math.min(23.5, Math.max(0, 19 + 3 * random.nextGaussian()));
    return FIRST_TIME + day * DAY + (long) (hour * 3600);
  }

  /**
   * How large a demo data set is.
   *
   * @param users the number of users, at least 1
   * @param items the number of items, at least 2
   * @param ratings the number of ratings aimed at; what is drawn lies within some 10 % of it
   */
  public record Size(int users, int items, int ratings) {
    /** Checks that so many ratings can be drawn. */
    public Size {
      if (users < 1 || items < 2) {
        throw new IllegalArgumentException(
            "users and items: "
                + users
                + ", "
                + items
                + "; at least 1 user and 2 items are needed");
      }
      if (ratings < users || ratings > 0.3 * users * items) {
        throw new IllegalArgumentException(
            "ratings: " + ratings + " is not between the number of users and 30 % of all pairs");
      }
    }

    /** 600 users, 500 items and some 45,000 ratings. */
    public static Size defaults() {
      return new Size(600, 500, 45_000);
    }

    /** The same size with another number of users. */
    public Size withUsers(int count) {
      return new Size(count, items, ratings);
    }

    /** The same size with another number of items. */
    public Size withItems(int count) {
      return new Size(users, count, ratings);
    }

    /** The same size with another number of ratings. */
    public Size withRatings(int count) {
      return new Size(users, items, count);
    }
  }
}
