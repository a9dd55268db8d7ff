package io.recsys.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws latency by the size of the catalog from what {@code PeersBenchmark} measured. */
public final class LatencyFigure {
  /** The runtimes by the names of their benchmarks, in the order of the legend. */
  private static final Map<String, String> RUNTIMES = new LinkedHashMap<>();

  static {
    RUNTIMES.put("djlItemByItem", "DJL, item by item");
    RUNTIMES.put("djl", "DJL");
    RUNTIMES.put("onnx", "ONNX Runtime");
    RUNTIMES.put("plain", "this library, plain Java");
    RUNTIMES.put("vector", "this library, Vector API");
  }

  private static final Color[] COLORS = {
    new Color(0xB3, 0x3F, 0x62),
    new Color(0xE0, 0x8A, 0x1E),
    new Color(0x6C, 0x5B, 0xA7),
    new Color(0x3C, 0x96, 0x60),
    new Color(0x2F, 0x6D, 0xB3)
  };

  private LatencyFigure() {}

  /**
   * Draws a figure: medians as lines, the 99th percentile dotted.
   *
   * @param arguments the PNG file to write, then JMH's results in JSON
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      throw new IllegalArgumentException("arguments: give the figure, then results of JMH in JSON");
    }
    XYChart chart =
        new XYChartBuilder()
            .width(800)
            .height(500)
            .title("The ten highest ratings of a catalog, one thread")
            .xAxisTitle("items")
            .yAxisTitle("milliseconds: median; dotted 99 %")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    int color = 0;
    for (Map.Entry<String, String> runtime : RUNTIMES.entrySet()) {
      add(chart, runtime.getValue(), COLORS[color++], percentiles(arguments, runtime.getKey()));
    }
    ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", new File(arguments[0]));
  }

  private static void add(
      XYChart chart, String name, Color color, Map<Integer, double[]> percentiles) {
    if (percentiles.isEmpty()) {
      return;
    }
    double[] sizes = percentiles.keySet().stream().mapToDouble(size -> size).toArray();
    for (int i = 0; i < 2; i++) {
      int which = i;
      double[] times = percentiles.values().stream().mapToDouble(p -> p[which]).toArray();
      XYSeries series = chart.addSeries(i == 0 ? name : name + ", 99 %", sizes, times);
      series.setLineColor(color);
      series.setMarkerColor(color);
      series.setShowInLegend(i == 0);
      if (i == 1) {
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(new BasicStroke(1, 0, 0, 1, new float[] {2, 4}, 0));
      }
    }
  }

  /** The median and the 99th percentile in milliseconds, by the number of items. */
  private static Map<Integer, double[]> percentiles(String[] arguments, String benchmark)
      throws IOException {
    Map<Integer, double[]> percentiles = new TreeMap<>();
    for (int i = 1; i < arguments.length; i++) {
      for (JsonElement element :
          JsonParser.parseString(Files.readString(Path.of(arguments[i]))).getAsJsonArray()) {
        JsonObject result = element.getAsJsonObject();
        if (result.get("benchmark").getAsString().endsWith("PeersBenchmark." + benchmark)) {
          JsonObject figures =
              result.getAsJsonObject("primaryMetric").getAsJsonObject("scorePercentiles");
          percentiles.put(
              items(result.getAsJsonObject("params")),
              new double[] {
                figures.get("50.0").getAsDouble() / 1000, figures.get("99.0").getAsDouble() / 1000
              });
        }
      }
    }
    return percentiles;
  }

  private static int items(JsonObject parameters) throws IOException {
    int items = parameters.get("items").getAsInt();
    return items > 0
        ? items
        : ModelBundle.read(Path.of(parameters.get("model").getAsString())).items().size();
  }
}
