package io.recsys.examples.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.HorizontalBarStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The charts that figures are made of, drawn by XChart in one style. */
final class Charts {
  static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Color TEXT = new Color(0x26, 0x32, 0x38);
  private static final Color GRID = new Color(0xE3, 0xE7, 0xEA);
  private static final Color[] COLORS = {
    new Color(0x2F, 0x6D, 0xB3), new Color(0xE0, 0x8A, 0x1E), new Color(0x3C, 0x96, 0x60),
    new Color(0xB3, 0x3F, 0x62), new Color(0x6C, 0x5B, 0xA7), new Color(0x7A, 0x86, 0x8E)
  };
  private static final int MANY_BARS = 20;
  private static final int MANY_POINTS = 40;
  private static final int FEW_ROWS = 3;
  private static final int DENSE_ROWS = 14;
  private static final int LONGEST_NAME = 24;
  private static final double CONTENT = 0.98;

  /** Half the height of the stroke at an interval's end, in pixels. */
  private static final double CAP = 4;

  /** The width that names below an axis share, and that of a letter, in pixels. */
  private static final double LABEL_ROOM = 440;

  private static final double LETTER = 6.5;

  /** Round distances between names, of bins and hours as of months. */
  private static final int[] STEPS = {1, 2, 4, 6, 12, 24, 60, 120};

  private Charts() {}

  /**
   * What is written at a chart.
   *
   * @param title above it
   * @param x below the horizontal axis, may be empty
   * @param y beside the vertical axis, may be empty
   */
  record Labels(String title, String x, String y) {}

  /**
   * A series of points, joined by a line or not.
   *
   * @param name what the legend calls it
   * @param x the horizontal places
   * @param y the vertical places
   * @param error half the height of each point's error bar, or null for none
   * @param isLine whether a line joins the points
   */
  record Points(
      String name, List<Double> x, List<Double> y, @Nullable List<Double> error, boolean isLine) {
    /** Points joined by a line. */
    static Points line(String name, List<Double> x, List<Double> y) {
      return new Points(name, x, y, null, true);
    }
  }

  /** Upright bars from 0, one a name. Names that do not fit are left out at even distances. */
  static Panel bars(Labels labels, List<String> names, List<Double> values) {
    if (values.isEmpty()) {
      return nothing(labels);
    }
    CategoryChart chart = new CategoryChart(100, 100);
    style(chart.getStyler());
    chart.getStyler().setAvailableSpaceFill(names.size() > MANY_BARS ? 0.98 : 0.85);
    chart.getStyler().setXAxisTickMarkSpacingHint(1);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisMax(top(values));
    title(chart, labels);
    chart.addSeries(labels.title(), thinned(names), values);
    return chart::paint;
  }

  /**
   * A lying bar.
   *
   * @param name what stands at it
   * @param value where it ends
   * @param low the lower end of its interval, {@code value} for none
   * @param high the upper end of its interval, {@code value} for none
   */
  record Row(String name, double value, double low, double high) {
    boolean hasInterval() {
      return high > low;
    }
  }

  /** Lying bars from a number on, one a name, the first on top; names are followed by values. */
  static Panel rows(Labels labels, List<String> names, List<Double> values, double from) {
    return rows(
        labels,
        IntStream.range(0, names.size())
            .mapToObj(i -> new Row(names.get(i), values.get(i), values.get(i), values.get(i)))
            .toList(),
        from);
  }

  /** The same with a line over each bar that has an interval. */
  static Panel rows(Labels labels, List<Row> rows, double from) {
    if (rows.isEmpty()) {
      return nothing(labels);
    }
    HorizontalBarChart chart = new HorizontalBarChart(100, 100);
    HorizontalBarStyler styler = chart.getStyler();
    style(styler);
    styler.setAvailableSpaceFill(rows.size() > FEW_ROWS ? 0.8 : 0.5);
    styler.setAxisTickLabelsFont(FONT.deriveFont(rows.size() > DENSE_ROWS ? 9.5f : 11f));
    // XChart spaces the names of lying bars by this hint too, and values stand behind the names.
    styler.setXAxisTickMarkSpacingHint(1);
    styler.setXAxisTicksVisible(false);
    styler.setPlotGridLinesVisible(false);
    styler.setLegendVisible(false);
    styler.setXAxisMin(from);
    title(chart, labels);
    if (rows.stream().anyMatch(Row::hasInterval)) {
      styler.setXAxisMax(rows.stream().mapToDouble(Row::high).max().orElseThrow());
    }
    chart.addSeries(
        labels.title(),
        rows.stream().map(Row::value).toList(),
        rows.stream().map(row -> shortened(row.name) + "  " + Numbers.short3(row.value)).toList());
    return (graphics, width, height) -> {
      chart.paint(graphics, width, height);
      drawIntervals(graphics, chart, rows, from);
    };
  }

