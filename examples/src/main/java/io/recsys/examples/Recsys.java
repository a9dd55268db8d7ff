package io.recsys.examples;

import io.recsys.examples.cli.RecsysCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The command line. Standard output carries the answer, standard error progress and errors, both in
 * UTF-8. It ends with 0, with 1 where a command failed, with 2 where it was called wrongly.
 */
public final class Recsys {
  private Recsys() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    // System.out writes in the locale's encoding on Java 17, which need not know a title's letters.
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    int exitCode = run(out, err, args);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  /**
   * Runs one command in this JVM.
   *
   * @param out takes the answer
   * @param err takes progress and errors
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return RecsysCommand.commandLine(out, err).execute(args);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
