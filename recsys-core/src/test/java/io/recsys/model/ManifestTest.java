package io.recsys.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.recsys.data.AttributeTable;
import io.recsys.model.ModelFormatException.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final Path FILE = Path.of("m", "manifest.json");

  private static Manifest manifest(JsonObject model) {
    Map<String, Manifest.Content> files = new TreeMap<>();
    for (String name : ModelBundle.CONTENTS) {
      files.put(name, new Manifest.Content(name.length(), SampleBundle.HASH));
    }
    return new Manifest(
        "sample",
        List.of(new AttributeFile.Column("age", AttributeTable.Type.NUMBER)),
        List.of(new AttributeFile.Column("title", AttributeTable.Type.TEXT)),
        model,
        SampleBundle.provenance(Long.MIN_VALUE),
        List.of(new Probe("u", "i\"\n", 0.1f, null), new Probe("u", "j", -1e-30f, 3.3f)),
        files);
  }

  private static Manifest manifest() {
    JsonObject model = new JsonObject();
    model.addProperty("mean", 1 / 3.0);
    model.add("none", com.google.gson.JsonNull.INSTANCE);
    return manifest(model);
  }

  private static void assertCorrupt(String text, String expected) {
    assertThatThrownBy(() -> Manifest.parse(FILE, text.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            ModelFormatException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
        .hasMessageStartingWith(FILE + ": ")
        .hasMessageContaining(expected);
  }

  @Test
  void parse_givesBackWhatWasWritten() throws Exception {
    Manifest manifest = manifest();
    byte[] bytes = manifest.bytes();
    assertThat(Manifest.parse(FILE, bytes)).isEqualTo(manifest);
    assertThat(manifest().bytes()).isEqualTo(bytes);
    // The seal as the format's description has it, computed apart from the code under test.
    String text = new String(bytes, UTF_8);
    assertThat(SampleBundle.sealed(text)).isEqualTo(text);
  }

  @Test
  void parse_refusesEveryFlippedByte() {
    byte[] bytes = manifest().bytes();
    for (int i = 0; i < bytes.length; i++) {
      for (int bit : new int[] {1, 32, 128}) {
        byte[] flipped = bytes.clone();
        flipped[i] ^= (byte) bit;
        assertThatThrownBy(() -> Manifest.parse(FILE, flipped))
            .as("byte %d, bit %d", i, bit)
            .isInstanceOf(ModelFormatException.class);
      }
    }
  }

  @Test
  void parse_refusesEveryTruncation() {
    String text = new String(manifest().bytes(), UTF_8).strip();
    for (int length = 0; length < text.length(); length++) {
      assertCorrupt(text.substring(0, length), "JSON");
    }
  }

  @ParameterizedTest
  @CsvSource({"0, TOO_OLD, train the model again", "2, TOO_NEW, update recsys"})
  void parse_tellsOldFromNew(int version, Kind kind, String remedy) {
    // Without the members of today: another version need not have them.
    String text = "{\"format\":\"recsys-bundle\",\"version\":" + version + ",\"what\":[]}";
    assertThatThrownBy(() -> Manifest.parse(FILE, text.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            ModelFormatException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining("version " + version + " where 1 to 1 are read")
        .hasMessageContaining(remedy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          "recsys-bundle"; "other"; 'format' is not
          "version": 1; "version": "1"; 'version' is no whole number
          "version": 1; "version": 1.0; 'version' is no whole number
          "version": 1; "version": -1; 'version' is -1
          "version": 1; "version": 1, "version": 1; twice
          "version": 1; "version": 1, "extra": 1; 'extra' is not known
          "kind"; "sort"; 'kind' is missing
          "epochs": 15; "epochs": 15.5; 'provenance.epochs' is no whole
          "epochs": 15; "epochs": 2147483648; 'provenance.epochs' is 2147483648
          "rmse": 0.91; "rmse": 1e999; too large
          "rmse": 0.91; "rmse": NaN; malformed
          "rmse": 0.91; "rmse": null; 'provenance.metrics.rmse' is no number
          "2026-01-02T03:04:05Z"; "yesterday"; provenance is wrong
          "trainHash": "a; "trainHash": "g; provenance is wrong
          "NUMBER"; "INTEGER"; 'users[0].type' is none of
          "name": "age"; "name": 3; 'users[0].name' is no text
          "items.csv"; "../items.csv"; 'files.items.csv' is missing
          "items.csv"; "/etc/passwd"; 'files.items.csv' is missing
          "files": {; "files": {"../x": {"bytes": 1, "sha256": ""},; 'files.../x' is not known
          "bytes": 9; "bytes": -9; 'files.items.csv.bytes' is -9
          "score": -1.0000000031710769E-30; "score": 1e300; 'probes[1].score' is too large
          "rating": 3.299999952316284; "rating": 1e300; 'probes[1].rating' is too large
          "rating": 3.299999952316284; "rating": null; 'probes[1].rating' is no number
          "rating"; "stars"; 'probes[1].stars' is not known
          """)
  void parse_refuses(String from, String to, String expected) {
    String text = new String(manifest().bytes(), UTF_8);
    assertThat(text).contains(from);
    assertCorrupt(SampleBundle.sealed(text.replace(from, to)), expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "1",
        "null",
        "{}",
        "{\"format\":null}",
        "{\"format\":\"recsys-bundle\"}",
        "{'format':'recsys-bundle'}",
        "{\"a\":1}}",
        "{\"a\":1,}",
        "{\"a\":01}",
        "{\"a\":TRUE}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "// c\n{}",
        "{\"a\":1 \"b\":2}",
        "\ufeff{}"
      })
  void parse_refusesWhatIsNoManifest(String text) {
    assertCorrupt(text, "");
  }

  @Test
  void parse_refusesDeepNestingAndWrongUtf8() {
    assertCorrupt("{\"a\":" + "[".repeat(1 << 20), "malformed");
    assertThatThrownBy(() -> Manifest.parse(FILE, new byte[] {'{', '"', (byte) 0xc3, '"', '}'}))
        .hasMessageContaining("not valid UTF-8");
  }

  @Test
  void bytes_refusesWhatCouldNotBeReadBack() {
    JsonObject model = new JsonObject();
    model.addProperty("mean", Double.NaN);
    assertThatThrownBy(() -> manifest(model).bytes())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model: ");
    JsonObject large = new JsonObject();
    large.addProperty("text", "x".repeat(Manifest.MAX_SIZE));
    assertThatThrownBy(() -> manifest(large).bytes()).hasMessageContaining("as a tensor");
  }
}
