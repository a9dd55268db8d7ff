package io.recsys.sagemaker;

import io.recsys.kernel.Kernels;
import io.recsys.model.HybridRecommender;
import io.recsys.sagemaker.training.Hyperparameters;
import io.recsys.sagemaker.training.MetricDefinition;
import io.recsys.sagemaker.training.TrainingChannel;
import io.recsys.sagemaker.training.TrainingSettings;
import io.recsys.train.HybridTrainer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks at a container from inside: what it offers, what the service laid out, and how to mend what
 * is missing. What a training needs is asked for where there is a training's input, what an
 * endpoint needs where there is a model.
 */
final class Doctor {
  private static final String METRICS = "metrics";
  private static final long ENOUGH_MEGABYTES = 1000;

  private final MlFolder ml;
  private final PrintStream out;
  private boolean isIll;

  private Doctor(MlFolder ml, PrintStream out) {
    this.ml = ml;
    this.out = out;
  }

  /**
   * Prints what there is.
   *
   * @param arguments none, or {@code metrics} for the metric definitions alone, as JSON
   * @return 1 where something is missing that is needed, 2 for other arguments, else 0
   */
  static int run(List<String> arguments, MlFolder ml, PrintStream out) {
    if (arguments.equals(List.of(METRICS))) {
      out.println(MetricDefinition.json(MetricDefinition.all()));
      return 0;
    }
    if (!arguments.isEmpty()) {
      out.println("doctor: " + arguments + " is too much; give nothing, or metrics");
      return 2;
    }
    return new Doctor(ml, out).examine();
  }

  private int examine() {
    boolean trains = Files.isDirectory(ml.channels()) || Files.isDirectory(ml.config());
    good("Java", Runtime.version() + " of " + System.getProperty("java.vendor"));
    memory();
    vectors();
    engine(trains);
    if (trains) {
      training();
    }
    model(trains);
    return isIll ? 1 : 0;
  }

  private void memory() {
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    String found =
        "%d MB heap at most, %d processors"
            .formatted(megabytes, Runtime.getRuntime().availableProcessors());
    if (megabytes < ENOUGH_MEGABYTES) {
      note("memory", found, "little for a training; take an instance type with more memory");
    } else {
      good("memory", found);
    }
  }

  private void vectors() {
    String name = Kernels.name();
    if (name.startsWith("plain")) {
      note(
          "vector path",
          name + ": answers take several times as long",
          "start java with --add-modules jdk.incubator.vector");
    } else {
      good("vector path", name);
    }
  }

  private void engine(boolean trains) {
    List<String> missing = HybridTrainer.missingArtifacts();
    String found = "not on the class path: " + String.join(", ", missing);
    if (missing.isEmpty()) {
      good("training engine", "DJL with PyTorch and its native library on the class path");
    } else if (trains) {
      bad("training engine", found, "take the training image, or put the natives beside the jar");
    } else {
      note("training engine", found, "serving works without");
    }
  }

  private void training() {
    checked(
        "settings",
        "name hyperparameters as the options of ./recsys train",
        () -> {
          TrainingSettings settings = TrainingSettings.of(Hyperparameters.read(ml.config()));
          TrainingChannel channel = TrainingChannel.find(ml);
          channel.source(settings.format());
          return "hyperparameters valid; channel " + channel.name() + " holds ratings";
        });
    for (Path folder : List.of(ml.model(), ml.checkpoints(), ml.outputData())) {
      checked("folder", "mount it so that it can be written", () -> written(folder));
    }
  }

  private static String written(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.delete(Files.createTempFile(folder, "doctor", null));
    return folder + " can be written";
  }

  private void model(boolean trains) {
    if (Files.exists(ml.model().resolve("manifest.json"))) {
      checked(
          "model",
          "give a model.tar.gz that a training job wrote",
          () -> {
            var provenance = HybridRecommender.load(ml.model()).provenance();
            return "loads; trained on " + provenance.data() + ", split " + provenance.split();
          });
    } else if (!trains) {
      bad("model", "none in " + ml.model(), "give the model.tar.gz of a training job");
    }
  }

  /** What finds something out, or throws. */
  @FunctionalInterface
  private interface Check {
    String found() throws IOException;
  }

  private void checked(String what, String remedy, Check check) {
    try {
      good(what, check.found());
    } catch (IOException | RuntimeException e) {
      bad(what, String.valueOf(e.getMessage()), remedy);
    }
  }

  private void good(String what, String found) {
    out.printf("ok       %-16s %s%n", what, found);
  }

  private void note(String what, String found, String remedy) {
    line("note", what, found, remedy);
  }

  private void bad(String what, String found, String remedy) {
    isIll = true;
    line("missing", what, found, remedy);
  }

  private void line(String mark, String what, String found, String remedy) {
    out.printf("%-8s %-16s %s%n         %-16s -> %s%n", mark, what, found, "", remedy);
  }
}
