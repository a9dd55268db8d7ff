package io.recsys.feature;

import io.recsys.data.AttributeTable;
import io.recsys.feature.Feature.Category;
import io.recsys.feature.Feature.Part;
import io.recsys.feature.Feature.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns users, items, times and pairs into the numbers that a model sees.
 *
 * <p>What depends on the user and the time, what depends on the item, and what depends on the pair
 * are encoded apart, so that a server computes the first once a request and the second once a
 * model. Everything takes the index -1 for someone or something unknown. Encoding allocates
 * nothing. Immutable and safe for any number of threads.
 */
public final class FeatureEncoder {
  private static final float[] NOTHING = new float[0];

  private final FittedFeatures fitted;
  private final InteractionStatistics statistics;
  private final int[][] itemTerms;
  private final Column[] userColumns;
  private final Column[] itemColumns;
  private final Column[] pairColumns;
  private final CategoryColumn[] userCategories;
  private final CategoryColumn[] itemCategories;

  /**
   * A column of numbers.
   *
   * @param ofAttribute whether it is of an attribute alone
   * @param terms what all columns of its feature are made of, which lie side by side; null for a
   *     feature of one column
   */
  record Column(
      String name,
      ColumnValue value,
      FittedFeatures.Scaling scaling,
      boolean ofAttribute,
      @Nullable TermRows terms) {
    float encode(InteractionStatistics statistics, int user, int item, long time) {
      return encode(value.of(statistics, user, item, time));
    }

    float encode(double raw) {
      float scaled = (float) ((raw - scaling.mean()) / scaling.deviation());
      // What is no number here would make every score that it enters none.
      return Float.isFinite(scaled) ? scaled : 0f;
    }
  }

  /** A column of category indices, one an entity. */
  static final class CategoryColumn {
    private final String name;
    private final int[] index;
    private final int unknown;
    private final int values;

    CategoryColumn(String name, int[] index, int unknown, int values) {
      this.name = name;
      this.index = index;
      this.unknown = unknown;
      this.values = values;
    }

    int at(int entity) {
      return entity < 0 ? unknown : index[entity];
    }
  }

  FeatureEncoder(
      FittedFeatures fitted,
      InteractionStatistics statistics,
      AttributeTable users,
      AttributeTable items) {
    this.fitted = fitted;
    this.statistics = statistics;
    Columns columns = new Columns(fitted, statistics.terms(), users, items);
    this.itemTerms = columns.statisticTerms();
    this.userColumns = columns.of(Part.USER, Part.CONTEXT);
    this.itemColumns = columns.of(Part.ITEM);
    this.pairColumns = columns.of(Part.PAIR);
    this.userCategories = columns.categories(Part.USER);
    this.itemCategories = columns.categories(Part.ITEM);
  }

  /**
   * The encoder stored as its parts.
   *
   * @throws IllegalArgumentException if the parts do not fit together
   */
  public static FeatureEncoder restore(
      FittedFeatures fitted,
      InteractionStatistics statistics,
      AttributeTable users,
      AttributeTable items) {
    return new FeatureEncoder(fitted, statistics, users, items);
  }

  private FeatureEncoder(
      FeatureEncoder other,
      InteractionStatistics statistics,
      Column[] userColumns,
      CategoryColumn[] userCategories) {
    this.fitted = other.fitted;
    this.statistics = statistics;
    this.itemTerms = other.itemTerms;
    this.userColumns = userColumns;
    this.itemColumns = other.itemColumns;
    this.pairColumns = other.pairColumns;
    this.userCategories = userCategories;
    this.itemCategories = other.itemCategories;
  }

  /** This encoder with the statistics of other interactions; shares the columns. */
  FeatureEncoder withStatistics(InteractionStatistics other) {
    return new FeatureEncoder(this, other, userColumns, userCategories);
  }

  /**
   * This encoder for one user of whom other interactions are known than in training; shares the
   * columns.
   *
   * @param user the user's index, -1 for someone unknown
   * @param history all that is to be known of the user
   */
  public FeatureEncoder withHistory(int user, History history) {
    return withStatistics(statistics.withHistory(user, history, itemTerms));
  }

  /** This encoder for one user of whom a history is known besides; shares the columns. */
  public FeatureEncoder withMore(int user, History history) {
    return withStatistics(statistics.withMore(user, history, itemTerms));
  }

