package io.recsys.evaluation;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import io.recsys.data.DataFormatException;
import io.recsys.split.Split;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file of a saved evaluation: one JSON object, in which null stands for a user left out. */
final class EvaluationJson {
  private static final int FORMAT = 1;
  private static final int MAX_DEPTH = 16;
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private final JsonObject root;

  private EvaluationJson(JsonObject root) {
    this.root = root;
  }

  static void write(Findings findings, Path file) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("format", FORMAT);
    map.put("model", findings.model());
    map.put("protocol", findings.protocol().toMap());
    map.put("predictedRows", findings.predictedRows());
    map.put("metrics", findings.metrics());
    map.put("averaging", findings.averagings());
    map.put("warm", findings.warm());
    map.put("cold", findings.cold());
    Calibration calibration = findings.calibration();
    if (calibration != null) {
      map.put("calibration", calibration.toList());
    }
    map.put("users", findings.users());
    map.put("rows", findings.rows());
    Map<String, @Nullable Double[]> columns = new LinkedHashMap<>();
    findings.perUser().forEach((name, values) -> columns.put(name, boxed(values)));
    map.put("perUser", columns);
    Path target = file.toAbsolutePath();
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.writeString(part, GSON.toJson(map) + "\n");
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static @Nullable Double[] boxed(double[] values) {
    @Nullable Double[] boxed = new @Nullable Double[values.length];
    for (int i = 0; i < values.length; i++) {
      boxed[i] = Double.isNaN(values[i]) ? null : values[i];
    }
    return boxed;
  }

  static Findings read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "there is no such file; give a saved evaluation");
    }
    try (BufferedReader text = Files.newBufferedReader(file)) {
      JsonReader reader = new JsonReader(text);
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(MAX_DEPTH);
      JsonElement element = JsonParser.parseReader(reader);
      if (!element.isJsonObject()) {
        throw new JsonParseException("it is no object");
      }
      return new EvaluationJson(element.getAsJsonObject()).findings();
    } catch (CharacterCodingException e) {
      throw new DataFormatException(file, "is no saved evaluation: it is not UTF-8 text");
    } catch (JsonParseException | IllegalArgumentException | UnsupportedOperationException e) {
      throw new DataFormatException(file, "is no saved evaluation: " + firstLine(e));
    } catch (IllegalStateException | ClassCastException e) {
      throw new DataFormatException(
          file, "is no saved evaluation: a value is of another kind: " + firstLine(e));
    }
  }

  private Findings findings() {
    if (root.has("format") && integer(root, "format") != FORMAT) {
      throw new IllegalArgumentException(
          "it is of format " + integer(root, "format") + ", where this version reads " + FORMAT);
    }
    Map<String, Double> metrics = numbers(root.has("metrics") ? "metrics" : "test");
    // The answer of the command line ends here.
    boolean isWhole = root.has("perUser");
    List<String> users = new ArrayList<>();
    int[] rows = new int[0];
    if (isWhole) {
      array(root, "users").forEach(user -> users.add(user.getAsString()));
      rows = array(root, "rows").asList().stream().mapToInt(JsonElement::getAsInt).toArray();
      if (rows.length != users.size() || Arrays.stream(rows).anyMatch(row -> row < 0)) {
        throw new IllegalArgumentException("rows: it must hold a number of rows for each user");
      }
    }
    return new Findings(
        element(root, "model").getAsString(),
        protocol(object(root, "protocol")),
        root.has("predictedRows") ? integer(root, "predictedRows") : 0,
        users,
        rows,
        metrics,
        isWhole ? averagings() : Map.of(),
        isWhole ? columns(users.size(), metrics) : Map.of(),
        root.has("warm") ? numbers("warm") : Map.of(),
        root.has("cold") ? numbers("cold") : Map.of(),
        root.has("calibration") ? calibration() : null);
  }

  private Map<String, Double> numbers(String key) {
    JsonObject object = object(root, key);
    Map<String, Double> numbers = new LinkedHashMap<>();
    object.keySet().forEach(name -> numbers.put(name, number(object, name)));
    return numbers;
  }

  private Map<String, Averaging> averagings() {
    JsonObject object = object(root, "averaging");
    Map<String, Averaging> averagings = new LinkedHashMap<>();
    for (String name : object.keySet()) {
      averagings.put(name, Averaging.valueOf(object.get(name).getAsString()));
    }
    return averagings;
  }

  private Map<String, double[]> columns(int users, Map<String, Double> metrics) {
    JsonObject object = object(root, "perUser");
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (String name : object.keySet()) {
      JsonArray array = array(object, name);
      if (array.size() != users || !metrics.containsKey(name)) {
        throw new IllegalArgumentException(
            "perUser: '"
                + name
                + "' must be a metric with a value for each of "
                + users
                + " users");
      }
      double[] values = new double[users];
      for (int user = 0; user < users; user++) {
        JsonElement value = array.get(user);
        values[user] = value.isJsonNull() ? Double.NaN : finite(name, value);
      }
      columns.put(name, values);
    }
    return columns;
  }

  private Calibration calibration() {
    List<Calibration.Star> stars = new ArrayList<>();
    for (JsonElement element : array(root, "calibration")) {
      JsonObject star = element.getAsJsonObject();
      stars.add(
          new Calibration.Star(
              integer(star, "star"),
              integer(star, "rows"),
              number(star, "predicted"),
              number(star, "actual")));
    }
    return new Calibration(stars);
  }

  private static Protocol protocol(JsonObject card) {
    return new Protocol(
        element(card, "data").getAsString(),
        element(card, "dataHash").getAsString(),
        element(card, "testHash").getAsString(),
        element(card, "split").getAsString(),
        card.has("splitSeed") ? element(card, "splitSeed").getAsLong() : null,
        element(card, "leak").getAsString(),
        integer(card, "rankedItems"),
        integer(card, "trainRows"),
        integer(card, "testRows"),
        new Split.Counts(
            integer(card, "testUsers"),
            integer(card, "coldUsers"),
            integer(card, "coldUserRows"),
            integer(card, "testItems"),
            integer(card, "coldItems"),
            integer(card, "coldItemRows"),
            integer(card, "warmRows")),
        card.has("mode") ? element(card, "mode").getAsString() : Protocol.STATIC,
        element(card, "candidates").getAsString(),
        number(card, "relevantFrom"),
        integer(card, "rankedUsers"),
        integer(card, "warmRankedUsers"),
        integer(card, "k"),
        element(card, "seed").getAsLong());
  }

  private static JsonElement element(JsonObject object, String key) {
    JsonElement element = object.get(key);
    if (element == null || element.isJsonNull()) {
      throw new IllegalArgumentException("it has no '" + key + "'");
    }
    return element;
  }

  private static JsonObject object(JsonObject object, String key) {
    return element(object, key).getAsJsonObject();
  }

  private static JsonArray array(JsonObject object, String key) {
    return element(object, key).getAsJsonArray();
  }

  private static int integer(JsonObject object, String key) {
    return element(object, key).getAsInt();
  }

  private static double number(JsonObject object, String key) {
    return finite(key, element(object, key));
  }

  private static double finite(String name, JsonElement element) {
    double value = element.getAsDouble();
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + ": " + value + " is not finite");
    }
    return value;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
