package io.recsys.examples.cli;

import io.recsys.sagemaker.local.TransformOutcome;
import io.recsys.sagemaker.local.TransformRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that runs a batch transform on this machine. */
@Command(
    name = "transform",
    description = {
      "Answers files of requests as a SageMaker batch transform does: each line is a request, and"
          + " its answer the same line of NAME.out. Files are dealt out to the hosts."
    },
    sortOptions = false)
final class LocalTransformCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      order = 0,
      description = "A model.tar.gz.")
  private Path model = Path.of("");

  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      order = 1,
      description = "A file of JSON lines, or NAME.csv with a user a line; or a folder of these.")
  private Path input = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      order = 2,
      description = "The folder for the answers.")
  private Path out = Path.of("");

  @Option(
      names = "--hosts",
      paramLabel = "N",
      order = 3,
      defaultValue = "1",
      description = "How many containers run at once. Default: ${DEFAULT-VALUE}.")
  private int hosts = 1;

  @Mixin private ContainerOptions containers = new ContainerOptions();

  @Mixin private Console console = new Console();

  LocalTransformCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    TransformRequest request =
        console.checked(() -> new TransformRequest(model, input, out, hosts));
    containers.say(console, "Starting a transform on this machine: " + input + " to " + out);
    TransformOutcome outcome = containers.sageMaker(console).transform(request);
    containers.say(console, "Completed");
    for (TransformOutcome.Failure failure : outcome.failures().stream().limit(SHOWN).toList()) {
      console.say("%s:%d: %s", failure.file(), failure.line(), failure.answer());
    }
    console
        .out()
        .printf(
            "%d requests in %d files answered in %s, %d of them with an error.%n",
            outcome.records(),
            outcome.outputs().size(),
            ContainerOptions.clock(outcome.time()),
            outcome.failed());
    return 0;
  }
}
