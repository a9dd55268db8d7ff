package io.recsys.feature;

import io.recsys.data.AttributeTable;
import io.recsys.feature.Feature.Affinity;
import io.recsys.feature.Feature.Category;
import io.recsys.feature.Feature.Cycle;
import io.recsys.feature.Feature.Elapsed;
import io.recsys.feature.Feature.Numeric;
import io.recsys.feature.Feature.Part;
import io.recsys.feature.Feature.RecentShare;
import io.recsys.feature.Feature.Statistic;
import io.recsys.feature.Feature.TermShare;
import io.recsys.feature.Feature.Terms;
import io.recsys.feature.FeatureEncoder.CategoryColumn;
import io.recsys.feature.FeatureEncoder.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the columns of an encoder: the meaning of each {@link Feature} as code. */
final class Columns {
  private static final double SECONDS_A_DAY = 86_400;

  private final FittedFeatures fitted;
  private final int statisticTerms;
  private final AttributeTable users;
  private final AttributeTable items;
  private final int unknownUser;

  Columns(FittedFeatures fitted, int statisticTerms, AttributeTable users, AttributeTable items) {
    this.fitted = fitted;
    this.statisticTerms = statisticTerms;
    this.users = users;
    this.items = items;
    this.unknownUser = -1;
  }

  /**
   * Columns of someone unknown whom a table describes.
   *
   * @param described the attributes of that one, in one row
   * @param items the items' attributes
   */
  Columns(FittedFeatures fitted, AttributeTable described, AttributeTable items) {
    this.fitted = fitted;
    this.statisticTerms = 0;
    this.users = described;
    this.items = items;
    this.unknownUser = 0;
  }

  /** The columns of numbers of the features that belong to the parts given. */
  Column[] of(Part first, Part... rest) {
    Set<Part> parts = EnumSet.of(first, rest);
    List<Column> columns = new ArrayList<>();
    for (Feature feature : fitted.schema().features()) {
      if (!parts.contains(feature.part())) {
        continue;
      }
      if (feature instanceof Terms terms) {
        addTerms(terms, columns);
      } else if (!(feature instanceof Category)) {
        FittedFeatures.Scaling scaling =
            fitted.scaling().getOrDefault(feature.name(), FittedFeatures.Scaling.NONE);
        boolean ofAttribute =
            feature instanceof Numeric
                || (feature instanceof Elapsed elapsed
                    && elapsed.since() == Elapsed.Since.ITEM_RELEASE);
        columns.add(new Column(feature.name(), value(feature), scaling, ofAttribute));
      }
    }
    return columns.toArray(new Column[0]);
  }

  /** The category columns of a part. */
  CategoryColumn[] categories(Part part) {
    List<CategoryColumn> columns = new ArrayList<>();
    for (Feature feature : fitted.schema().features()) {
      if (feature instanceof Category category && category.part() == part) {
        List<String> values = values(part, category.attribute());
        Map<String, Integer> known = index(values);
        AttributeTable table = table(part);
        int[] index = new int[table.size()];
        for (int row = 0; row < index.length; row++) {
          String text = table.text(category.attribute(), row);
          index[row] = text == null ? 0 : known.getOrDefault(text, -1) + 1;
        }
        boolean described = part == Part.USER && unknownUser >= 0;
        int unknown = described ? index[unknownUser] : 0;
        columns.add(new CategoryColumn(feature.name(), index, unknown, values.size() + 1));
      }
    }
    return columns.toArray(new CategoryColumn[0]);
  }

  private Column.Value value(Feature feature) {
    if (feature instanceof Numeric numeric) {
      return numeric(numeric);
    } else if (feature instanceof Cycle cycle) {
      return (statistics, user, item, time) -> cycle.value(time);
    } else if (feature instanceof Elapsed elapsed) {
      return elapsed(elapsed);
    } else if (feature instanceof Statistic statistic) {
      return statistic(statistic);
    } else if (feature instanceof Affinity affinity) {
      int[][] terms = itemTerms(affinity.attribute());
      return (statistics, user, item, time) -> affinity(statistics, terms, user, item);
    } else if (feature instanceof TermShare share) {
      int[][] terms = itemTerms(share.attribute());
      return (statistics, user, item, time) -> termShare(statistics, terms, item);
    } else if (feature instanceof RecentShare) {
      return (statistics, user, item, time) -> statistics.itemRecentShare(item);
    }
    throw new AssertionError(feature);
  }

  private Column.Value numeric(Numeric numeric) {
    AttributeTable table = table(numeric.part());
    // Read now, so that an attribute that is not there is missed before the first query.
    double[] number = new double[table.size()];
    for (int row = 0; row < number.length; row++) {
      number[row] = table.number(numeric.attribute(), row);
    }
    boolean ofUser = numeric.part() == Part.USER;
    return (statistics, user, item, time) -> {
      int row = ofUser ? row(user) : item;
      return row < 0 ? Double.NaN : number[row];
    };
  }

  /** The row of a user's attributes, -1 for none. */
  private int row(int user) {
    return user < 0 ? unknownUser : user;
  }

