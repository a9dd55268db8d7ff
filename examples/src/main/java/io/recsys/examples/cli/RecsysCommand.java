package io.recsys.examples.cli;

import io.recsys.model.Provenance;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code recsys}, which holds all others. */
@Command(
    name = "recsys",
    description = "Trains, measures and asks a hybrid recommender.",
    subcommands = {
      DemoCommand.class,
      ExploreCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      ReproduceCommand.class,
      MetricsCommand.class,
      DiffCommand.class,
      RecommendCommand.class,
      SimilarCommand.class,
      ExplainCommand.class,
      PredictCommand.class,
      PreprocessCommand.class,
      AuditCommand.class,
      SageMakerCommand.class,
      DoctorCommand.class,
      RecsysCommand.VersionCommand.class,
      HelpCommand.class
    },
    versionProvider = RecsysCommand.Version.class,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "A start: recsys demo. Each command has --help."})
public final class RecsysCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  RecsysCommand() {}

  /**
   * The parser and runner of all commands.
   *
   * @param out takes the answers
   * @param err takes progress and errors
   */
  public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    CommandLine commandLine =
        new CommandLine(new RecsysCommand())
            .setOut(out)
            .setErr(err)
            .setUsageHelpAutoWidth(false)
            .setUsageHelpWidth(100)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(new OneLineErrors())
            .setExecutionExceptionHandler(new OneLineErrors());
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Which command? There are " + String.join(", ", spec.subcommands().keySet()));
  }

  /** The version of the library and of Java. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Provenance.class.getPackage().getImplementationVersion();
      return new String[] {
        "recsys " + (version == null ? "unreleased" : version) + ", Java " + Runtime.version()
      };
    }
  }

  /** The command that prints what {@code --version} prints. */
  @Command(name = "version", description = "Says the version of the library and of Java.")
  static final class VersionCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
      spec.commandLine().getOut().println(new Version().getVersion()[0]);
    }
  }
}
