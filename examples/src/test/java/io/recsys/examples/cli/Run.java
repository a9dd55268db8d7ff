package io.recsys.examples.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.recsys.examples.Recsys;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/**
 * A command that ran, and what came of it.
 *
 * @param exitCode the exit code
 * @param out standard output
 * @param err standard error
 */
record Run(int exitCode, String out, String err) {
  /** Runs a command in this JVM. */
  static Run of(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] texts = Arrays.stream(args).map(String::valueOf).toArray(String[]::new);
    int exitCode = Recsys.run(new PrintWriter(out), new PrintWriter(err), texts);
    return new Run(exitCode, out.toString(), err.toString());
  }

  /** Standard output as the one JSON object that it must be. */
  JsonObject json() {
    return JsonParser.parseString(out).getAsJsonObject();
  }
}
