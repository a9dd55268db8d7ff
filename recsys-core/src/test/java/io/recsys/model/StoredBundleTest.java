package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.recsys.data.AttributeTable;
import io.recsys.data.Vocabulary;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of every format that was ever written, kept in the resources, are read for ever. */
class StoredBundleTest {
  @TempDir private Path temporary;

  private static Path stored(String name) throws URISyntaxException {
    URL url = Objects.requireNonNull(StoredBundleTest.class.getResource(name));
    return Path.of(url.toURI());
  }

  /** What the folder {@code v1} was made of. */
  private static BundleParts parts() {
    Vocabulary users = Vocabulary.of(List.of("7", "12", "ann"));
    Vocabulary items = Vocabulary.of(List.of("1", "2"));
    JsonObject model = new JsonObject();
    model.addProperty("scaleMin", 1);
    model.addProperty("scaleMax", 5);
    model.addProperty("mean", 3.25);
    return new BundleParts(
        "sample",
        users,
        items,
        AttributeTable.builder(3)
            .column("age", AttributeTable.Type.NUMBER)
            .column("occupation", AttributeTable.Type.TEXT)
            .number("age", 0, 24)
            .text("occupation", 0, "technician")
            .number("age", 2, 31.5)
            .build(),
        AttributeTable.builder(2)
            .column("title", AttributeTable.Type.TEXT)
            .column("genres", AttributeTable.Type.TERMS)
            .text("title", 0, "The \"Long\" Lake, or\nWater")
            .terms("genres", 0, List.of("Drama", "Sea|Air", "\\", ""))
            .text("title", 1, "Zwölf Äpfel")
            .build(),
        Tensors.builder()
            .add("embedding", new float[] {0.5f, -1.25f, Float.MIN_VALUE, 1e30f}, 2, 2)
            .add("spread", new double[] {1 / 3.0}, 1)
            .add("seen.items", new int[] {0, 1, -1}, 3)
            .add("times", new long[] {1L << 40, -1}, 2)
            .add("flags", new byte[] {1, -128, 0}, 3)
            .strings("genres", List.of("Drama", "Sea|Air", ""))
            .build(),
        model,
        new Provenance(
            "invented",
            "01".repeat(32),
            "ef".repeat(32),
            6,
            "temporal(0.8)",
            42,
            15,
            Map.of("dropout", "0.2"),
            Map.of("recsys", "0.1.0", "java", "17"),
            Map.of("rmse", 0.9125),
            Map.of("popularity", Map.of("ndcg@10", 0.125)),
            Instant.parse("2026-01-02T03:04:05Z")),
        List.of(new Probe("7", "1", 4.1f), new Probe("ann", "2", -0.25f)));
  }

  @Test
  void read_takesVersion1() throws Exception {
    assertThat(SampleBundle.content(ModelBundle.read(stored("v1"))))
        .isEqualTo(SampleBundle.content(parts()));
  }

  @Test
  void write_givesTheBytesOfVersion1() throws Exception {
    Path folder = temporary.resolve("m");
    ModelBundle.write(folder, parts());
    for (String name : List.of("model.safetensors", "items.csv", "users.csv")) {
      assertThat(folder.resolve(name)).hasSameBinaryContentAs(stored("v1").resolve(name));
    }
  }
}
