package io.recsys.feature;

import io.recsys.data.AttributeTable;
import io.recsys.feature.ColumnValue.Kind;
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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the columns of an encoder of its features, attributes and terms. */
final class Columns {
  private final FittedFeatures fitted;
  private final int statisticTerms;
  private final AttributeTable users;
  private final AttributeTable items;
  private final int unknownUser;
  private final Map<String, int[][]> indices = new HashMap<>();

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
        columns.add(new Column(feature.name(), value(feature), scaling, ofAttribute, null));
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
        @Nullable String[] texts =
            index.length == 0 ? new String[0] : table.texts(category.attribute());
        for (int row = 0; row < index.length; row++) {
          String text = texts[row];
          index[row] = text == null ? 0 : known.getOrDefault(text, -1) + 1;
        }
        boolean described = part == Part.USER && unknownUser >= 0;
        int unknown = described ? index[unknownUser] : 0;
        columns.add(new CategoryColumn(feature.name(), index, unknown, values.size() + 1));
      }
    }
    return columns.toArray(new CategoryColumn[0]);
  }

  private ColumnValue value(Feature feature) {
    if (feature instanceof Numeric numeric) {
      // Read now, so that an attribute that is not there is missed before the first query.
      double[] numbers = numbers(table(numeric.part()), numeric.attribute());
      boolean ofUser = numeric.part() == Part.USER;
      double unknown = ofUser && unknownUser >= 0 ? numbers[unknownUser] : Double.NaN;
      return ColumnValue.of(
          ofUser ? Kind.USER_NUMBER : Kind.ITEM_NUMBER, feature, numbers, unknown);
    } else if (feature instanceof Cycle) {
      return ColumnValue.of(Kind.CYCLE, feature);
    } else if (feature instanceof Elapsed elapsed) {
      return elapsed(elapsed);
    } else if (feature instanceof Statistic statistic) {
      return ColumnValue.of(kind(statistic), feature);
    } else if (feature instanceof Affinity affinity) {
      return ColumnValue.of(Kind.AFFINITY, feature, itemRows(affinity.attribute()), 0);
    } else if (feature instanceof TermShare share) {
      return ColumnValue.of(Kind.TERM_SHARE, feature, itemRows(share.attribute()), 0);
    } else if (feature instanceof RecentShare) {
      return ColumnValue.of(Kind.RECENT_SHARE, feature);
    }
    throw new AssertionError(feature);
  }

  /** A column's numbers; a table of nobody need not have the column. */
  private static double[] numbers(AttributeTable table, String attribute) {
    return table.size() == 0 ? new double[0] : table.numbers(attribute);
  }

  private ColumnValue elapsed(Elapsed elapsed) {
    return switch (elapsed.since()) {
      case ITEM_RELEASE ->
          ColumnValue.of(Kind.SINCE_RELEASE, elapsed, numbers(items, "release"), Double.NaN);
      case ITEM_FIRST -> ColumnValue.of(Kind.SINCE_ITEM_FIRST, elapsed);
      case USER_FIRST -> ColumnValue.of(Kind.SINCE_USER_FIRST, elapsed);
    };
  }

  private static Kind kind(Statistic statistic) {
    boolean ofUser = statistic.part() == Part.USER;
    return switch (statistic.kind()) {
      case MEAN -> ofUser ? Kind.USER_MEAN : Kind.ITEM_MEAN;
      case COUNT -> ofUser ? Kind.USER_COUNT : Kind.ITEM_COUNT;
      case SPREAD -> ofUser ? Kind.USER_SPREAD : Kind.ITEM_SPREAD;
    };
  }

  private TermRows itemRows(String attribute) {
    return rows(Part.ITEM, itemTerms(attribute), statisticTerms);
  }

  private TermRows rows(Part part, int[][] terms, int width) {
    return new TermRows(terms, width, part == Part.USER, unknownUser);
  }

  private void addTerms(Terms terms, List<Column> columns) {
    List<String> values = values(terms.part(), terms.attribute());
    TermRows rows = rows(terms.part(), indices(terms.part(), terms.attribute()), values.size());
    for (int term = 0; term < values.size(); term++) {
      columns.add(
          new Column(
              terms.name() + ":" + values.get(term),
              ColumnValue.of(Kind.TERM, terms, rows, term),
              FittedFeatures.Scaling.NONE,
              true,
              rows));
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
    return indices(Part.ITEM, attribute);
  }

  /** The same array each time it is asked for, so that it is made and kept in memory once. */
  private int[][] indices(Part part, String attribute) {
    int[][] known = indices.get(valuesKey(part, attribute));
    if (known == null) {
      known = indices(table(part), attribute, values(part, attribute));
      indices.put(valuesKey(part, attribute), known);
    }
    return known;
  }

  /** The indices of each row's terms; terms unknown to {@code values} are left out. */
  static int[][] indices(AttributeTable table, String attribute, List<String> values) {
    Map<String, Integer> index = index(values);
    int[][] indices = new int[table.size()][];
    List<List<String>> rows = indices.length == 0 ? List.of() : table.terms(attribute);
    // Many rows of a table that was read have one list, and so get one array.
    IdentityHashMap<List<String>, int[]> known = new IdentityHashMap<>();
    // By term, the row that had it last, plus one: a row has each term once.
    int[] last = new int[values.size()];
    for (int row = 0; row < indices.length; row++) {
      List<String> terms = rows.get(row);
      int[] its = known.get(terms);
      if (its == null) {
        its = indices(terms, index, last, row + 1);
        known.put(terms, its);
      }
      indices[row] = its;
    }
    return indices;
  }

  private static int[] indices(
      List<String> terms, Map<String, Integer> index, int[] last, int stamp) {
    // A loop, for a catalog of streams is slow in a JVM that has just started.
    int[] found = new int[terms.size()];
    int count = 0;
    for (String term : terms) {
      Integer known = index.get(term);
      if (known != null && last[known] != stamp) {
        last[known] = stamp;
        found[count++] = known;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static Map<String, Integer> index(List<String> values) {
    Map<String, Integer> index = new HashMap<>();
    for (String value : values) {
      index.put(value, index.size());
    }
    return index;
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
