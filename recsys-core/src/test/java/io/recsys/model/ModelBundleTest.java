package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.data.AttributeTable;
import io.recsys.model.ModelFormatException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelBundleTest {
  @TempDir private Path temporary;
  private Path folder;
  private BundleParts parts;

  @BeforeEach
  void save() throws IOException {
    folder = temporary.resolve("model");
    parts = SampleBundle.of(1);
    ModelBundle.write(folder, parts);
  }

  private void assertCorrupt(String expected) {
    assertThatThrownBy(() -> ModelBundle.read(folder))
        .isInstanceOfSatisfying(
            ModelFormatException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
        .hasMessageStartingWith(folder.toString())
        .hasMessageContaining(expected);
  }

  @Test
  void checkTable_refusesWhatNoReaderTakes() throws IOException {
    BundleWriter.checkTable("users.csv", ModelBundle.MAX_TABLE);
    assertThatThrownBy(() -> BundleWriter.checkTable("users.csv", ModelBundle.MAX_TABLE + 1))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("users.csv: ", "2147483640", "at most 2147483639");
  }

  @Test
  void read_givesBackWhatWasWritten() throws IOException {
    for (long seed = 0; seed < 30; seed++) {
      BundleParts written = SampleBundle.of(seed);
      ModelBundle.write(folder, written);
      BundleParts read = ModelBundle.read(folder);
      assertThat(SampleBundle.content(read))
          .as("seed %d", seed)
          .isEqualTo(SampleBundle.content(written));
      assertThat(ModelBundle.provenance(folder)).isEqualTo(written.provenance());
    }
  }

  @Test
  void write_ofEqualPartsGivesEqualBytes() throws IOException {
    Path other = temporary.resolve("other");
    ModelBundle.write(other, ModelBundle.read(folder));
    for (String name : ModelBundle.OWN_FILES) {
      if (Files.exists(folder.resolve(name))) {
        assertThat(other.resolve(name)).hasSameBinaryContentAs(folder.resolve(name));
      }
    }
  }

  @Test
  void read_refusesEveryFlippedByte() throws IOException {
    for (String name : ModelBundle.CONTENTS) {
      Path file = folder.resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      for (int i = 0; i < bytes.length; i += i < 40 ? 1 : 37) {
        bytes[i] ^= 4;
        Files.write(file, bytes);
        assertCorrupt(name + ": its SHA-256 is not the one in its manifest");
        bytes[i] ^= 4;
      }
      Files.write(file, bytes);
    }
    assertThatCode(() -> ModelBundle.read(folder)).doesNotThrowAnyException();
  }

  @Test
  void read_refusesTruncatedAndLongerFiles() throws IOException {
    for (String name : ModelBundle.CONTENTS) {
      Path file = folder.resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      for (int length : new int[] {0, 1, 7, 8, 9, bytes.length / 2, bytes.length - 1}) {
        Files.write(file, Arrays.copyOf(bytes, length));
        assertCorrupt(name + ": it has " + length + " bytes where its manifest says");
      }
      Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
      assertCorrupt(name + ": it has");
      Files.write(file, bytes);
    }
  }

  @Test
  void read_namesAMissingFile() throws IOException {
    for (String name :
        List.of("model.safetensors", "manifest.json", "items.csv", "MODEL_CARD.md")) {
      Path away = temporary.resolve("away");
      Files.move(folder.resolve(name), away);
      assertCorrupt(name + ": it is missing");
      Files.move(away, folder.resolve(name));
    }
    assertThatThrownBy(() -> ModelBundle.read(temporary.resolve("none")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("there is no such model folder");
  }

  @Test
  void read_opensNoLinkFolderOrPipe() throws Exception {
    for (String name : List.of("items.csv", "manifest.json", "model.safetensors")) {
      Path file = folder.resolve(name);
      Path away = temporary.resolve("away");
      Files.move(file, away);
      Files.createSymbolicLink(file, away);
      assertCorrupt(name + ": it is a link or folder");
      Files.delete(file);
      Files.createDirectory(file);
      assertCorrupt(name + ": it is a link or folder");
      Files.delete(file);
      // Opening a pipe would wait for ever.
      if (new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0) {
        assertCorrupt(name + ": it is a link or folder");
        Files.delete(file);
      }
      Files.move(away, file);
    }
  }

  @Test
  void read_endsWhenInterrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ModelBundle.read(folder))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ModelFormatException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void read_followsALinkToTheFolder() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("current"), folder);
    assertThat(ModelBundle.read(link).users()).isEqualTo(parts.users());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/etc/hostname", "../model/items.csv", "items.csv/", "C:\\x", "items.csv\\u0000"})
  void read_refusesNamesThatAreNotItsOwn(String name) throws IOException {
    SampleBundle.edit(folder, "\"items.csv\"", "\"" + name.replace("C:\\", "C:\\\\") + "\"");
    assertCorrupt("manifest.json: 'files.items.csv' is missing");
  }

  @Test
  void read_refusesAManifestThatIsTooLarge() throws IOException {
    Files.writeString(folder.resolve("manifest.json"), " ".repeat(Manifest.MAX_SIZE + 1));
    assertCorrupt("manifest.json: it has more than");
  }

  @Test
  void read_refusesPartsThatDoNotFitTogether() throws IOException {
    SampleBundle.edit(folder, "\"kind\": \"sample\"", "\"kind\": \"../x\"");
    assertCorrupt("manifest.json: its kind");
    ModelBundle.write(folder, parts);
    String user =
        Files.readAllLines(folder.resolve("manifest.json")).stream()
            .filter(line -> line.contains("\"user\":"))
            .findFirst()
            .orElseThrow();
    SampleBundle.edit(folder, user, "\"user\": \"nobody at all\",");
    assertCorrupt("manifest.json: its probes: user 'nobody at all'");
  }

  @Test
  void read_refusesWrongIdsWithRightChecksums() throws IOException {
    for (List<String> ids :
        List.of(List.of("2", "1"), List.of("1", "1"), List.of("", "1"), List.of("1"))) {
      Path file = folder.resolve("model.safetensors");
      Tensors tensors =
          Tensors.builder()
              .strings("users.ids", ids)
              .strings("items.ids", parts.items().ids())
              .build();
      byte[] before = Files.readAllBytes(file);
      try (BundleOutput out = new BundleOutput(temporary.resolve("new"), SaveWatcher.NONE)) {
        SafeTensors.write(tensors, Map.of(), out);
      }
      Files.move(temporary.resolve("new"), file, StandardCopyOption.REPLACE_EXISTING);
      byte[] after = Files.readAllBytes(file);
      SampleBundle.edit(folder, SampleBundle.sha256(before), SampleBundle.sha256(after));
      SampleBundle.edit(folder, "\"bytes\": " + before.length, "\"bytes\": " + after.length);
      assertCorrupt(ids.size() == 1 ? "users.csv" : "empty, twice there or unsorted");
      ModelBundle.write(folder, parts);
    }
  }

  @Test
  void replay_acceptsTheScoresSavedAndNoOthers() throws IOException {
    List<Probe> probes = ModelBundle.read(folder).probes();
    assertThat(probes).isEqualTo(parts.probes());
    assertThat(probes).extracting(Probe::rating).contains((Float) null).anyMatch(Objects::nonNull);
    Probe.replay(folder, probes, off(0, 0));
    Probe.replay(folder, probes, off(9e-5f, -9e-5f));
    for (float plus : new float[] {0.2f, -0.2f, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertSelfTestFails(probes, off(plus, 0), "scores item");
      assertSelfTestFails(probes, off(0, plus), "rates item");
    }
  }

  /** The invented model, with other scores and ratings. */
  private static Probe.Asked off(float score, float rating) {
    return (user, item) ->
        new Probe.Answer(
            SampleBundle.score(user, item) + score, SampleBundle.rating(user, item) + rating);
  }

  private void assertSelfTestFails(List<Probe> probes, Probe.Asked model, String expected) {
    assertThatThrownBy(() -> Probe.replay(folder, probes, model))
        .isInstanceOfSatisfying(
            ModelFormatException.class, e -> assertThat(e.kind()).isEqualTo(Kind.SELF_TEST))
        .hasMessageContaining(expected)
        .hasMessageContaining("when it was saved");
  }

  @Test
  void replay_allowsMoreForLargerScores() throws IOException {
    List<Probe> probes = List.of(new Probe("u", "i", 1000, null));
    Probe.replay(folder, probes, (user, item) -> new Probe.Answer(1000.09f, Float.NaN));
    assertSelfTestFails(
        probes, (user, item) -> new Probe.Answer(1000.11f, Float.NaN), "scores item");
  }

  @Test
  void parts_areChecked() {
    assertThatThrownBy(() -> new Probe("u", "i", Float.NaN, null)).hasMessageContaining("score: ");
    assertThatThrownBy(() -> new Probe("u", "i", 1, Float.NaN)).hasMessageContaining("rating: ");
    assertThatThrownBy(
            () ->
                new BundleParts(
                    "sample",
                    parts.users(),
                    parts.items(),
                    AttributeTable.empty(parts.users().size() + 1),
                    parts.itemAttributes(),
                    parts.tensors(),
                    parts.model(),
                    parts.provenance(),
                    parts.probes()))
        .hasMessageContaining("userAttributes: ");
  }

  @Test
  void read_saysThatTheFolderIsAFile() throws IOException {
    folder = Files.createFile(temporary.resolve("file"));
    assertCorrupt("it is a file where a model folder is expected");
    assertThatThrownBy(() -> ModelBundle.provenance(folder.resolve("below")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void read_andWrite_refuseNumbersThatAreNone() throws IOException {
    for (Object array :
        List.of(
            new float[] {1, Float.NaN},
            new float[] {1, Float.NEGATIVE_INFINITY},
            new double[] {1, Double.POSITIVE_INFINITY})) {
      Tensors numbers = Tensors.builder().add("w", array, 2).build();
      BundleParts broken = SampleBundle.withTensors(parts, numbers);
      assertThatThrownBy(() -> ModelBundle.write(folder, broken))
          .hasMessageContaining("model.safetensors: element 1 of the tensor 'w' is no number");
      assertThatCode(() -> ModelBundle.read(folder)).doesNotThrowAnyException();
    }
    // The same where the file is there already, under the right checksum.
    DamagedBundle damaged = DamagedBundle.read(folder);
    DamagedBundle whole = damaged.copy();
    byte[] weights = damaged.file(ModelBundle.WEIGHTS);
    int end =
        damaged
            .header()
            .getAsJsonObject("items.embedding")
            .getAsJsonArray("data_offsets")
            .get(1)
            .getAsInt();
    // The upper half of the last float: an infinity or NaN, whatever the lower half is.
    weights[damaged.dataStart() + end - 1] = 0x7f;
    weights[damaged.dataStart() + end - 2] = (byte) 0x80;
    damaged.put(ModelBundle.WEIGHTS, weights);
    damaged.list();
    damaged.write(folder, whole);
    assertCorrupt("of the tensor 'items.embedding' is no number");
  }

  @Test
  void messages_stayALine_whateverTheFileHolds() {
    String reason = "row 1 is 'a\r\nb\u2028c\u0000d" + "x".repeat(5_000) + "', not '1'";
    assertThat(ModelFormatException.corrupt(Path.of("f"), reason).getMessage())
        .startsWith("f: row 1 is 'a b c dxxx")
        .contains("xxx ... xxx")
        .contains("xxx', not '1'; copy the model folder again")
        .hasSizeLessThan(600);
  }
}
