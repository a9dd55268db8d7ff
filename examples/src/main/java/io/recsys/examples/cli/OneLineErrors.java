package io.recsys.examples.cli;

import io.recsys.TrainingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What becomes of an exception: one line on standard error, and the exit code 1 or 2. */
final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final String VERBOSE = "--verbose";

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    // A mistyped option is also missing; its name tells more.
    List<String> unmatched = command.getUnmatchedArguments();
    ParameterException cause =
        e instanceof MissingParameterException && !unmatched.isEmpty()
            ? new UnmatchedArgumentException(command, unmatched)
            : e;
    String message = sentence(String.valueOf(cause.getMessage())) + suggestion(cause);
    String help = command.getCommandSpec().qualifiedName() + " --help";
    print(command.getErr(), e, message + " See '" + help + "'.", isVerbose(Arrays.asList(args)));
    return CommandLine.ExitCode.USAGE;
  }

  private static String suggestion(ParameterException e) {
    List<String> suggestions =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    return suggestions.isEmpty() ? "" : " Did you mean " + suggestions.get(0) + "?";
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    boolean isVerbose = isVerbose(parsed.originalArgs());
    print(command.getErr(), e, sentence(message(e)), isVerbose);
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static boolean isVerbose(List<String> args) {
    return args.contains(VERBOSE);
  }

  private static void print(PrintWriter err, Exception e, String message, boolean isVerbose) {
    err.println("recsys: " + message);
    if (isVerbose) {
      e.printStackTrace(err);
    }
    err.flush();
  }

  /** What went wrong, for someone who does not know the code. */
  private static String message(Throwable e) {
    if (e instanceof UncheckedIOException && e.getCause() != null) {
      return message(e.getCause());
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": may not be read or written; check its permissions";
    }
    boolean isOurs =
        e instanceof IllegalArgumentException
            || e instanceof TrainingException
            || e instanceof FileSystemException
            || e instanceof FileNotFoundException
            || e instanceof IOException;
    if (isOurs && e.getMessage() != null) {
      return e.getMessage();
    }
    return "unexpected " + e + "; run again with --verbose and report what it prints";
  }

  private static String sentence(String message) {
    String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
    return line.endsWith(".") || line.endsWith("?") ? line : line + ".";
  }
}
