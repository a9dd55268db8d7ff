package io.recsys.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.recsys.data.AttributeTable;
import io.recsys.data.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Bundles with drawn content for the tests, and what reads, copies and edits their folders. */
final class SampleBundle {
  static final String HASH = "ab".repeat(32);

  private SampleBundle() {}

  /** A small bundle, another for each seed. */
  static BundleParts of(long seed) {
    Random random = new Random(seed);
    Vocabulary users = ids(random, 1 + random.nextInt(20));
    Vocabulary items = ids(random, 1 + random.nextInt(30));
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String user = users.id(random.nextInt(users.size()));
      String item = items.id(random.nextInt(items.size()));
      Float rating = i % 2 == 0 ? (Float) rating(user, item) : null;
      probes.add(new Probe(user, item, score(user, item), rating));
    }
    JsonObject model = new JsonObject();
    model.addProperty("dimensions", 4);
    model.addProperty("scale", random.nextDouble());
    JsonArray list = new JsonArray();
    list.add("a\"b\n");
    list.add(-0.5);
    model.add("nested", list);
    return new BundleParts(
        "sample",
        users,
        items,
        table(random, users.size()),
        table(random, items.size()),
        tensors(random, users.size(), items.size()),
        model,
        provenance(seed),
        probes);
  }

  /** The same bundle with other numbers. */
  static BundleParts withTensors(BundleParts parts, Tensors tensors) {
    return new BundleParts(
        parts.kind(),
        parts.users(),
        parts.items(),
        parts.userAttributes(),
        parts.itemAttributes(),
        tensors,
        parts.model(),
        parts.provenance(),
        parts.probes());
  }

  static Provenance provenance(long seed) {
    return new Provenance(
        "invented",
        HASH,
        HASH,
        1234,
        "temporal(0.8)",
        seed,
        15,
        Map.of("dropout", "0.2", "layers", "256,128,64"),
        Map.of("recsys", "1.0", "java", "17"),
        Map.of("rmse", 0.91, "ndcg@10", 1.0 / 3),
        Map.of("popularity", Map.of("ndcg@10", 0.1), "bias", Map.of("rmse", 0.95)),
        Instant.parse("2026-01-02T03:04:05Z"));
  }

  /** Texts that formats stumble over, one for each number. */
  static String text(Random random) {
    String[] pieces = {
      "a", "7", " ", "|", "\\", "\\e", "\"", ",", ";", "\n", "\r", "\r\n", "\t", "é", "日本", "😀",
      "#", "'", "=", "\u0000", "\u2028", "\ufeff", "{", "$"
    };
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(6); n >= 0; n--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  static AttributeTable table(Random random, int size) {
    AttributeTable.Builder table = AttributeTable.builder(size);
    String text = "te,xt" + random.nextInt(9);
    table.column("number", AttributeTable.Type.NUMBER);
    table.column(text, AttributeTable.Type.TEXT);
    table.column("terms", AttributeTable.Type.TERMS);
    double[] numbers = {
      0, -0.0, 24, 1e15, -1e15, 1e300, Double.MIN_VALUE, 0.1, 1 / 3.0, Double.POSITIVE_INFINITY
    };
    for (int row = 0; row < size; row++) {
      if (random.nextBoolean()) {
        table.number("number", row, numbers[random.nextInt(numbers.length)]);
      }
      if (random.nextBoolean()) {
        table.text(text, row, text(random));
      }
      table.terms("terms", row, Stream.generate(() -> term(random)).limit(row % 4).toList());
    }
    return table.build();
  }

  private static String term(Random random) {
    return random.nextInt(4) == 0 ? "" : text(random);
  }

  private static Vocabulary ids(Random random, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(i % 2 == 0 ? Integer.toString(random.nextInt(1000)) : text(random));
    }
    return Vocabulary.of(ids);
  }

  private static Tensors tensors(Random random, int users, int items) {
    float[] embedding = new float[items * 4];
    double[] scale = new double[3];
    int[] seen = new int[random.nextInt(50)];
    long[] starts = new long[users + 1];
    byte[] flags = new byte[random.nextInt(5)];
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < seen.length; i++) {
      seen[i] = random.nextInt(items);
    }
    random.nextBytes(flags);
    return Tensors.builder()
        .add("items.embedding", embedding, items, 4)
        .add("scale", scale, 3)
        .add("seen", seen, seen.length)
        .add("starts", starts, starts.length)
        .add("flags", flags, flags.length)
        .strings("genres", List.of("Comedy", "", "Drama \"x\"\n", "日本"))
        .build();
  }

  /** What the invented model thinks of an item for a user. */
  static float score(String user, String item) {
    return (user + " " + item).hashCode() % 1000 / 97f;
  }

  /** The rating that it predicts. */
  static float rating(String user, String item) {
    return 1 + Math.abs((item + user).hashCode() % 401) / 100f;
  }

  /** The bytes of every tensor and all else that two equal bundles have in common. */
  static Map<String, Object> content(BundleParts parts) {
    Map<String, Object> content = new TreeMap<>();
    parts
        .tensors()
        .all()
        .forEach(
            (name, tensor) -> {
              content.put("type of " + name, tensor.type());
              content.put("shape of " + name, Arrays.toString(tensor.shape()));
              content.put("array of " + name, Arrays.deepToString(new Object[] {tensor.array()}));
            });
    content.put("kind", parts.kind());
    content.put("users", parts.users());
    content.put("items", parts.items());
    content.put("userAttributes", parts.userAttributes());
    content.put("itemAttributes", parts.itemAttributes());
    content.put("model", parts.model());
    content.put("provenance", parts.provenance());
    content.put("probes", parts.probes());
    return content;
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces text in a manifest and seals it again, as someone who knows the format would. */
  static void edit(Path folder, String from, String to) throws IOException {
    Path file = folder.resolve("manifest.json");
    String text = Files.readString(file);
    String edited = text.replace(from, to);
    if (edited.equals(text)) {
      throw new IllegalArgumentException("nothing to replace: " + from);
    }
    Files.writeString(file, sealed(edited));
  }

  /** A manifest with the right seal at its end. */
  static String sealed(String manifest) {
    String start = manifest.substring(0, manifest.lastIndexOf("\"seal\": \"") + 9);
    String rest = manifest.substring(start.length() + 64);
    return start + sha256((start + "0".repeat(64) + rest).getBytes(StandardCharsets.UTF_8)) + rest;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
