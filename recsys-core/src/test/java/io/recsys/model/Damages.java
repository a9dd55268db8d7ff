package io.recsys.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** All ways in which the files of one bundle are damaged, by class, each with a name. */
final class Damages {
  /** A damage of files in memory. */
  record Damage(String name, Consumer<DamagedBundle> change) {}

  private static final String DEEP = "[".repeat(100_000) + "]".repeat(100_000);

  /** What stands in the place of a JSON value. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1",
          "7",
          "-0.0",
          "1.5",
          "1e308",
          "-1e308",
          "1e400",
          "1e-400",
          "65536",
          "2147483647",
          "2147483648",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "9".repeat(400),
          "\"\"",
          "\"../x\"",
          "\"/etc/passwd\"",
          "\"a\\u0000\\nb\"",
          "\"\\ud800\"",
          "\"NaN\"",
          "NaN",
          "[]",
          "{}",
          "[-1]",
          "[0]",
          "[0,8]",
          "[8,0]",
          "[2147483648]",
          "[4294967296,4294967296]",
          "[9223372036854775807,2]",
          "[4611686018427387905,4]",
          "[0,9223372036854775807]",
          "[1,1,1,1,1,1,1,1,1]",
          "[" + "0,".repeat(9_999) + "0]",
          "\"" + "x".repeat(10_000) + "\"",
          DEEP,
          "{\"a\":{\"a\":" + DEEP + "}}",
          "{\"a\":1,\"a\":1}",
          "\"F64\"",
          "\"U8\"",
          "'x'");

  private static final List<String> CELLS =
      List.of(
          "\"",
          "\"\"",
          "\"\"\"",
          "\"a",
          "a\"b",
          "\"a\"b",
          "\n",
          "\"\n\"",
          "\r",
          ",",
          "\"a,b\"",
          "\u0000",
          "\ufeff",
          "1e999",
          "-1e999",
          "1e300",
          "0x1p3",
          "1d",
          "NaN",
          "Infinity",
          "-Infinity",
          " 1 ",
          "1".repeat(5_000),
          "|",
          "||||||",
          "\\",
          "\\|",
          "\\\\",
          "\\e|\\e",
          "\\x",
          "x".repeat(5_000),
          ",".repeat(5_000),
          "\n".repeat(5_000),
          "'",
          "#",
          "é",
          "=1+1");

  private final DamagedBundle whole;
  private final long seed;

  Damages(DamagedBundle whole, long seed) {
    this.whole = whole;
    this.seed = seed;
  }

  /** All damages by class. */
  Map<String, List<Damage>> all() {
    Map<String, List<Damage>> all = new TreeMap<>();
    all.put("truncated", truncations());
    all.put("flipped", flips());
    all.put("header length", headerLengths());
    all.put("header", values(whole.header(), DamagedBundle::putHeader, DamagedBundle::list));
    all.put("swapped", swaps());
    all.put("manifest", values(whole.manifest(), DamagedBundle::put, DamagedBundle::seal));
    all.put("numbers", numbers());
    all.put("cells", cells());
    all.put("drawn", drawn());
    return all;
  }

  private static void repair(DamagedBundle bundle, String name) {
    if (name.equals(ModelBundle.MANIFEST)) {
      bundle.seal();
    } else {
      bundle.list();
    }
  }

  /** The same change of a file's bytes twice: as it is, and with the checksums repaired. */
  private static void addTwice(
      List<Damage> damages, String file, String what, Consumer<DamagedBundle> change) {
    damages.add(new Damage(file + " " + what, change));
    damages.add(
        new Damage(
            file + " " + what + ", repaired",
            bundle -> {
              change.accept(bundle);
              repair(bundle, file);
            }));
  }

