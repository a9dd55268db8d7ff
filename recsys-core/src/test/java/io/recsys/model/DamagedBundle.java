package io.recsys.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The files of a model folder in memory, to be damaged, and made to look whole again. */
final class DamagedBundle {
  /** What stands around JSON that is put into other JSON as it is. */
  private static final String RAW = "@raw@";

  private static final String SEAL = "\"seal\": \"";
  private static final int SEAL_LENGTH = 64;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private final Map<String, byte[]> files;

  private DamagedBundle(Map<String, byte[]> files) {
    this.files = files;
  }

  /** The files of a whole bundle. */
  static DamagedBundle read(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : names()) {
      files.put(name, Files.readAllBytes(folder.resolve(name)));
    }
    return new DamagedBundle(files);
  }

  /** The names of the files, the manifest first. */
  static List<String> names() {
    return List.of(
        ModelBundle.MANIFEST,
        ModelBundle.WEIGHTS,
        ModelBundle.ITEMS,
        ModelBundle.USERS,
        ModelBundle.CARD);
  }

  DamagedBundle copy() {
    return new DamagedBundle(new TreeMap<>(files));
  }

  /** A copy of a file's bytes. */
  byte[] file(String name) {
    return Objects.requireNonNull(files.get(name)).clone();
  }

  void put(String name, byte[] bytes) {
    files.put(name, bytes);
  }

  void put(String name, String text) {
    put(name, text.getBytes(UTF_8));
  }

  /** A string that becomes this JSON, valid or not, where it is put. */
  static String raw(String json) {
    return RAW + json.replace("\"", RAW + "q") + RAW;
  }

  private static String text(JsonObject json) {
    return GSON.toJson(json).replaceAll("\"" + RAW + "|" + RAW + "\"", "").replace(RAW + "q", "\"");
  }

  JsonObject manifest() {
    return JsonParser.parseString(new String(file(ModelBundle.MANIFEST), UTF_8)).getAsJsonObject();
  }

  void put(JsonObject manifest) {
    put(ModelBundle.MANIFEST, text(manifest) + "\n");
  }

  private static int headerLength(byte[] weights) {
    return (int) ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** The header of the tensors. */
  JsonObject header() {
    byte[] weights = file(ModelBundle.WEIGHTS);
    String text = new String(weights, 8, headerLength(weights), UTF_8);
    return JsonParser.parseString(text).getAsJsonObject();
  }

  /** The place in the file where the tensors' data begins. */
  int dataStart() {
    return 8 + headerLength(file(ModelBundle.WEIGHTS));
  }

  /** Puts another header before the data. */
  void putHeader(JsonObject header) {
    byte[] weights = file(ModelBundle.WEIGHTS);
    byte[] text = text(header).getBytes(UTF_8);
    byte[] data = Arrays.copyOfRange(weights, dataStart(), weights.length);
    ByteBuffer all = ByteBuffer.allocate(8 + text.length + data.length);
    all.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text).put(data);
    put(ModelBundle.WEIGHTS, all.array());
  }

  /** Lets the manifest list the lengths and checksums that the files have now. */
  void list() {
    JsonObject manifest = manifest();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!file.getKey().equals(ModelBundle.MANIFEST)) {
        JsonObject content = manifest.getAsJsonObject("files").getAsJsonObject(file.getKey());
        content.addProperty("bytes", file.getValue().length);
        content.addProperty("sha256", SampleBundle.sha256(file.getValue()));
      }
    }
    put(manifest);
    seal();
  }

  /** Seals whatever the manifest holds now; nothing where there is no place for a seal. */
  void seal() {
    byte[] bytes = file(ModelBundle.MANIFEST);
    int key = new String(bytes, ISO_8859_1).lastIndexOf(SEAL);
    int place = key + SEAL.length();
    if (key >= 0 && place + SEAL_LENGTH <= bytes.length) {
      Arrays.fill(bytes, place, place + SEAL_LENGTH, (byte) '0');
      byte[] seal = SampleBundle.sha256(bytes).getBytes(ISO_8859_1);
      System.arraycopy(seal, 0, bytes, place, SEAL_LENGTH);
      put(ModelBundle.MANIFEST, bytes);
    }
  }

  /** The bytes of all files. */
  long size() {
    return files.values().stream().mapToLong(bytes -> bytes.length).sum();
  }

  /** Writes the files to a folder, those alone that differ from what is there. */
  void write(Path folder, DamagedBundle there) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!Arrays.equals(file.getValue(), there.files.get(file.getKey()))) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    }
  }
}
