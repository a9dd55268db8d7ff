package io.recsys.examples.report;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.examples.report.Charts.Labels;
import io.recsys.feature.Feature;
import io.recsys.feature.Feature.Category;
import io.recsys.feature.Feature.Elapsed;
import io.recsys.feature.Feature.Numeric;
import io.recsys.feature.Feature.Part;
import io.recsys.feature.Feature.TermShare;
import io.recsys.feature.Feature.Terms;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.FittedFeatures.Scaling;
import io.recsys.feature.TrainingFeatures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the features are like over the training rows, each row's statistics taken from the folds
 * that it is not in, as the model sees them. Numbers are given before scaling.
 */
public final class FeatureFacts {
  private static final int BINS = 30;

  private final TrainingFeatures features;
  private final Dataset train;
  private final Map<String, Numbered> numbered = new LinkedHashMap<>();
  private final Map<String, Map<String, Integer>> texts = new LinkedHashMap<>();

  private FeatureFacts(TrainingFeatures features, Dataset train) {
    this.features = features;
    this.train = train;
    FeatureEncoder encoder = features.encoder();
    for (Feature feature : encoder.fitted().schema().features()) {
      if (feature instanceof Category || feature instanceof Terms) {
        texts.put(feature.name(), texts(feature));
      } else {
        int column = encoder.columnNames().indexOf(feature.name());
        numbered.put(feature.name(), new Numbered(feature, column, scaling(feature)));
      }
    }
    eachRow((column, raw) -> column.add(raw));
    numbered.values().forEach(Numbered::openHistogram);
    eachRow((column, raw) -> column.count(raw));
  }

  /** Looks at every training row; {@code O(rows)}. */
  public static FeatureFacts of(TrainingFeatures features, Dataset train) {
    return new FeatureFacts(features, train);
  }

  private Scaling scaling(Feature feature) {
    return features.encoder().fitted().scaling().getOrDefault(feature.name(), Scaling.NONE);
  }

  /** A feature that is a number, and its values as they come by. */
  private final class Numbered {
    private final Feature feature;
    private final int column;
    private final Scaling scaling;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double sum;
    private int rows;
    private Histogram histogram = new Histogram(0, 1, 1);

    Numbered(Feature feature, int column, Scaling scaling) {
      this.feature = feature;
      this.column = column;
      this.scaling = scaling;
    }

    void add(double raw) {
      min = Math.min(min, raw);
      max = Math.max(max, raw);
      sum += raw;
      rows++;
    }

    void openHistogram() {
      if (max > min) {
        histogram = new Histogram(min, max, BINS);
      } else if (rows > 0) {
        histogram = new Histogram(min - 0.5, min + 0.5, 1);
      }
    }

    void count(double raw) {
      histogram.add(raw);
    }

