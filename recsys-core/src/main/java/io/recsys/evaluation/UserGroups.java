package io.recsys.evaluation;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Users in disjoint groups, such as by gender or by how active they are, to see for whom a model
 * works. Immutable and safe for any number of threads.
 */
public final class UserGroups {
  private static final String UNKNOWN = "unknown";

  private final String name;
  private final List<String> groups;
  private final Map<String, String> groupOf;

  private UserGroups(String name, Set<String> groups, Map<String, String> groupOf) {
    this.name = name;
    this.groups = List.copyOf(groups);
    this.groupOf = groupOf;
  }

  /**
   * Groups by the text or the list of terms in a column of user attributes, in order of text; users
   * without it are {@code unknown}.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public static UserGroups byAttribute(Dataset data, String column) {
    AttributeTable attributes = data.userAttributes();
    AttributeTable.Type type = attributes.type(column);
    Map<String, String> groupOf = new HashMap<>();
    for (int user = 0; user < data.users().size(); user++) {
      String group =
          switch (type) {
            case TEXT -> attributes.text(column, user);
            case TERMS -> String.join(", ", attributes.terms(column, user));
            case NUMBER -> text(attributes.number(column, user));
          };
      groupOf.put(data.users().id(user), group == null || group.isEmpty() ? UNKNOWN : group);
    }
    return new UserGroups(column, new TreeSet<>(groupOf.values()), groupOf);
  }

  /**
   * Bands of a column of numbers, such as of ages: below the first bound, from each bound to below
   * the next, and from the last up; users without a number are {@code unknown}.
   *
   * @param bounds where bands begin, rising
   * @throws IllegalArgumentException if there is no such column
   */
  public static UserGroups byBand(Dataset data, String column, double... bounds) {
    double[] rising = bounds.clone();
    Arrays.sort(rising);
    if (bounds.length == 0 || !Arrays.equals(rising, bounds)) {
      throw new IllegalArgumentException(
          "bounds: " + Arrays.toString(bounds) + " do not rise; give one or more, lowest first");
    }
    Set<String> groups = new LinkedHashSet<>();
    for (int band = 0; band <= bounds.length; band++) {
      groups.add(band(bounds, band));
    }
    groups.add(UNKNOWN);
    Map<String, String> groupOf = new HashMap<>();
    for (int user = 0; user < data.users().size(); user++) {
      double number = data.userAttributes().number(column, user);
      int band = 0;
      while (band < bounds.length && number >= bounds[band]) {
        band++;
      }
      groupOf.put(data.users().id(user), Double.isNaN(number) ? UNKNOWN : band(bounds, band));
    }
    return new UserGroups(column, groups, groupOf);
  }

  /**
   * Groups by the number of training rows: users without any, and those with some in parts as equal
   * as users of one number allow, the least active first.
   *
   * @param training the training part
   * @param parts how many parts, 1 or more
   */
  public static UserGroups byActivity(Dataset training, int parts) {
    if (parts < 1) {
      throw new IllegalArgumentException("parts: " + parts + " is below 1");
    }
    Interactions rows = training.interactions();
    int[] active = new int[rows.users()];
    int count = 0;
    for (int user = 0; user < rows.users(); user++) {
      if (rows.count(user) > 0) {
        active[count++] = rows.count(user);
      }
    }
    active = Arrays.copyOf(active, count);
    Arrays.sort(active);
    TreeSet<Integer> lows = new TreeSet<>(Set.of(0, 1));
    for (int part = 1; part < parts && count > 0; part++) {
      lows.add(active[(int) ((long) count * part / parts)]);
    }
    Set<String> groups = new LinkedHashSet<>();
    lows.forEach(low -> groups.add(rowsFrom(low, lows.higher(low))));
    Map<String, String> groupOf = new HashMap<>();
    for (int user = 0; user < rows.users(); user++) {
      int low = lows.floor(rows.count(user));
      groupOf.put(training.users().id(user), rowsFrom(low, lows.higher(low)));
    }
    return new UserGroups("activity", groups, groupOf);
  }

  /** What the groups are of, for example {@code gender}. */
  public String name() {
    return name;
  }

  /** The groups, in order; some may be of nobody. */
  public List<String> groups() {
    return groups;
  }

  /** The group of a user, by id; {@code unknown} for a user who is. */
  public String groupOf(String user) {
    return groupOf.getOrDefault(user, UNKNOWN);
  }

  private static String band(double[] bounds, int band) {
    if (band == 0) {
      return "below " + text(bounds[0]);
    }
    return band == bounds.length
        ? text(bounds[band - 1]) + " and up"
        : text(bounds[band - 1]) + " to below " + text(bounds[band]);
  }

  private static String rowsFrom(int low, @Nullable Integer next) {
    if (low == 0) {
      return "0 rows";
    }
    if (next == null) {
      return low + " rows and more";
    }
    return next == low + 1 ? low + " rows" : low + " to " + (next - 1) + " rows";
  }

  private static @Nullable String text(double number) {
    return Double.isNaN(number)
        ? null
        : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