  /** The lengths at which a file may end in the middle of something. */
  private Set<Integer> ends(String name) {
    byte[] bytes = whole.file(name);
    Set<Integer> ends = new TreeSet<>(List.of(0, 1, 2, 7, 8, 9, bytes.length - 1));
    if (name.equals(ModelBundle.WEIGHTS)) {
      for (String tensor : whole.header().keySet()) {
        if (!tensor.equals(SafeTensors.METADATA)) {
          int end = whole.dataStart() + offset(whole, tensor, 1);
          ends.addAll(List.of(end - 1, end, end + 1));
        }
      }
      ends.addAll(List.of(whole.dataStart() - 1, whole.dataStart(), whole.dataStart() + 1));
    } else {
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          ends.addAll(List.of(i, i + 1));
        }
      }
    }
    ends.removeIf(end -> end >= bytes.length);
    return ends;
  }

  private static int offset(DamagedBundle bundle, String tensor, int index) {
    return bundle
        .header()
        .getAsJsonObject(tensor)
        .getAsJsonArray("data_offsets")
        .get(index)
        .getAsInt();
  }

  private List<Damage> truncations() {
    List<Damage> damages = new ArrayList<>();
    for (String name : DamagedBundle.names()) {
      for (int end : ends(name)) {
        addTwice(
            damages,
            name,
            "cut to " + end,
            bundle -> bundle.put(name, Arrays.copyOf(bundle.file(name), end)));
      }
    }
    return damages;
  }

  private List<Damage> flips() {
    List<Damage> damages = new ArrayList<>();
    for (String name : DamagedBundle.names()) {
      int length = whole.file(name).length;
      for (int i = 0; i < length; i++) {
        int at = i;
        int mask = 1 << new Random(seed + i).nextInt(8);
        addTwice(
            damages,
            name,
            "flipped at " + at + " by " + mask,
            bundle -> {
              byte[] bytes = bundle.file(name);
              bytes[at] ^= (byte) mask;
              bundle.put(name, bytes);
            });
      }
    }
    return damages;
  }

  private List<Damage> headerLengths() {
    List<Damage> damages = new ArrayList<>();
    long size = whole.file(ModelBundle.WEIGHTS).length;
    long right = whole.dataStart() - 8L;
    for (long length :
        new long[] {
          0,
          1,
          2,
          -1,
          Long.MIN_VALUE,
          Long.MAX_VALUE,
          size - 9,
          size - 8,
          size - 7,
          size,
          right - 1,
          right + 1,
          right + 8,
          1 << 20,
          (1 << 20) + 1,
          1L << 31,
          1L << 32,
          (1L << 32) + right
        }) {
      addTwice(
          damages,
          ModelBundle.WEIGHTS,
          "header of " + length,
          bundle -> {
            byte[] bytes = bundle.file(ModelBundle.WEIGHTS);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            bundle.put(ModelBundle.WEIGHTS, bytes);
          });
    }
    return damages;
  }

  /** What puts a JSON object into a bundle. */
  private interface Put {
    void accept(DamagedBundle bundle, JsonObject json);
  }

  /** Every value of an object left out, and replaced by every hostile one. */
  private static List<Damage> values(JsonObject json, Put put, Consumer<DamagedBundle> repair) {
    List<Damage> damages = new ArrayList<>();
    List<List<Object>> paths = new ArrayList<>();
    paths(json, List.of(), paths);
    for (List<Object> path : paths) {
      List<String> values = new ArrayList<>(VALUES);
      JsonElement old = at(json, path);
      if (old instanceof JsonPrimitive number && number.isNumber()) {
        for (int plus : new int[] {-8, -1, 1, 4, 8}) {
          values.add(Long.toString((long) number.getAsDouble() + plus));
        }
      }
      values.add("");
      for (String value : values) {
        String shown = value.length() > 40 ? value.substring(0, 40) + "..." : value;
        damages.add(
            new Damage(
                path + " = " + shown,
                bundle -> {
                  JsonObject changed = json.deepCopy();
                  replace(changed, path, value);
                  put.accept(bundle, changed);
                  repair.accept(bundle);
                }));
      }
    }
    return damages;
  }

  private static void paths(JsonElement json, List<Object> path, List<List<Object>> paths) {
    List<Object> keys = new ArrayList<>();
    if (json instanceof JsonObject object) {
      keys.addAll(object.keySet());
    } else if (json instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        keys.add(i);
      }
    }
    for (Object key : keys) {
      List<Object> longer = new ArrayList<>(path);
      longer.add(key);
      paths.add(longer);
      paths(at(json, List.of(key)), longer, paths);
    }
  }

  private static JsonElement at(JsonElement json, List<Object> path) {
    JsonElement at = json;
    for (Object key : path) {
      at =
          key instanceof Integer i
              ? at.getAsJsonArray().get(i)
              : at.getAsJsonObject().get((String) key);
    }
    return at;
  }

  private static void replace(JsonObject json, List<Object> path, String value) {
    JsonElement parent = at(json, path.subList(0, path.size() - 1));
    JsonElement raw = new JsonPrimitive(DamagedBundle.raw(value));
    Object key = path.get(path.size() - 1);
    if (parent instanceof JsonArray array && value.isEmpty()) {
      array.remove((int) (Integer) key);
    } else if (parent instanceof JsonArray array) {
      array.set((Integer) key, raw);
    } else if (value.isEmpty()) {
      parent.getAsJsonObject().remove((String) key);
    } else {
      parent.getAsJsonObject().add((String) key, raw);
    }
  }

  /** Every two tensors with each other's name. */
  private List<Damage> swaps() {
    List<Damage> damages = new ArrayList<>();
    JsonObject header = whole.header();
    for (String one : header.keySet()) {
      for (String other : header.keySet()) {
        if (one.compareTo(other) < 0) {
          damages.add(
              new Damage(
                  one + " and " + other + " swapped",
                  bundle -> {
                    JsonObject swapped = header.deepCopy();
                    swapped.add(one, header.get(other));
                    swapped.add(other, header.get(one));
                    bundle.putHeader(swapped);
                    bundle.list();
                  }));
        }
      }
    }
    return damages;
  }

  /** Hostile numbers in every tensor, in the first, a middle and the last place. */
  private List<Damage> numbers() {
    List<Damage> damages = new ArrayList<>();
    for (String tensor : whole.header().keySet()) {
      if (tensor.equals(SafeTensors.METADATA)) {
        continue;
      }
      int begin = whole.dataStart() + offset(whole, tensor, 0);
      int end = whole.dataStart() + offset(whole, tensor, 1);
      String type = whole.header().getAsJsonObject(tensor).get("dtype").getAsString();
      int width = Tensor.Type.valueOf(type).width();
      Set<Integer> places =
          new TreeSet<>(List.of(begin, (begin + end) / 2 / width * width, end - width));
      places.removeIf(place -> place < begin || place + width > end);
      for (int place : places) {
        for (long number : numbers(type)) {
          damages.add(
              new Damage(
                  "%s (%s) at %d = %x".formatted(tensor, type, place - begin, number),
                  bundle -> {
                    byte[] bytes = bundle.file(ModelBundle.WEIGHTS);
                    for (int i = 0; i < width; i++) {
                      bytes[place + i] = (byte) (number >> (8 * i));
                    }
                    bundle.put(ModelBundle.WEIGHTS, bytes);
                    bundle.list();
                  }));
        }
      }
    }
    return damages;
  }

  private static long[] numbers(String type) {
    return switch (type) {
      case "F32" ->
          Arrays.stream(
                  new double[] {
                    Float.NaN,
                    Float.POSITIVE_INFINITY,
                    -Float.MAX_VALUE,
                    Float.MAX_VALUE,
                    1e20,
                    1e9,
                    -1e9,
                    Float.MIN_VALUE,
                    -0.0
                  })
              .mapToLong(number -> Float.floatToIntBits((float) number))
              .toArray();
      case "F64" ->
          Arrays.stream(
                  new double[] {
                    Double.NaN,
                    Double.NEGATIVE_INFINITY,
                    Double.MAX_VALUE,
                    1e200,
                    -1e200,
                    1e40,
                    -1e9
                  })
              .mapToLong(Double::doubleToLongBits)
              .toArray();
      default ->
          new long[] {
            -1,
            0,
            1,
            14,
            15,
            16,
            1 << 16,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            1L << 40,
            Long.MAX_VALUE,
            Long.MIN_VALUE
          };
    };
  }

  /** Every cell of the two tables replaced by every hostile one. */
  private List<Damage> cells() {
    List<Damage> damages = new ArrayList<>();
    for (String name : List.of(ModelBundle.ITEMS, ModelBundle.USERS)) {
      String[] lines = new String(whole.file(name), UTF_8).split("\n");
      for (int line = 0; line < lines.length; line++) {
        String[] cells = lines[line].split(",", -1);
        for (int cell = 0; cell < cells.length; cell++) {
          for (String hostile : CELLS) {
            String[] changedCells = cells.clone();
            changedCells[cell] = hostile;
            String[] changed = lines.clone();
            changed[line] = String.join(",", changedCells);
            String text = String.join("\n", changed) + "\n";
            String shown = hostile.length() > 20 ? hostile.substring(0, 20) + "..." : hostile;
            damages.add(
                new Damage(
                    "%s row %d cell %d = %s".formatted(name, line, cell, shown),
                    bundle -> {
                      bundle.put(name, text);
                      bundle.list();
                    }));
          }
        }
      }
    }
    return damages;
  }

  /** Bytes overwritten, left out and put in at random, with the checksums repaired. */
  private List<Damage> drawn() {
    List<Damage> damages = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      long drawn = seed * 1_000_003 + i;
      damages.add(
          new Damage(
              "drawn by " + drawn,
              bundle -> {
                Random random = new Random(drawn);
                String name = DamagedBundle.names().get(random.nextInt(4));
                byte[] bytes = bundle.file(name);
                for (int n = 1 + random.nextInt(4); n > 0; n--) {
                  bytes = edited(bytes, random);
                }
                bundle.put(name, bytes);
                repair(bundle, name);
              }));
    }
    return damages;
  }

  private static byte[] edited(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length + 1);
    int to = from + random.nextInt(Math.min(bytes.length - from, 40) + 1);
    byte[] middle = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(40)];
    random.nextBytes(middle);
    if (random.nextBoolean() && bytes.length > 0) {
      // What stands elsewhere in the file is likelier to be taken for something.
      int other = random.nextInt(bytes.length);
      middle = Arrays.copyOfRange(bytes, other, Math.min(bytes.length, other + middle.length));
    }
    ByteBuffer edited = ByteBuffer.allocate(from + middle.length + bytes.length - to);
    return edited.put(bytes, 0, from).put(middle).put(bytes, to, bytes.length - to).array();
  }
}
