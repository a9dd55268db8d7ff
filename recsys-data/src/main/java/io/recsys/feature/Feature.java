package io.recsys.feature;

/**
 * One column that the model sees, declared by what it means.
 *
 * <p>A feature belongs to a {@link Part}, which says what it depends on: a user (and the time of
 * asking), an item, or a pair. Numbers are standardized with the mean and deviation they have over
 * the training rows; what is missing becomes 0, the mean.
 */
public sealed interface Feature {
  /** What a feature depends on. */
  enum Part {
    /** On the user alone. */
    USER,
    /** On the item alone. */
    ITEM,
    /** On the user and the time, or on the time alone. */
    CONTEXT,
    /** On user, item and time together. */
    PAIR
  }

  /** The column's name, unique in a schema. */
  String name();

  /** What the feature depends on. */
  Part part();

  /** The formula in one line, for documentation and reports. */
  String formula();

  /**
   * A number attribute of a user or item, for example {@code age}.
   *
   * @param name the column's name
   * @param part {@link Part#USER} or {@link Part#ITEM}
   * @param attribute the attribute's name
   */
  record Numeric(String name, Part part, String attribute) implements Feature {
    @Override
    public String formula() {
      return attribute;
    }
  }

  /**
   * A text attribute with few values, turned into a small embedding learned with the model. Values
   * not seen in training share the index 0 with missing ones.
   *
   * @param name the column's name
   * @param part {@link Part#USER} or {@link Part#ITEM}
   * @param attribute the attribute's name
   */
  record Category(String name, Part part, String attribute) implements Feature {
    @Override
    public String formula() {
      return "index of " + attribute + " among the values seen in training, 0 if none of them";
    }
  }

  /**
   * The terms of a user or item as one weight a term: {@code 1/sqrt(n)} for each of an entity's
   * {@code n} terms, 0 for others, and missing where it has none. Content beside the engineered
   * columns.
   *
   * @param name the column's name
   * @param part {@link Part#USER} or {@link Part#ITEM}
   * @param attribute the attribute's name
   */
  record Terms(String name, Part part, String attribute) implements Feature {
    @Override
    public String formula() {
      return "1/sqrt(number of " + attribute + ") for each that applies";
    }
  }

  /**
   * The hour of the day or the day of the week, in UTC, as a point on the circle.
   *
   * @param name the column's name
   * @param period the length of the cycle
   * @param wave the coordinate
   */
  record Cycle(String name, Period period, Wave wave) implements Feature {
    /** The length of a cycle. */
    public enum Period {
      /** From midnight to midnight, continuous. */
      DAY(86_400, 0),
      /** From Monday 00:00 to Monday, continuous; the epoch began on a Thursday. */
      WEEK(604_800, 3 * 86_400);

      final long seconds;
      final long offset;

      Period(long seconds, long offset) {
        this.seconds = seconds;
        this.offset = offset;
      }
    }

    /** A coordinate on the circle. */
    public enum Wave {
      /** The sine. */
      SINE,
      /** The cosine. */
      COSINE
    }

    @Override
    public Part part() {
      return Part.CONTEXT;
    }

    @Override
    public String formula() {
      return (wave == Wave.SINE ? "sin" : "cos")
          + "(2 pi "
          + (period == Period.DAY ? "second of the day / 86400)" : "second of the week / 604800)");
    }

    double value(long time) {
      double angle =
          2 * Math.PI * Math.floorMod(time + period.offset, period.seconds) / period.seconds;
      return wave == Wave.SINE ? Math.sin(angle) : Math.cos(angle);
    }
  }

  /**
   * The time that has passed since something began, never below 0.
   *
   * @param name the column's name
   * @param since what began
   */
  record Elapsed(String name, Since since) implements Feature {
    /** A beginning. */
    public enum Since {
      /** The item's release, an attribute. */
      ITEM_RELEASE,
      /** The item's first interaction in training. */
      ITEM_FIRST,
      /** The user's first interaction in training. */
      USER_FIRST
    }

    @Override
    public Part part() {
      return since == Since.USER_FIRST ? Part.CONTEXT : Part.PAIR;
    }

    @Override
    public String formula() {
      return switch (since) {
        case ITEM_RELEASE -> "log(1 + days since the item's release)";
        case ITEM_FIRST -> "log(1 + days since the item's first interaction)";
        case USER_FIRST -> "log(1 + days since the user's first interaction)";
      };
    }
  }

  /**
   * A statistic of the values of a user's or item's interactions.
   *
   * @param name the column's name
   * @param part {@link Part#USER} or {@link Part#ITEM}
   * @param kind which statistic
   */
  record Statistic(String name, Part part, Kind kind) implements Feature {
    /** A statistic, smoothed towards the training mean {@code mu} and deviation {@code sigma}. */
    public enum Kind {
      /** {@code (sum + m mu) / (n + m)}, {@code m} = 5. */
      MEAN,
      /** {@code log(1 + n)}. */
      COUNT,
      /** {@code sqrt((sum of squared deviations from the own mean + m sigma^2) / (n + m))}. */
      SPREAD
    }

    @Override
    public String formula() {
      return switch (kind) {
        case MEAN -> "(sum + 5 mu) / (n + 5)";
        case COUNT -> "log(1 + n)";
        case SPREAD -> "sqrt((sum of squared deviations + 5 sigma^2) / (n + 5))";
      };
    }
  }

  /**
   * How much more than others things a user likes items with this item's terms: the mean over the
   * item's terms {@code g} of {@code (sum of values of the user's items with g - n_g m_u) / (n_g +
   * 5)}, where {@code m_u} is the user's smoothed mean.
   *
   * @param name the column's name
   * @param attribute the item attribute that holds the terms
   */
  record Affinity(String name, String attribute) implements Feature {
    @Override
    public Part part() {
      return Part.PAIR;
    }

    @Override
    public String formula() {
      return "mean over the item's " + attribute + " g of (sum_ug - n_ug m_u) / (n_ug + 5)";
    }
  }

  /**
   * How common an item's terms are: the mean over its terms of the share of training interactions
   * whose item has the term.
   *
   * @param name the column's name
   * @param attribute the item attribute that holds the terms
   */
  record TermShare(String name, String attribute) implements Feature {
    @Override
    public Part part() {
      return Part.ITEM;
    }

    @Override
    public String formula() {
      return "mean over the item's " + attribute + " g of (interactions with g) / (interactions)";
    }
  }

  /**
   * The share of an item's interactions that fall in the last 30 days of training, smoothed towards
   * the share over all items: {@code (n_recent + 5 p) / (n + 5)}.
   *
   * @param name the column's name
   */
  record RecentShare(String name) implements Feature {
    @Override
    public Part part() {
      return Part.ITEM;
    }

    @Override
    public String formula() {
      return "(interactions in the last 30 days of training + 5 p) / (n + 5)";
    }
  }
}
