package io.recsys.examples.cli;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command has: its two streams, {@code --help} and {@code --verbose}. */
@Command(mixinStandardHelpOptions = true)
final class Console {
  /** The columns of standard error's terminal: Java cannot tell, the script that starts it can. */
  private static final String TERMINAL = "recsys.terminal";

  private static final String ERASE_LINE = "\r\033[K";

  /** Read by {@link OneLineErrors}, which also hears of arguments that never got here. */
  @Option(names = "--verbose", description = "Print the stack trace of an error.")
  boolean verbose;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** Takes the answer. */
  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Takes progress and remarks. */
  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Writes a remark to standard error, in place of a bar that may stand in the last line. */
  synchronized void say(String format, Object... args) {
    String erase = terminalWidth() > 0 ? ERASE_LINE : "";
    err().println(erase + (args.length == 0 ? format : String.format(Locale.ROOT, format, args)));
    err().flush();
  }

  /** Shows a bar in the terminal's last line, in place of what stands there. */
  synchronized void redraw(String bar) {
    err().print(ERASE_LINE + bar.strip());
    err().flush();
  }

  /** The columns of the terminal that standard error is shown on, 0 where it is none. */
  int terminalWidth() {
    return Integer.getInteger(TERMINAL, 0);
  }

  /** A misuse of the command, to throw. */
  ParameterException misuse(String message) {
    CommandLine commandLine = spec.commandLine();
    return new ParameterException(commandLine, message);
  }

  /** What an argument was worth, or a misuse of the command where it was worth nothing. */
  <T> T checked(Argument<T> argument) {
    try {
      return argument.value();
    } catch (IllegalArgumentException e) {
      throw misuse(String.valueOf(e.getMessage()));
    }
  }

  /** Something made from what the user typed, which throws where that makes no sense. */
  @FunctionalInterface
  interface Argument<T> {
    T value();
  }
}
