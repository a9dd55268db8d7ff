package io.recsys.model;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.recsys.data.AttributeTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The file that says what the other files of a model folder are, down to their bytes, and seals
 * itself: its last member is the SHA-256 of its own bytes, taken with zeros in that place.
 *
 * @param kind the kind of model
 * @param userColumns the columns of the users' attributes
 * @param itemColumns the columns of the items' attributes
 * @param model what else the model wants kept
 * @param provenance how the model was made
 * @param probes answers to be given again
 * @param files every other file of the folder, by name
 */
record Manifest(
    String kind,
    List<AttributeFile.Column> userColumns,
    List<AttributeFile.Column> itemColumns,
    JsonObject model,
    Provenance provenance,
    List<Probe> probes,
    Map<String, Content> files) {
  /** What the member {@code format} says, by which a folder is known to hold a model. */
  static final String FORMAT = "recsys-bundle";

  /** The oldest format that is read. */
  static final int MIN_VERSION = 1;

  /** The newest format that is read, and the one written. */
  static final int MAX_VERSION = 1;

  /** The most bytes that a manifest may have. */
  static final int MAX_SIZE = 1 << 22;

  private static final String[] PROBE = {"user", "item", "score"};
  private static final String[] RATED_PROBE = {"user", "item", "score", "rating"};
  private static final String SEAL = "seal";
  private static final String UNSEALED = "0".repeat(64);

  /**
   * What a file holds.
   *
   * @param bytes its length
   * @param sha256 its SHA-256 in hexadecimal digits
   */
  record Content(long bytes, String sha256) {}

  /** The manifest's bytes. */
  byte[] bytes() {
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.addProperty("version", MAX_VERSION);
    json.addProperty("kind", kind);
    json.add("users", columns(userColumns));
    json.add("items", columns(itemColumns));
    json.add("model", model);
    json.add("provenance", ProvenanceJson.write(provenance));
    json.add("probes", probes(probes));
    json.add("files", files(files));
    json.addProperty(SEAL, UNSEALED);
    String text =
        new GsonBuilder()
            .setPrettyPrinting()
            .serializeNulls()
            .disableHtmlEscaping()
            .create()
            .toJson(json);
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    check(bytes);
    byte[] seal = Sha256.of(bytes).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(seal, 0, bytes, lastIndexOf(bytes, UNSEALED), seal.length);
    return bytes;
  }

  private static void check(byte[] bytes) {
    if (bytes.length > MAX_SIZE) {
      throw new IllegalArgumentException(
          "model: the manifest has %d bytes, at most %d fit; keep what is large as a tensor"
              .formatted(bytes.length, MAX_SIZE));
    }
    try {
      StrictJson.parse(Path.of(ModelBundle.MANIFEST), bytes);
    } catch (ModelFormatException e) {
      throw new IllegalArgumentException("model: not to be kept as JSON, " + e.getMessage(), e);
    }
  }

  /**
   * Reads a manifest.
   *
   * @param file the file, for messages
   */
  static Manifest parse(Path file, byte[] bytes) throws ModelFormatException {
    JsonPart json = new JsonPart(file, "", StrictJson.parse(file, bytes));
    // A future format may differ in all but these two members, so they come first.
    if (!json.text("format").equals(FORMAT)) {
      throw json.wrong("format", "is not " + FORMAT);
    }
    checkVersion(file, json.integer("version", 0, Integer.MAX_VALUE));
    json.members(
        "format",
        "version",
        "kind",
        "users",
        "items",
        "model",
        "provenance",
        "probes",
        "files",
        SEAL);
    checkSeal(json, bytes);
    return new Manifest(
        json.text("kind"),
        columns(json, "users"),
        columns(json, "items"),
        json.part("model").json(),
        ProvenanceJson.read(json.part("provenance")),
        probes(json),
        files(json.part("files")));
  }

  private static void checkVersion(Path file, long version) throws ModelFormatException {
    String reason = "its format is version %d where %d to %d are read";
    if (version < MIN_VERSION || version > MAX_VERSION) {
      throw new ModelFormatException(
          version < MIN_VERSION
              ? ModelFormatException.Kind.TOO_OLD
              : ModelFormatException.Kind.TOO_NEW,
          file,
          reason.formatted(version, MIN_VERSION, MAX_VERSION));
    }
  }

  private static void checkSeal(JsonPart json, byte[] bytes) throws ModelFormatException {
    String seal = json.text(SEAL);
    int place = seal.length() == UNSEALED.length() ? lastIndexOf(bytes, seal) : -1;
    if (place >= 0) {
      byte[] unsealed = bytes.clone();
      Arrays.fill(unsealed, place, place + seal.length(), (byte) '0');
      if (Sha256.of(unsealed).equals(seal)) {
        return;
      }
    }
    throw json.wrong(SEAL, "is not the SHA-256 of the file: it was damaged or edited");
  }

  private static int lastIndexOf(byte[] bytes, String ascii) {
    // One byte a character, so that an index into the text is one into the bytes.
    return new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(ascii);
  }

  private static JsonArray columns(List<AttributeFile.Column> columns) {
    JsonArray array = new JsonArray();
    for (AttributeFile.Column column : columns) {
      JsonObject json = new JsonObject();
      json.addProperty("name", column.name());
      json.addProperty("type", column.type().name());
      array.add(json);
    }
    return array;
  }

  private static List<AttributeFile.Column> columns(JsonPart json, String name)
      throws ModelFormatException {
    List<AttributeFile.Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonPart part : json.parts(name)) {
      part.members("name", "type");
      AttributeTable.Type type = null;
      for (AttributeTable.Type known : AttributeTable.Type.values()) {
        type = known.name().equals(part.text("type")) ? known : type;
      }
      if (type == null) {
        throw part.wrong("type", "is none of " + Arrays.toString(AttributeTable.Type.values()));
      }
      if (!names.add(part.text("name"))) {
        throw part.wrong("name", "names a second column");
      }
      columns.add(new AttributeFile.Column(part.text("name"), type));
    }
    return columns;
  }

  private static JsonArray probes(List<Probe> probes) {
    JsonArray array = new JsonArray();
    for (Probe probe : probes) {
      JsonObject json = new JsonObject();
      json.addProperty("user", probe.user());
      json.addProperty("item", probe.item());
      // As doubles they are written with all their digits, and come back as the same floats.
      json.addProperty("score", (double) probe.score());
      Float rating = probe.rating();
      if (rating != null) {
        json.addProperty("rating", rating.doubleValue());
      }
      array.add(json);
    }
    return array;
  }

  private static List<Probe> probes(JsonPart json) throws ModelFormatException {
    List<Probe> probes = new ArrayList<>();
    for (JsonPart part : json.parts("probes")) {
      boolean rated = part.has("rating");
      part.members(rated ? RATED_PROBE : PROBE);
      Float rating = rated ? real(part, "rating") : null;
      probes.add(new Probe(part.text("user"), part.text("item"), real(part, "score"), rating));
    }
    return probes;
  }

  private static float real(JsonPart part, String name) throws ModelFormatException {
    float value = (float) part.number(name);
    if (!Float.isFinite(value)) {
      throw part.wrong(name, "is too large");
    }
    return value;
  }

  private static JsonObject files(Map<String, Content> files) {
    JsonObject json = new JsonObject();
    new TreeMap<>(files)
        .forEach(
            (name, content) -> {
              JsonObject file = new JsonObject();
              file.addProperty("bytes", content.bytes);
              file.addProperty("sha256", content.sha256);
              json.add(name, file);
            });
    return json;
  }

  private static Map<String, Content> files(JsonPart json) throws ModelFormatException {
    // Only names known beforehand are ever opened: no name in the file can lead out of the folder.
    json.members(ModelBundle.CONTENTS.toArray(new String[0]));
    Map<String, Content> files = new TreeMap<>();
    for (String name : ModelBundle.CONTENTS) {
      JsonPart part = json.part(name);
      part.members("bytes", "sha256");
      files.put(name, new Content(part.integer("bytes", 0, Long.MAX_VALUE), part.text("sha256")));
    }
    return files;
  }
}
