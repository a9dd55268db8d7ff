package io.recsys.sagemaker;

import io.recsys.sagemaker.hosting.BatchTopK;
import io.recsys.sagemaker.hosting.Hosting;
import io.recsys.sagemaker.training.TrainingJob;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The entry point of the container. The service starts it as {@code train} or {@code serve}, with
 * the JVM as process 1, so that the service's signals reach it.
 *
 * <p>Ends with 0 when all went well, 1 when a job failed or something is missing, 2 when it was
 * called wrongly, and 143 when it was told to end (SIGTERM).
 */
public final class ContainerMain {
  private static final int MISUSE = 2;

  private static final Map<String, Command> COMMANDS =
      new TreeMap<>(
          Map.of(
              "train", (arguments, folder, environment, out) -> TrainingJob.run(folder, out),
              "serve",
                  (arguments, folder, environment, out) -> Hosting.serve(folder, environment, out),
              "process", ContainerMain::process,
              "doctor",
                  (arguments, folder, environment, out) -> Doctor.run(arguments, folder, out)));

  private ContainerMain() {}

  /** What the container can be started as. */
  @FunctionalInterface
  private interface Command {
    int run(
        List<String> arguments, MlFolder folder, Map<String, String> environment, PrintStream out);
  }

  private static int process(
      List<String> arguments, MlFolder folder, Map<String, String> environment, PrintStream out) {
    if (arguments.isEmpty() || !arguments.get(0).equals("batch-topk")) {
      out.println("process: there is no such job; give batch-topk");
      return MISUSE;
    }
    return BatchTopK.run(arguments.subList(1, arguments.size()), folder, environment, out);
  }

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.getenv(), System.out));
  }

  /**
   * Runs a command.
   *
   * @param arguments the command's name and what it takes
   * @param environment the variables of the process
   * @param out where progress, metrics and errors go; the service keeps them as the job's log
   * @return the exit status
   */
  public static int run(List<String> arguments, Map<String, String> environment, PrintStream out) {
    Command command = arguments.isEmpty() ? null : COMMANDS.get(arguments.get(0));
    if (command == null) {
      out.printf(
          "%s; give one of train, serve, process, doctor%n",
          arguments.isEmpty()
              ? "no command is given"
              : "there is no command '" + arguments.get(0) + "'");
      return MISUSE;
    }
    List<String> rest = arguments.subList(1, arguments.size());
    return command.run(rest, MlFolder.of(environment), environment, out);
  }
}
