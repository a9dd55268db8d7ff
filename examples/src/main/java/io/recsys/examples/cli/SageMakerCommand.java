package io.recsys.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that holds what has to do with Amazon SageMaker. */
@Command(
    name = "sagemaker",
    description = "Trains and serves as Amazon SageMaker does.",
    subcommands = SageMakerCommand.Local.class,
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SageMakerCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  SageMakerCommand() {}

  @Override
  public void run() {
    throw misuse(spec);
  }

  private static ParameterException misuse(CommandSpec spec) {
    return new ParameterException(
        spec.commandLine(),
        "Which command? There are " + String.join(", ", spec.subcommands().keySet()));
  }

  /** The command that holds what runs on this machine. */
  @Command(
      name = "local",
      description = {
        "Runs the container's entry point on this machine, with SageMaker's folders, variables and"
            + " limits; without Docker, credentials or network."
      },
      subcommands = {LocalTrainCommand.class, LocalServeCommand.class, LocalTransformCommand.class},
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Local implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    Local() {}

    @Override
    public void run() {
      throw misuse(spec);
    }
  }
}
