package io.recsys.examples.report;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.recsys.data.DataFormatException;
import io.recsys.examples.report.Charts.Labels;
import io.recsys.examples.report.Charts.Points;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a training went, epoch by epoch: its search for the best epoch, and its refit. */
public final class TrainingCurves {
  private static final String REFIT = "refit";

  private final List<Row> rows;

  /** The part of {@code training_report.json} that is read, by its keys. */
  private record Report(@Nullable List<Row> epochs) {}

  private record Row(
      @Nullable String phase,
      int epoch,
      double learningRate,
      @Nullable Map<String, Double> train,
      @Nullable Map<String, Double> validation) {
    boolean isRefit() {
      return REFIT.equals(phase);
    }

    @Nullable Double train(String metric) {
      return train == null ? null : train.get(metric);
    }

    @Nullable Double validation(String metric) {
      return validation == null ? null : validation.get(metric);
    }
  }

  private TrainingCurves(List<Row> rows) {
    this.rows = rows;
  }

  /**
   * The epochs in a training report; empty where there is no such file, or no epoch in it.
   *
   * @throws DataFormatException if the file is no training report
   */
  public static Optional<TrainingCurves> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Report report = new Gson().fromJson(Files.readString(file), Report.class);
      List<Row> rows = report == null ? null : report.epochs();
      return rows == null || rows.isEmpty()
          ? Optional.empty()
          : Optional.of(new TrainingCurves(List.copyOf(rows)));
    } catch (JsonParseException e) {
      throw new DataFormatException(file, "is no training report; train the model again");
    }
  }

  /** The number of epochs of the search, and of the refit. */
  String summary() {
    long refit = rows.stream().filter(Row::isRefit).count();
    return ("%d epochs in search of the best one, %d in the refit on all training rows. Figures on"
            + " training rows are taken while parts of the network are switched off (dropout), so"
            + " they may look worse than those on validation rows.")
        .formatted(rows.size() - refit, refit);
  }

  /** A chart for each figure that was kept, and one for the search's learning rate. */
  public Figure figure() {
    Set<String> metrics = new LinkedHashSet<>();
    for (Row row : rows) {
      metrics.addAll(row.train() == null ? Set.of() : row.train().keySet());
      metrics.addAll(row.validation() == null ? Set.of() : row.validation().keySet());
    }
    List<Panel> panels = new ArrayList<>();
    for (String metric : metrics) {
      panel(
          metric,
          List.of(
              line("training", row -> row.isRefit() ? null : row.train(metric)),
              line("validation", row -> row.isRefit() ? null : row.validation(metric)),
              line("refit, training", row -> row.isRefit() ? row.train(metric) : null)),
          panels);
    }
    panel(
        "learning rate",
        List.of(line("search", row -> row.isRefit() ? null : row.learningRate())),
        panels);
    return new Figure("Training, epoch by epoch", panels, 2);
  }

  private static void panel(String title, List<Points> lines, List<Panel> panels) {
    List<Points> drawn = lines.stream().filter(line -> !line.x().isEmpty()).toList();
    if (!drawn.isEmpty()) {
      String whose = drawn.size() == 1 ? " (" + drawn.get(0).name() + ")" : "";
      panels.add(Charts.points(new Labels(title + whose, "epoch", ""), drawn));
    }
  }

  private Points line(String name, Function<Row, @Nullable Double> value) {
    List<Row> with = rows.stream().filter(row -> value.apply(row) != null).toList();
    return Points.line(
        name,
        with.stream().map(row -> (double) row.epoch()).toList(),
        with.stream().map(row -> Objects.requireNonNull(value.apply(row))).toList());
  }
}