    boolean isMissing(int user, int item) {
      AttributeTable attributes =
          feature.part() == Part.USER ? train.userAttributes() : train.itemAttributes();
      if (feature instanceof Numeric numeric) {
        int row = feature.part() == Part.USER ? user : item;
        return Double.isNaN(attributes.number(numeric.attribute(), row));
      } else if (feature instanceof Elapsed elapsed
          && elapsed.since() == Elapsed.Since.ITEM_RELEASE) {
        return Double.isNaN(train.itemAttributes().number("release", item));
      } else if (feature instanceof TermShare share) {
        return train.itemAttributes().terms(share.attribute(), item).isEmpty();
      }
      return false;
    }

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("scaling", Map.of("mean", scaling.mean(), "deviation", scaling.deviation()));
      if (rows > 0) {
        map.put("min", rounded(min));
        map.put("mean", rounded(sum / rows));
        map.put("max", rounded(max));
      }
      map.put("missing", train.interactions().size() - rows);
      return map;
    }
  }

  /** Rounds away what encoding in 32 bits adds. */
  private static double rounded(double number) {
    return Math.rint(number * 1e5) / 1e5;
  }

  /** What is done with a number of a row, before scaling. */
  @FunctionalInterface
  private interface Visitor {
    void visit(Numbered column, double raw);
  }

  private void eachRow(Visitor visitor) {
    Interactions rows = train.interactions();
    FeatureEncoder any = features.encoder();
    int users = any.userWidth();
    int items = any.itemWidth();
    float[] encoded = new float[users + items + any.pairWidth()];
    for (int user = 0; user < rows.users(); user++) {
      for (int p = rows.start(user); p < rows.end(user); p++) {
        FeatureEncoder encoder = features.outOfFold(features.fold(p));
        int item = rows.item(p);
        encoder.encodeUser(user, rows.time(p), encoded, 0);
        encoder.encodeItem(item, encoded, users);
        encoder.encodePair(user, item, rows.time(p), encoded, users + items);
        for (Numbered column : numbered.values()) {
          if (!column.isMissing(user, item)) {
            Scaling scaling = column.scaling;
            visitor.visit(column, encoded[column.column] * scaling.deviation() + scaling.mean());
          }
        }
      }
    }
  }

  /** The training rows of each value of a category, or of each term. */
  private Map<String, Integer> texts(Feature feature) {
    boolean ofUser = feature.part() == Part.USER;
    AttributeTable attributes = ofUser ? train.userAttributes() : train.itemAttributes();
    Map<String, Integer> counts = new TreeMap<>();
    Interactions rows = train.interactions();
    for (int user = 0; user < rows.users(); user++) {
      for (int p = rows.start(user); p < rows.end(user); p++) {
        int row = ofUser ? user : rows.item(p);
        for (String text : texts(feature, attributes, row)) {
          counts.merge(text, 1, Integer::sum);
        }
      }
    }
    return counts;
  }

  private static List<String> texts(Feature feature, AttributeTable attributes, int row) {
    List<String> texts = List.of();
    if (feature instanceof Terms terms) {
      texts = attributes.terms(terms.attribute(), row);
    } else if (feature instanceof Category category) {
      String text = attributes.text(category.attribute(), row);
      texts = text == null ? List.of() : List.of(text);
    }
    return texts.isEmpty() ? List.of("") : texts;
  }

  /** The features by the keys of {@code preprocessing_report.json}, in column order. */
  public List<Map<String, Object>> toList() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Feature feature : features.encoder().fitted().schema().features()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", feature.name());
      map.put("dependsOn", feature.part().name().toLowerCase(Locale.ROOT));
      map.put("formula", feature.formula());
      Numbered column = numbered.get(feature.name());
      if (column != null) {
        map.putAll(column.toMap());
      } else {
        Map<String, Integer> counts =
            new LinkedHashMap<>(texts.getOrDefault(feature.name(), Map.of()));
        Integer missing = counts.remove("");
        map.put("rowsByValue", counts);
        map.put("missing", missing == null ? 0 : missing);
      }
      list.add(map);
    }
    return list;
  }

  /** A histogram of every feature over the training rows, before scaling. */
  public Figure figure() {
    List<Panel> panels = new ArrayList<>();
    for (Feature feature : features.encoder().fitted().schema().features()) {
      Numbered column = numbered.get(feature.name());
      if (column == null) {
        panels.add(panel(feature.name(), texts.getOrDefault(feature.name(), Map.of())));
      } else if (column.rows > 0) {
        Histogram histogram = column.histogram;
        panels.add(
            Charts.bars(
                new Labels(feature.name(), "", "rows"), histogram.names(), histogram.counts()));
      }
    }
    return new Figure(train.name() + ": features over the training rows", panels, 3);
  }

  private static Panel panel(String name, Map<String, Integer> counts) {
    return Charts.rows(
        new Labels(name, "rows", ""),
        counts.keySet().stream().map(text -> text.isEmpty() ? "missing" : text).limit(24).toList(),
        counts.values().stream().map(Integer::doubleValue).limit(24).toList(),
        0);
  }
}
