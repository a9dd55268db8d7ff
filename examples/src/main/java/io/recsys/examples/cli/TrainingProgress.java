package io.recsys.examples.cli;

import io.recsys.TrainingListener;
import io.recsys.train.TrainingStop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a person sees of a training on standard error: a line of figures for each epoch and, on a
 * terminal, a bar below them with epoch, batches a second, loss, validation metric and time left.
 */
final class TrainingProgress implements TrainingListener, AutoCloseable {
  private static final String ERASE_LINE = "\r\033[K";
  private static final List<String> TRAIN = List.of("loss", "rmse", "mae", "within0.5");
  private static final List<String> VALIDATION = List.of("rmse", "mae", "within0.5", "ndcg@10");
  private static final String HEAD =
      "%-6s %5s %9s |%8s%8s%8s%10s |%8s%8s%10s%8s"
          .formatted(
              "phase",
              "epoch",
              "rate",
              "loss",
              "rmse",
              "mae",
              "within0.5",
              "val rmse",
              "mae",
              "within0.5",
              "ndcg@10");

  private final Console console;
  private final TrainingStop stop;
  private final List<Epoch> epochs = new ArrayList<>();
  private @Nullable ProgressBar bar;
  private @Nullable Phase barPhase;
  private String validation = "-";

  /** A display that lets training run until the stop is wanted. */
  TrainingProgress(Console console, TrainingStop stop) {
    this.console = console;
    this.stop = stop;
  }

  /** The epochs so far. */
  List<Epoch> epochs() {
    return List.copyOf(epochs);
  }

  @Override
  public Verdict onBatch(Progress progress) {
    if (console.terminalWidth() > 0) {
      ProgressBar shown = bar(progress);
      shown.stepTo((progress.epoch() - 1L) * progress.batches() + progress.batch());
      shown.setExtraMessage(
          String.format(
              Locale.ROOT,
              " epoch %d/%d loss %.4f val %s",
              progress.epoch(),
              progress.epochs(),
              progress.loss(),
              validation));
    }
    return stop.verdict();
  }

  @Override
  public Verdict onEpoch(Epoch epoch) {
    if (epochs.isEmpty()) {
      line(HEAD);
    }
    epochs.add(epoch);
    if (!epoch.validation().isEmpty()) {
      String key = epoch.validation().containsKey("rmse") ? "rmse" : "ndcg@10";
      validation = cell(epoch.validation(), key, 0);
    }
    StringBuilder row = new StringBuilder();
    row.append(
        String.format(
            Locale.ROOT,
            "%-6s %5d %9.6f |",
            epoch.phase().name().toLowerCase(Locale.ROOT),
            epoch.epoch(),
            epoch.learningRate()));
    TRAIN.forEach(name -> row.append(cell(epoch.train(), name, name.startsWith("w") ? 10 : 8)));
    row.append(" |");
    if (epoch.validation().isEmpty()) {
      row.append(" trains on all of it");
    } else {
      VALIDATION.forEach(
          name -> row.append(cell(epoch.validation(), name, name.startsWith("w") ? 10 : 8)));
    }
    line(row + (epoch.best() ? "  best" : ""));
    return stop.verdict();
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    ProgressBar shown = bar;
    if (shown != null) {
      shown.close();
      bar = null;
      line("");
    }
  }

  private ProgressBar bar(Progress progress) {
    ProgressBar shown = bar;
    if (shown == null || barPhase != progress.phase()) {
      if (shown != null) {
        shown.close();
      }
      shown =
          new ProgressBarBuilder()
              .setTaskName(progress.phase().name().toLowerCase(Locale.ROOT))
              .setInitialMax((long) progress.epochs() * progress.batches())
              .setUnit("", 1)
              .showSpeed()
              .setUpdateIntervalMillis(200)
              .setConsumer(
                  new DelegatingProgressBarConsumer(this::draw, console.terminalWidth() - 1))
              .build();
      shown.stepTo((progress.epoch() - 1L) * progress.batches());
      bar = shown;
      barPhase = progress.phase();
    }
    return shown;
  }

  // The bar draws on a thread of its own, and a line must not end up in the middle of it.
  private synchronized void draw(String text) {
    console.err().print(ERASE_LINE + text.strip());
    console.err().flush();
  }

  private synchronized void line(String text) {
    console.err().println(console.terminalWidth() > 0 ? ERASE_LINE + text : text);
    console.err().flush();
  }

  private static String cell(Map<String, Double> metrics, String name, int width) {
    Double value = metrics.get(name);
    String text = value == null ? "-" : String.format(Locale.ROOT, "%.4f", value);
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
