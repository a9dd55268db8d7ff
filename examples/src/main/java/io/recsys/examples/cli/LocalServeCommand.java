package io.recsys.examples.cli;

import io.recsys.sagemaker.local.EndpointCheck;
import io.recsys.sagemaker.local.LocalEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that runs an endpoint on this machine. */
@Command(
    name = "serve",
    description = {
      "Unpacks a model and serves it as a SageMaker endpoint does, until Ctrl-C.",
      "With --verify it asks for the lists of all users, and compares every answer with the one of"
          + " the model in this process; ends with 1 where one differs."
    },
    sortOptions = false)
final class LocalServeCommand implements Callable<Integer> {
  private static final int SHOWN = 5;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      order = 0,
      description = "A model.tar.gz.")
  private Path model = Path.of("");

  @Option(
      names = "--port",
      paramLabel = "N",
      order = 1,
      defaultValue = "8080",
      description = "The TCP port, 0 for any that is free. Default: ${DEFAULT-VALUE}.")
  private int port = 8080;

  @Option(
      names = "--verify",
      order = 2,
      description = "Compare all answers with those of the model in this process, and end.")
  private boolean verify;

  @Mixin private ContainerOptions containers = new ContainerOptions();

  @Mixin private Console console = new Console();

  LocalServeCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    containers.say(console, "Creating an endpoint on this machine from " + model);
    LocalEndpoint endpoint = containers.sageMaker(console).deploy(model, port);
    containers.say(console, "InService at " + endpoint.address());
    if (verify) {
      try (endpoint) {
        return verify(endpoint);
      }
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(endpoint), "endpoint-stop"));
    console
        .out()
        .printf(
            "Try: curl -H 'Content-Type: application/json' -d '{\"userId\":\"196\",\"k\":3}'"
                + " %s/invocations%nCtrl-C ends it.%n",
            endpoint.address());
    console.out().flush();
    endpoint.await();
    return 1;
  }

  private static void close(LocalEndpoint endpoint) {
    try {
      endpoint.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int verify(LocalEndpoint endpoint) throws IOException {
    EndpointCheck check = endpoint.check();
    if (check.isEqual()) {
      console
          .out()
          .printf("%d answers of the endpoint equal the model's own.%n", check.questions());
      return 0;
    }
    console
        .out()
        .printf(
            "%d of %d answers of the endpoint differ: %s%n",
            check.differences().size(),
            check.questions(),
            String.join(", ", check.differences().stream().limit(SHOWN).toList()));
    return 1;
  }
}
