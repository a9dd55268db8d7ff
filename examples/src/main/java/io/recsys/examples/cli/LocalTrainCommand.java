package io.recsys.examples.cli;

import io.recsys.sagemaker.local.LocalTraining;
import io.recsys.sagemaker.local.TrainingOutcome;
import io.recsys.sagemaker.local.TrainingRequest;
import io.recsys.train.TrainingStop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that runs a training job on this machine. */
@Command(
    name = "train",
    description = {
      "Runs a training job as SageMaker would, and packs the model that it leaves.",
      "Ctrl-C stops the job as SageMaker stops one; with --checkpoints, the same command goes on"
          + " where it stopped."
    },
    sortOptions = false)
final class LocalTrainCommand implements Callable<Integer> {
  /** Longer than a job may take to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      order = 0,
      description = "The channel 'training': a MovieLens folder, or a delimited file.")
  private Path data = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      order = 1,
      defaultValue = "model.tar.gz",
      description =
          "The archive of the model; output.tar.gz, with the reports, goes beside it. Default:"
              + " ${DEFAULT-VALUE}.")
  private Path out = Path.of("");

  @Option(
      names = "--hyperparameter",
      paramLabel = "NAME=VALUE",
      order = 2,
      description = "A hyperparameter, named as an option of 'recsys train'; may be repeated.")
  private Map<String, String> hyperparameters = new LinkedHashMap<>();

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      order = 3,
      description = "Where checkpoints are kept: a job with the same goes on where one stopped.")
  private @Nullable Path checkpoints;

  @Option(
      names = "--max-runtime",
      paramLabel = "SECONDS",
      order = 4,
      defaultValue = "86400",
      description = "When to stop the job. Default: ${DEFAULT-VALUE}, a day.")
  private long maxRuntime = 86_400;

  @Mixin private ContainerOptions containers = new ContainerOptions();

  @Mixin private Console console = new Console();

  LocalTrainCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    TrainingRequest request =
        console.checked(
            () ->
                new TrainingRequest(
                    Map.of("training", data),
                    hyperparameters,
                    out,
                    checkpoints,
                    Duration.ofSeconds(maxRuntime)));
    say("Starting a training job on this machine: " + data + " is the channel 'training'");
    LocalTraining training = containers.sageMaker(console).train(request);
    say("Training; " + training.folder() + " stands for /opt/ml");
    try (TrainingStop stop = new TrainingStop(PATIENCE, () -> stop(training))) {
      return report(training.await());
    }
  }

  private void stop(LocalTraining training) {
    say("Stopping: the job has 120 s to end");
    training.stop();
  }

  private int report(TrainingOutcome outcome) {
    String after = " after " + ContainerOptions.clock(outcome.time());
    switch (outcome.status()) {
      case STOPPED -> {
        say("Stopped" + after);
        String next = checkpoints == null ? "" : "; the same command goes on";
        console.out().println("Stopped" + after + next + ".");
      }
      case FAILED -> console.out().println("Failed" + after + ": " + outcome.failureReason());
      case COMPLETED -> {
        say("Completed" + after);
        for (Map.Entry<String, List<Double>> metric : outcome.metrics().entrySet()) {
          List<Double> values = metric.getValue();
          console.out().printf("%-24s %10.4f%n", metric.getKey(), values.get(values.size() - 1));
        }
        console.out().printf("%nThe model is in %s after %s.%n", out, after.strip());
        console.out().printf("Next: recsys sagemaker local serve --model %s%n", out);
      }
    }
    return outcome.status() == TrainingOutcome.Status.COMPLETED ? 0 : 1;
  }

  private void say(String what) {
    containers.say(console, what);
  }
}
