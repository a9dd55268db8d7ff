package io.recsys.examples.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The writer of answers as JSON: one line an answer, keys in the order given. */
final class Json {
  private static final Gson ONE_LINE = new GsonBuilder().disableHtmlEscaping().create();
  private static final Gson READABLE =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  private Json() {}

  /** An object on one line. */
  static String line(Map<String, Object> object) {
    return ONE_LINE.toJson(object);
  }

  /** An object over many lines, for people. */
  static String text(Map<String, Object> object) {
    return READABLE.toJson(object);
  }

  /** Writes an object to a file, for people, and the folder it goes to where there is none. */
  static void write(Path file, Map<String, Object> object) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
    Files.writeString(part, text(object) + "\n");
    Files.move(part, absolute, StandardCopyOption.REPLACE_EXISTING);
  }
}
