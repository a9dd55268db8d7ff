package io.recsys.examples.cli;

import io.recsys.evaluation.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a table: for each split and over all splits, each model's mean and spread, the
 * standard deviation over seeds.
 *
 * @param table what is shown
 * @param seed the first seed
 * @param splits the figures of each split, at least one
 */
record TableFigures(Table table, long seed, List<SplitFigures> splits) {
  /**
   * The figures of one split.
   *
   * @param split its name
   * @param trials by model, those of several seeds in their order; every model has one or more
   */
  record SplitFigures(String split, Map<String, List<Trial>> trials) {}

  /** The figures as JSON has them, those not shown in the text included. */
  Map<String, Object> toMap() {
    Map<String, Object> parts = new LinkedHashMap<>();
    for (SplitFigures split : splits) {
      Map<String, Object> part = new LinkedHashMap<>();
      part.put("protocol", first(split).protocol().toMap());
      part.put("models", models(List.of(split)));
      part.put("intervals", intervals(split));
      parts.put(split.split(), part);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("table", table.name());
    map.put("seeds", seeds());
    map.put("splits", parts);
    if (splits.size() > 1) {
      map.put("mean", models(splits));
    }
    return map;
  }

  /** The figures as a person reads them. */
  String toText() {
    StringBuilder text = new StringBuilder(table.name() + ": " + table.caption() + "\n");
    text.append("hybrid: mean and standard deviation over seeds ").append(seeds()).append('\n');
    for (SplitFigures split : splits) {
      text.append('\n').append(first(split).protocol().summary()).append('\n');
      text.append(rows(List.of(split)));
      intervals(split)
          .forEach(
              (measure, models) ->
                  text.append("95 %% over users, %s:".formatted(measure))
                      .append(intervalText(models))
                      .append('\n'));
    }
    if (splits.size() > 1) {
      text.append("\nmean of the ").append(splits.size()).append(" splits\n");
      text.append(rows(splits));
    }
    return text.toString().stripTrailing();
  }

  private List<Long> seeds() {
    return LongStream.range(0, trials(splits.get(0), "hybrid").size())
        .mapToObj(i -> seed + i)
        .toList();
  }

  private static Trial first(SplitFigures split) {
    return trials(split, "hybrid").get(0);
  }

  private static List<Trial> trials(SplitFigures split, String model) {
    return split.trials().getOrDefault(model, List.of());
  }

  /** A figure of each seed, each the mean over splits; null where a model lacks it. */
  private static double @Nullable [] values(
      List<SplitFigures> splits, String model, String measure) {
    double[] values = new double[trials(splits.get(0), model).size()];
    for (SplitFigures split : splits) {
      for (int i = 0; i < values.length; i++) {
        Double value = trials(split, model).get(i).figures().get(measure);
        if (value == null) {
          return null;
        }
        values[i] += value / splits.size();
      }
    }
    return values;
  }

  private static Map<String, Object> models(List<SplitFigures> splits) {
    Map<String, Object> models = new LinkedHashMap<>();
    splits
        .get(0)
        .trials()
        .forEach(
            (model, trials) -> {
              Map<String, Object> figures = new LinkedHashMap<>();
              for (String measure : trials.get(0).figures().keySet()) {
                double[] values = values(splits, model, measure);
                if (values != null) {
                  figures.put(measure, figure(values));
                }
              }
              models.put(model, figures);
            });
    return models;
  }

  private static Map<String, Object> figure(double[] values) {
    Map<String, Object> figure = new LinkedHashMap<>();
    figure.put("mean", mean(values));
    if (values.length > 1) {
      figure.put("spread", spread(values));
      figure.put("values", Arrays.stream(values).boxed().toList());
    }
    return figure;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double spread(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }

  /** Each measure shown that has intervals, with those of each model's first seed. */
  private Map<String, Map<String, List<Double>>> intervals(SplitFigures split) {
    Map<String, Map<String, List<Double>>> intervals = new LinkedHashMap<>();
    for (String measure : table.measures()) {
      split
          .trials()
          .forEach(
              (model, trials) -> {
                Interval interval = trials.get(0).intervals().get(measure);
                if (interval != null) {
                  intervals
                      .computeIfAbsent(measure, name -> new LinkedHashMap<>())
                      .put(model, List.of(interval.low(), interval.high()));
                }
              });
    }
    return intervals;
  }

  private static String intervalText(Map<String, List<Double>> models) {
    StringBuilder text = new StringBuilder();
    models.forEach(
        (model, ends) ->
            text.append(
                String.format(Locale.ROOT, " %s [%.3f, %.3f]", model, ends.get(0), ends.get(1))));
    return text.toString();
  }

  private String rows(List<SplitFigures> splits) {
    Set<String> models = new LinkedHashSet<>(splits.get(0).trials().keySet());
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    head.addAll(models);
    rows.add(head);
    for (String measure : table.measures()) {
      List<String> row = new ArrayList<>(List.of(measure));
      models.forEach(model -> row.add(cell(values(splits, model, measure))));
      rows.add(row);
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = rows.stream().mapToInt(cells -> cells.get(at).length()).max().orElse(0);
        line.append(row.get(at)).append(" ".repeat(width - row.get(at).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String cell(double @Nullable [] values) {
    if (values == null) {
      return "-";
    }
    double mean = mean(values);
    String format = Math.abs(mean) < 100 ? "%.4f" : "%.1f";
    String spread =
        values.length > 1 ? " ± " + String.format(Locale.ROOT, format, spread(values)) : "";
    return String.format(Locale.ROOT, format, mean) + spread;
  }
}