  private Column.Value elapsed(Elapsed elapsed) {
    return switch (elapsed.since()) {
      case ITEM_RELEASE -> {
        double[] release = new double[items.size()];
        for (int item = 0; item < release.length; item++) {
          release[item] = items.number("release", item);
        }
        yield (statistics, user, item, time) ->
            item < 0 ? Double.NaN : logDays((double) time - release[item]);
      }
      case ITEM_FIRST ->
          (statistics, user, item, time) ->
              logDays((double) time - statistics.itemFirstTime(item, time));
      case USER_FIRST ->
          (statistics, user, item, time) ->
              logDays((double) time - statistics.userFirstTime(user, time));
    };
  }

  /** {@code log(1 + days)}; NaN stays NaN. */
  private static double logDays(double seconds) {
    return Math.log(1 + Math.max(0, seconds) / SECONDS_A_DAY);
  }

  private Column.Value statistic(Statistic statistic) {
    boolean ofUser = statistic.part() == Part.USER;
    return switch (statistic.kind()) {
      case MEAN ->
          (statistics, user, item, time) ->
              ofUser ? statistics.userMean(user) : statistics.itemMean(item);
      case COUNT ->
          (statistics, user, item, time) ->
              Math.log(1 + (ofUser ? statistics.userCount(user) : statistics.itemCount(item)));
      case SPREAD ->
          (statistics, user, item, time) ->
              ofUser ? statistics.userSpread(user) : statistics.itemSpread(item);
    };
  }

  private static double affinity(
      InteractionStatistics statistics, int[][] itemTerms, int user, int item) {
    if (item < 0 || itemTerms[item].length == 0) {
      return 0;
    }
    double sum = 0;
    for (int term : itemTerms[item]) {
      sum += statistics.affinity(user, term);
    }
    return sum / itemTerms[item].length;
  }

  private static double termShare(InteractionStatistics statistics, int[][] itemTerms, int item) {
    if (item < 0 || itemTerms[item].length == 0) {
      return Double.NaN;
    }
    double sum = 0;
    for (int term : itemTerms[item]) {
      sum += statistics.termShare(term);
    }
    return sum / itemTerms[item].length;
  }

  private void addTerms(Terms terms, List<Column> columns) {
    List<String> values = values(terms.part(), terms.attribute());
    int[][] entityTerms = indices(table(terms.part()), terms.attribute(), values);
    boolean ofUser = terms.part() == Part.USER;
    for (int i = 0; i < values.size(); i++) {
      int term = i;
      columns.add(
          new Column(
              terms.name() + ":" + values.get(term),
              (statistics, user, item, time) -> {
                int row = ofUser ? row(user) : item;
                // Looked up, for a table of all terms of all rows would not fit where both are
                // many.
                int count = row < 0 ? 0 : entityTerms[row].length;
                if (count == 0) {
                  return Double.NaN;
                }
                return contains(entityTerms[row], count, term) ? 1 / Math.sqrt(count) : 0;
              },
              FittedFeatures.Scaling.NONE,
              true));
    }
  }

  /** The indices of each item's terms that the statistics are kept by; none where they are not. */
  int[][] statisticTerms() {
    for (Feature feature : fitted.schema().features()) {
      if (feature instanceof Affinity affinity) {
        return itemTerms(affinity.attribute());
      } else if (feature instanceof TermShare share) {
        return itemTerms(share.attribute());
      }
    }
    return new int[items.size()][0];
  }

  private int[][] itemTerms(String attribute) {
    List<String> values = values(Part.ITEM, attribute);
    if (values.size() != statisticTerms) {
      throw new IllegalArgumentException(
          "statistics: of %d terms where item attribute '%s' has %d"
              .formatted(statisticTerms, attribute, values.size()));
    }
    return indices(items, attribute, values);
  }

  /** The indices of each row's terms; terms unknown to {@code values} are left out. */
  static int[][] indices(AttributeTable table, String attribute, List<String> values) {
    Map<String, Integer> index = index(values);
    int[][] indices = new int[table.size()][];
    // By term, the row that had it last, plus one: a row has each term once.
    int[] last = new int[values.size()];
    for (int row = 0; row < indices.length; row++) {
      // A loop, for a catalog of streams is slow in a JVM that has just started.
      int count = 0;
      List<String> terms = table.terms(attribute, row);
      int[] found = new int[terms.size()];
      for (String term : terms) {
        Integer known = index.get(term);
        if (known != null && last[known] != row + 1) {
          last[known] = row + 1;
          found[count++] = known;
        }
      }
      indices[row] = Arrays.copyOf(found, count);
    }
    return indices;
  }

  private static Map<String, Integer> index(List<String> values) {
    Map<String, Integer> index = new HashMap<>();
    for (String value : values) {
      index.put(value, index.size());
    }
    return index;
  }

  private static boolean contains(int[] terms, int count, int term) {
    for (int i = 0; i < count; i++) {
      if (terms[i] == term) {
        return true;
      }
    }
    return false;
  }

  private AttributeTable table(Part part) {
    return part == Part.USER ? users : items;
  }

  private List<String> values(Part part, String attribute) {
    return fitted.values().getOrDefault(valuesKey(part, attribute), List.of());
  }

  static String valuesKey(Part part, String attribute) {
    return (part == Part.USER ? "user." : "item.") + attribute;
  }
}
