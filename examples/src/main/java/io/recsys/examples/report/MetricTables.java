package io.recsys.examples.report;

import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.PairedTest;
import io.recsys.evaluation.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The part of the report that says how good the model is, beside baselines.
 *
 * @param report the figures
 */
record MetricTables(ModelReport report) {
  private static final String NONE = "–";

  /** Writes the tables. */
  void write(Html html) {
    html.heading("How good it is");
    html.paragraph(
        "Baselines are simple models that any other should beat. In brackets: where the figure"
            + " would lie, in 95 of 100 cases, for another draw of as many users.");
    table(html, Evaluation::metrics, MetricTables::cell);
    int warmRows = protocol().counts().warmRows();
    part(
        html,
        "Of what it has met",
        "Ratings of %s test rows whose user and item both have ratings in training, and rankings"
            + " of %s users who have any.",
        List.of(warmRows, protocol().warmRankedUsers()),
        Evaluation::warm);
    part(
        html,
        "Of what is new to it",
        "Ratings of %s test rows whose user or item has no rating in training, and rankings of %s"
            + " users who have none.",
        List.of(
            protocol().testRows() - warmRows,
            protocol().rankedUsers() - protocol().warmRankedUsers()),
        Evaluation::cold);
    tests(html);
  }

  private void part(
      Html html,
      String title,
      String words,
      List<Integer> counts,
      Function<Evaluation, Map<String, Double>> figures) {
    if (report.evaluations().stream().anyMatch(row -> !figures.apply(row).isEmpty())) {
      html.element("h3", title);
      html.paragraph(words.formatted(counts.stream().map(Numbers::count).toArray()));
      table(html, figures, (row, metric) -> cell(figures.apply(row), metric));
    }
  }

  private void table(
      Html html,
      Function<Evaluation, Map<String, Double>> figures,
      BiFunction<Evaluation, String, String> cell) {
    Set<String> metrics = new LinkedHashSet<>();
    List<String> head = new ArrayList<>(List.of("metric"));
    for (Evaluation evaluation : report.evaluations()) {
      metrics.addAll(figures.apply(evaluation).keySet());
      head.add(evaluation.model());
    }
    List<List<String>> rows = new ArrayList<>();
    for (String metric : metrics) {
      String words = MetricWords.of(metric);
      List<String> row = new ArrayList<>();
      row.add(words.isEmpty() ? metric : metric + ": " + words);
      report.evaluations().forEach(evaluation -> row.add(cell.apply(evaluation, metric)));
      rows.add(row);
    }
    html.table(head, rows, 1);
  }

  private void tests(Html html) {
    List<List<String>> rows = new ArrayList<>();
    for (PairedTest test : report.tests()) {
      rows.add(
          List.of(
              "%s, %s less %s".formatted(test.metric(), test.first(), test.second()),
              test.verdict(),
              String.format(
                  Locale.ROOT,
                  "%+.4f\n[%+.4f, %+.4f]",
                  test.difference(),
                  test.interval().low(),
                  test.interval().high())));
    }
    if (!rows.isEmpty()) {
      html.element("h3", "Is the difference more than chance?");
      html.table(List.of("metric", "", "difference"), rows, 2);
    }
  }

  private static String cell(Evaluation evaluation, String metric) {
    String value = cell(evaluation.metrics(), metric);
    return value.equals(NONE)
        ? value
        : evaluation
            .interval(metric)
            .map(i -> value + "\n[" + number(i.low()) + ", " + number(i.high()) + "]")
            .orElse(value);
  }

  private static String cell(Map<String, Double> figures, String metric) {
    Double value = figures.get(metric);
    return value == null ? NONE : number(value);
  }

  private static String number(double value) {
    return Numbers.decimal(value, Math.abs(value) < 10 ? 3 : 1);
  }

  private Protocol protocol() {
    return report.figures().model().protocol();
  }
}
