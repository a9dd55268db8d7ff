package io.recsys.sagemaker.training;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.recsys.data.DataFormatException;
import io.recsys.sagemaker.NearestName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The hyperparameters of a training job, by the names that the options of {@code ./recsys train}
 * have, without their dashes. Values are texts, or texts in JSON's quotes, as some callers send
 * them. Names that begin with {@code sagemaker_} or {@code _} are the service's own and left out.
 */
public final class Hyperparameters {
  /** The file that the service writes them to. */
  static final String FILE = "hyperparameters.json";

  /** All names there are. */
  public static final List<String> NAMES =
      List.of(
          "batch-size",
          "candidates",
          "columns",
          "delimiter",
          "epochs",
          "k",
          "lr",
          "preset",
          "recency",
          "relevant",
          "scale",
          "seed",
          "skip-bad-lines",
          "split",
          "test-then-learn");

  private final Map<String, String> values;

  private Hyperparameters(Map<String, String> values) {
    this.values = values;
  }

  /**
   * The hyperparameters in a job's configuration; none where there is no file.
   *
   * @param config the folder with {@code hyperparameters.json}
   * @throws DataFormatException if the file is no flat JSON object
   * @throws IllegalArgumentException if a name is unknown; the message has the nearest known one
   */
  public static Hyperparameters read(Path config) throws IOException {
    Path file = config.resolve(FILE);
    Map<String, String> values = new TreeMap<>();
    for (Map.Entry<String, JsonElement> entry : ConfigFile.read(file).entrySet()) {
      String name = entry.getKey();
      if (name.startsWith("sagemaker_") || name.startsWith("_")) {
        continue;
      }
      if (!entry.getValue().isJsonPrimitive()) {
        throw new DataFormatException(file, "'" + name + "' is no text");
      }
      values.put(known(name), unquoted(entry.getValue().getAsString()));
    }
    return new Hyperparameters(values);
  }

  /** A text, or null where there is none. */
  @Nullable String text(String name) {
    return values.get(name);
  }

  /** A text, or another where there is none. */
  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /** A whole number, or null where there is none. */
  @Nullable Integer integer(String name) {
    return parsed(name, Integer::valueOf, "a whole number");
  }

  /** A whole number of 64 bits, or null where there is none. */
  @Nullable Long longInteger(String name) {
    return parsed(name, Long::valueOf, "a whole number");
  }

  /** A number, or null where there is none. */
  @Nullable Double number(String name) {
    return parsed(name, Double::valueOf, "a number");
  }

  /** Whether a switch is on. */
  boolean flag(String name) {
    return switch (text(name, "false")) {
      case "true", "True" -> true;
      case "false", "False" -> false;
      default -> throw wrong(name, "true or false");
    };
  }

  private <T> @Nullable T parsed(String name, Function<String, T> parse, String kind) {
    String text = text(name);
    try {
      return text == null ? null : parse.apply(text.strip());
    } catch (NumberFormatException e) {
      throw wrong(name, kind);
    }
  }

  private IllegalArgumentException wrong(String name, String allowed) {
    return new IllegalArgumentException(
        "hyperparameter '%s' is '%s'; give %s".formatted(name, text(name), allowed));
  }

  private static String unquoted(String text) {
    if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
      return text;
    }
    try {
      return JsonParser.parseString(text).getAsString();
    } catch (JsonParseException | IllegalStateException e) {
      return text;
    }
  }

  private static String known(String name) {
    if (NAMES.contains(name)) {
      return name;
    }
    String hint = NearestName.hint(name, NAMES);
    throw new IllegalArgumentException(
        "there is no hyperparameter '%s'%s There are %s"
            .formatted(name, hint.isEmpty() ? "." : hint, String.join(", ", NAMES)));
  }
}
