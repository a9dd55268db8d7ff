package io.recsys.sagemaker.training;

import io.recsys.TrainingListener;
import io.recsys.train.TrainingStop;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training job prints of its metrics: a line for each epoch and one for the test part, made
 * of {@code name=value;}, in which {@link MetricDefinition} finds each.
 */
final class MetricLines implements TrainingListener {
  private final PrintStream out;
  private final TrainingStop stop;
  private final List<Epoch> epochs = new ArrayList<>();

  /** Lines of a training that runs until the stop is wanted. */
  MetricLines(PrintStream out, TrainingStop stop) {
    this.out = out;
    this.stop = stop;
  }

  /** The epochs so far, in both passes. */
  List<Epoch> epochs() {
    return List.copyOf(epochs);
  }

  @Override
  public Verdict onBatch(Progress progress) {
    return stop.verdict();
  }

  @Override
  public Verdict onEpoch(Epoch epoch) {
    epochs.add(epoch);
    boolean refits = epoch.phase() == Phase.REFIT;
    String prefix = refits ? "refit-" : "";
    StringBuilder line = new StringBuilder(prefix + "epoch=" + epoch.epoch() + ";");
    append(line, prefix + "loss", epoch.train().get("loss"));
    for (String metric : MetricDefinition.VALIDATION) {
      append(line, metric, epoch.validation().get(metric));
    }
    out.println(line);
    return stop.verdict();
  }

  /** Prints the model's figures on the test part. */
  void test(Map<String, Double> metrics) {
    StringBuilder line = new StringBuilder();
    metrics.forEach((metric, value) -> append(line, "test-" + metric, value));
    out.println(line.toString().strip());
  }

  private static void append(StringBuilder line, String name, @Nullable Double value) {
    if (value != null && Double.isFinite(value)) {
      line.append(String.format(Locale.ROOT, " %s=%.6f;", name, value));
    }
  }
}
