package io.recsys.evaluation;

import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * One model's evaluation beside those of baselines, as text for a person and as a map for JSON.
 *
 * @param model the evaluation that the report is about
 * @param baselines evaluations by the same protocol, in the order to show them
 */
public record EvaluationReport(Evaluation model, List<Evaluation> baselines) {
  private static final int WIDTH = 100;
  private static final int GAP = 2;
  private static final int NUMBER = 6;

  /** Copies the list and checks that the protocols are equal, so that the figures compare. */
  public EvaluationReport {
    baselines = List.copyOf(baselines);
    for (Evaluation baseline : baselines) {
      model.requireComparable(baseline);
    }
  }

  /**
   * The report as maps, texts and numbers that any JSON writer takes: {@code protocol}, {@code
   * test} with the model's metrics, {@code baselines} with each baseline's metrics by its name.
   * Where something is cold, {@code warm} and {@code cold} hold the model's figures of either, and
   * stand in each baseline's map too. There is no NaN in it.
   */
  public Map<String, Object> toMap() {
    Map<String, Object> others = new LinkedHashMap<>();
    baselines.forEach(baseline -> others.put(baseline.model(), baseline.toMap()));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("protocol", model.protocol().toMap());
    map.put("test", model.metrics());
    map.putAll(model.parts());
    map.put("baselines", others);
    return map;
  }

  /**
   * The report as lines of at most some 100 columns: the protocol, then tables of a row for each
   * model, as many as it takes to show all metrics; where something is cold, tables of what is warm
   * alone, and of what is cold, follow.
   */
  public String toText() {
    Split.Counts counts = model.protocol().counts();
    int warm = counts.warmRows();
    return protocolText()
        + "\n\n"
        + tables(Evaluation::metrics)
        + notes()
        + part("Warm", warm, model.protocol().warmRankedUsers(), Evaluation::warm)
        + part(
            "Cold",
            model.protocol().testRows() - warm,
            model.protocol().rankedUsers() - model.protocol().warmRankedUsers(),
            Evaluation::cold);
  }

  private String part(
      String name, int rows, int users, Function<Evaluation, Map<String, Double>> figures) {
    return rows().stream().allMatch(row -> figures.apply(row).isEmpty())
        ? ""
        : "\n%s alone (rows: %d, ranked users: %d):\n".formatted(name, rows, users)
            + tables(figures);
  }

  private String tables(Function<Evaluation, Map<String, Double>> figures) {
    Set<String> names = new LinkedHashSet<>();
    rows().forEach(row -> names.addAll(figures.apply(row).keySet()));
    List<String> tables = new ArrayList<>();
    int first = rows().stream().mapToInt(row -> row.model().length()).max().orElseThrow();
    List<String> fitting = new ArrayList<>();
    int width = first;
    for (String name : names) {
      int wider = width + GAP + Math.max(name.length(), NUMBER);
      if (wider > WIDTH && !fitting.isEmpty()) {
        tables.add(table(fitting, figures));
        fitting.clear();
        wider = first + GAP + Math.max(name.length(), NUMBER);
      }
      fitting.add(name);
      width = wider;
    }
    tables.add(table(fitting, figures));
    return String.join("\n", tables);
  }

  private String table(List<String> names, Function<Evaluation, Map<String, Double>> figures) {
    List<List<String>> table = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("model"));
    head.addAll(names);
    table.add(head);
    rows().forEach(row -> table.add(cells(row.model(), figures.apply(row), names)));
    return align(table);
  }

  private List<Evaluation> rows() {
    List<Evaluation> rows = new ArrayList<>(List.of(model));
    rows.addAll(baselines);
    return rows;
  }

  private static List<String> cells(
      String model, Map<String, Double> figures, Collection<String> names) {
    List<String> cells = new ArrayList<>(List.of(model));
    for (String name : names) {
      Double value = figures.get(name);
      cells.add(value == null ? "-" : number(value));
    }
    return cells;
  }

  /** A number in four digits after the point, or fewer where they would run into the next. */
  static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.4f" : "%.1f", value);
  }

  private String protocolText() {
    Protocol protocol = model.protocol();
    return String.format(
        Locale.ROOT,
        """
        %s, split %s: %d training rows, %d test rows of %d users (%d of them cold)
        and %d items (%d of them cold); %d test rows are of warm users and items.
        Rankings are of %s, averaged over %d users
        (%d of them warm) with a test rating of %s or more; %d without one are skipped.
        %s""",
        protocol.data(),
        protocol.split(),
        protocol.trainRows(),
        protocol.testRows(),
        protocol.counts().testUsers(),
        protocol.counts().coldUsers(),
        protocol.counts().testItems(),
        protocol.counts().coldItems(),
        protocol.counts().warmRows(),
        candidates(protocol),
        protocol.rankedUsers(),
        protocol.warmRankedUsers(),
        protocol.relevantFrom(),
        protocol.skippedUsers(),
        protocol.leak());
  }

  private static String candidates(Protocol protocol) {
    return protocol.candidates().equals("full")
        ? "all " + protocol.items() + " items without the user's training items"
        : "the candidates " + protocol.candidates() + ", not of the catalog";
  }

  private String notes() {
    StringBuilder notes = new StringBuilder();
    for (Evaluation row : rows()) {
      int predicted = row.predictedRows();
      if (predicted > 0 && predicted < row.protocol().testRows()) {
        notes.append(
            String.format(
                Locale.ROOT,
                "%s predicted a rating for %d of the %d test rows, so it has no rating metrics.\n",
                row.model(),
                predicted,
                row.protocol().testRows()));
      }
    }
    return notes.toString();
  }

  private static String align(List<List<String>> table) {
    int columns = table.get(0).size();
    StringBuilder text = new StringBuilder();
    for (List<String> row : table) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        int at = column;
        int width = table.stream().mapToInt(cells -> cells.get(at).length()).max().orElseThrow();
        String format = column == 0 ? "%-" + width + "s" : "  %" + width + "s";
        line.append(String.format(Locale.ROOT, format, row.get(column)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