  private static void drawIntervals(
      Graphics2D graphics, HorizontalBarChart chart, List<Row> rows, double from) {
    // XChart draws no error bars over lying bars, and of their places it tells only where the
    // plot's content ends, which moves with the content's share of the plot's height.
    double bottom = chart.getScreenYFromChart(0);
    chart.getStyler().setPlotContentSize(0.5);
    double moved = bottom - chart.getScreenYFromChart(0);
    chart.getStyler().setPlotContentSize(CONTENT);
    double step = 2 * moved / (CONTENT - 0.5) * CONTENT / rows.size();
    graphics.setColor(TEXT);
    graphics.setStroke(new BasicStroke(1.2f));
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).hasInterval()) {
        double y = bottom - step * (rows.size() - i - 0.5);
        double low = chart.getScreenXFromChart(Math.max(from, rows.get(i).low));
        double high = chart.getScreenXFromChart(rows.get(i).high);
        graphics.draw(new Line2D.Double(low, y, high, y));
        for (double end : new double[] {low, high}) {
          graphics.draw(new Line2D.Double(end, y - CAP, end, y + CAP));
        }
      }
    }
  }

  private static Panel nothing(Labels labels) {
    return (graphics, width, height) -> {
      graphics.setColor(TEXT);
      graphics.setFont(FONT);
      graphics.drawString(labels.title() + ": nothing to show", width / 4, height / 2);
    };
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }

  private static double top(List<Double> values) {
    double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return most > 0 ? 1.06 * most : 1;
  }

  /** The names, of which all but every nth are blank where they would run into each other. */
  private static List<String> thinned(List<String> names) {
    int longest = names.stream().mapToInt(String::length).max().orElse(1);
    int room = Math.max(1, (int) (LABEL_ROOM / (longest * LETTER + LETTER)));
    int least = (names.size() + room - 1) / room;
    int every = IntStream.of(STEPS).filter(step -> step >= least).findFirst().orElse(least);
    return IntStream.range(0, names.size())
        .mapToObj(i -> i % every == 0 ? names.get(i) : " ")
        .toList();
  }

  private static void title(AxesChart<?, ?> chart, Labels labels) {
    chart.setTitle(labels.title());
    chart.setXAxisTitle(labels.x());
    chart.setYAxisTitle(labels.y());
  }

  /** Points and lines over two axes of numbers. */
  static Panel points(Labels labels, List<Points> series) {
    XYChart chart = new XYChart(100, 100);
    style(chart.getStyler());
    chart.getStyler().setLegendVisible(series.size() > 1);
    chart.getStyler().setXAxisTickMarkSpacingHint(80);
    chart.getStyler().setPlotContentSize(0.94);
    title(chart, labels);
    for (Points points : series) {
      List<Double> error = points.error();
      XYSeries drawn =
          error == null
              ? chart.addSeries(points.name(), points.x(), points.y())
              : chart.addSeries(points.name(), points.x(), points.y(), error);
      drawn.setMarker(
          points.isLine() && points.x().size() > MANY_POINTS
              ? SeriesMarkers.NONE
              : SeriesMarkers.CIRCLE);
      if (points.isLine()) {
        drawn.setLineStyle(new BasicStroke(2f));
      } else {
        drawn.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
      }
    }
    return chart::paint;
  }

  private static void style(AxesChartStyler styler) {
    styler.setBaseFont(FONT);
    styler.setChartTitleFont(FONT.deriveFont(Font.BOLD, 14f));
    styler.setAxisTitleFont(FONT.deriveFont(12f));
    styler.setAxisTickLabelsFont(FONT.deriveFont(11f));
    styler.setLegendFont(FONT.deriveFont(11f));
    styler.setChartFontColor(TEXT);
    styler.setAxisTickLabelsColor(TEXT);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setChartTitleBoxVisible(false);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setSeriesColors(COLORS);
    styler.setMarkerSize(6);
    styler.setChartPadding(10);
    styler.setPlotContentSize(CONTENT);
    styler.setLocale(Locale.ROOT);
    styler.setDecimalPattern("#,##0.#####");
  }
}
