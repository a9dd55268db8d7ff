package io.recsys.examples.report;

import io.recsys.examples.report.Charts.Labels;
import io.recsys.examples.report.Charts.Points;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lines over one axis of numbers, in one chart.
 *
 * @param title what stands above the chart
 * @param x what stands below its horizontal axis
 * @param lines what the legend calls a line, with its heights by their places, both in the order of
 *     the maps
 */
public record Curves(String title, String x, Map<String, Map<Double, Double>> lines) {
  /** A picture of some charts, two in a row. */
  public static Figure figure(String title, List<Curves> charts) {
    return new Figure(title, charts.stream().map(Curves::panel).toList(), 2);
  }

  private Panel panel() {
    List<Points> points = new ArrayList<>();
    lines.forEach(
        (name, line) ->
            points.add(Points.line(name, List.copyOf(line.keySet()), List.copyOf(line.values()))));
    return Charts.points(new Labels(title, x, ""), points);
  }
}
