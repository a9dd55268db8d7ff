package io.recsys.sagemaker;

import io.recsys.TrainingException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Why a job failed, for someone who does not know the code.
 *
 * @param cause what went wrong, where, and what to do, on one line
 * @param hint what else may help, on one line; may be empty
 */
public record JobFailure(String cause, String hint) {
  /** The characters of a failure file that the service shows. */
  public static final int SHOWN = 1024;

  private static final String TRACE = "the job's log has the whole stack trace";
  private static final String FULL_DISK = "No space left on device";

  /** The failure that an exception stands for. */
  public static JobFailure of(Throwable thrown) {
    Throwable e =
        thrown instanceof UncheckedIOException ? Objects.requireNonNull(thrown.getCause()) : thrown;
    String message = String.valueOf(e.getMessage());
    if (e instanceof OutOfMemoryError) {
      return new JobFailure(
          "out of memory: " + message,
          "choose an instance type with more memory, or a smaller batch-size");
    }
    if (message.contains(FULL_DISK)) {
      return new JobFailure(message, "raise VolumeSizeInGB of the job's ResourceConfig");
    }
    if (e instanceof AccessDeniedException) {
      return new JobFailure(
          message + ": may not be read or written", "the container has to run as root");
    }
    boolean isOurs =
        e instanceof IllegalArgumentException
            || e instanceof TrainingException
            || e instanceof IOException;
    return isOurs && e.getMessage() != null
        ? new JobFailure(message, "")
        : new JobFailure("unexpected " + e, TRACE);
  }

  /** The failure that an exception stands for; one that nobody foresaw is printed whole. */
  public static JobFailure told(Throwable thrown, PrintStream log) {
    JobFailure failure = of(thrown);
    if (failure.hint.equals(TRACE)) {
      thrown.printStackTrace(log);
    }
    return failure;
  }

  /** This failure with another hint. */
  public JobFailure withHint(String other) {
    return new JobFailure(cause, other);
  }

  /** Writes the failure where the service looks for it; a disk that is full may leave it out. */
  public void write(Path file, PrintStream log) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, text());
    } catch (IOException e) {
      log.println("The reason could not be written: " + e);
    }
  }

  /** Cause and hint, a line each, within what the service shows. */
  public String text() {
    int rest = hint.isEmpty() ? 0 : hint.length() + 1;
    return cut(oneLine(cause), SHOWN - rest) + (hint.isEmpty() ? "" : "\n" + oneLine(hint));
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}