  /**
   * This encoder for someone unknown, the user -1, with attributes; it knows the attributes of no
   * other user.
   *
   * @param attributes by name, as text: a number as Java reads it, terms with a bar between them
   * @throws IllegalArgumentException if a name is that of no attribute that the features are made
   *     of, or a text is no number where one is expected
   */
  public FeatureEncoder withAttributes(Map<String, String> attributes) {
    AttributeTable described = fitted.schema().describe(attributes);
    Columns columns = new Columns(fitted, described, AttributeTable.empty(0));
    return new FeatureEncoder(
        this, statistics, columns.of(Part.USER, Part.CONTEXT), columns.categories(Part.USER));
  }

  /** The schema and what fitting found. */
  public FittedFeatures fitted() {
    return fitted;
  }

  /** The statistics behind the interaction features. */
  public InteractionStatistics statistics() {
    return statistics;
  }

  /** The number of columns that depend on the user and the time. */
  public int userWidth() {
    return userColumns.length;
  }

  /** The number of columns that depend on the item. */
  public int itemWidth() {
    return itemColumns.length;
  }

  /** The number of columns that depend on the pair. */
  public int pairWidth() {
    return pairColumns.length;
  }

  /** The names of all columns of numbers, in the order user, item, pair. */
  public List<String> columnNames() {
    List<String> names = new ArrayList<>();
    for (Column[] part : List.of(userColumns, itemColumns, pairColumns)) {
      for (Column column : part) {
        names.add(column.name());
      }
    }
    return names;
  }

  /** The number of categories of users, each of which becomes a small embedding. */
  public int userCategories() {
    return userCategories.length;
  }

  /** The number of categories of items. */
  public int itemCategories() {
    return itemCategories.length;
  }

  /** The number of indices of a category of users, the 0 for unknown values included. */
  public int userCategorySize(int category) {
    return userCategories[category].values;
  }

  /** The number of indices of a category of items, the 0 for unknown values included. */
  public int itemCategorySize(int category) {
    return itemCategories[category].values;
  }

  /** The index of a user in a category, 0 if unknown. */
  public int userCategory(int category, int user) {
    return userCategories[category].at(user);
  }

  /** The index of an item in a category, 0 if unknown. */
  public int itemCategory(int category, int item) {
    return itemCategories[category].at(item);
  }

  /** The number of values of {@link #encodeAttributes}. */
  public int attributeWidth() {
    return attributeWidth(userCategories, userColumns);
  }

  /** The name of the feature that each value of {@link #encodeAttributes} is of. */
  public List<String> attributeNames() {
    List<String> names = new ArrayList<>();
    for (CategoryColumn category : userCategories) {
      names.addAll(Collections.nCopies(category.values - 1, category.name));
    }
    for (Column column : userColumns) {
      if (column.ofAttribute()) {
        names.addAll(List.of(column.name(), column.name()));
      }
    }
    return names;
  }

  /** The number of values of {@link #encodeItemAttributes}. */
  public int itemAttributeWidth() {
    return attributeWidth(itemCategories, itemColumns, pairColumns);
  }

  private static int attributeWidth(CategoryColumn[] categories, Column[]... parts) {
    int width = 0;
    for (CategoryColumn category : categories) {
      width += category.values - 1;
    }
    for (Column[] columns : parts) {
      for (Column column : columns) {
        width += column.ofAttribute() ? 2 : 0;
      }
    }
    return width;
  }

  /**
   * Writes what attributes alone say of a user, for linear models: a 1 at the place of the value of
   * each category, zeros where it is unknown, and each number, standardized and cut off at three
   * deviations, and its square.
   *
   * @return whether there is anything but zeros
   */
  public boolean encodeAttributes(int user, float[] out) {
    return encodeAttributes(user, NOTHING, out);
  }

  /**
   * The same with other numbers than zeros where an attribute is unknown.
   *
   * @param unknown what to write for each value of an unknown attribute, such as {@link
   *     #attributeMeans}; empty for zeros
   */
  public boolean encodeAttributes(int user, float[] unknown, float[] out) {
    return encodeAttributes(userCategories, user, unknown, out, user, -1, userColumns);
  }

  /**
   * The mean of each value of {@link #encodeAttributes} over the users with an interaction of whom
   * the attribute is known; 0 where it is of none.
   */
  public float[] attributeMeans() {
    float[] unknown = new float[attributeWidth()];
    Arrays.fill(unknown, Float.NaN);
    float[] values = new float[unknown.length];
    double[] sums = new double[unknown.length];
    int[] counts = new int[unknown.length];
    for (int user = 0; user < statistics.users(); user++) {
      if (statistics.userCount(user) > 0) {
        encodeAttributes(user, unknown, values);
        for (int i = 0; i < values.length; i++) {
          sums[i] += Float.isNaN(values[i]) ? 0 : values[i];
          counts[i] += Float.isNaN(values[i]) ? 0 : 1;
        }
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (sums[i] / Math.max(1, counts[i]));
    }
    return values;
  }

  /**
   * The same as {@link #encodeAttributes} of an item, its age at the end of training included.
   *
   * @return whether there is anything but zeros
   */
  public boolean encodeItemAttributes(int item, float[] out) {
    return encodeAttributes(itemCategories, item, NOTHING, out, -1, item, itemColumns, pairColumns);
  }

  private boolean encodeAttributes(
      CategoryColumn[] categories,
      int row,
      float[] unknown,
      float[] out,
      int user,
      int item,
      Column[]... parts) {
    Arrays.fill(out, 0);
    System.arraycopy(unknown, 0, out, 0, unknown.length);
    boolean any = false;
    int at = 0;
    for (CategoryColumn category : categories) {
      int value = category.at(row);
      if (value > 0) {
        Arrays.fill(out, at, at + category.values - 1, 0);
        out[at + value - 1] = 1;
        any = true;
      }
      at += category.values - 1;
    }
    long time = statistics.lastTime();
    for (Column[] columns : parts) {
      for (int i = 0; i < columns.length; ) {
        Column column = columns[i];
        TermRows terms = column.terms();
        if (terms != null) {
          any |= terms.writeSquares(user, item, out, at);
          at += 2 * terms.width();
          i += terms.width();
          continue;
        }
        if (column.ofAttribute()) {
          double raw = column.value().of(statistics, user, item, time);
          float number = Math.max(-3, Math.min(3, column.encode(raw)));
          if (!Double.isNaN(raw)) {
            out[at] = number;
            out[at + 1] = number * number;
          }
          at += 2;
          any |= number != 0;
        }
        i++;
      }
    }
    return any;
  }

  /**
   * The time as of which a user is asked about when a query names none: that of the user's last
   * training interaction, the end of training for an unknown user.
   */
  public long defaultTime(int user) {
    return statistics.userLastTime(user);
  }

  /** Writes the columns of a user at a time, {@link #userWidth()} floats from {@code offset} on. */
  public void encodeUser(int user, long time, float[] out, int offset) {
    encode(userColumns, user, -1, time, out, offset);
  }

  /** Writes the columns of an item, {@link #itemWidth()} floats from {@code offset} on. */
  public void encodeItem(int item, float[] out, int offset) {
    encode(itemColumns, -1, item, 0, out, offset);
  }

  /** One of the columns of {@link #encodeItem}. */
  public float itemColumn(int item, int column) {
    return itemColumns[column].encode(statistics, -1, item, clamped(0));
  }

  /** Writes the columns of a pair at a time, {@link #pairWidth()} floats from {@code offset} on. */
  public void encodePair(int user, int item, long time, float[] out, int offset) {
    encode(pairColumns, user, item, time, out, offset);
  }

  private void encode(Column[] columns, int user, int item, long time, float[] out, int offset) {
    long clamped = clamped(time);
    for (int i = 0; i < columns.length; ) {
      TermRows terms = columns[i].terms();
      if (terms == null) {
        out[offset + i] = columns[i].encode(statistics, user, item, clamped);
        i++;
      } else {
        terms.write(user, item, out, offset + i);
        i += terms.width();
      }
    }
  }

  private long clamped(long time) {
    return Math.max(statistics.firstTime(), Math.min(statistics.lastTime(), time));
  }

  Column[] columns() {
    List<Column> all = new ArrayList<>();
    for (Column[] part : List.of(userColumns, itemColumns, pairColumns)) {
      all.addAll(List.of(part));
    }
    return all.toArray(new Column[0]);
  }

  /** Whether a feature becomes columns of numbers that are standardized. */
  static boolean isScaled(Feature feature) {
    return !(feature instanceof Category) && !(feature instanceof Terms);
  }
}
