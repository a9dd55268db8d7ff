package io.recsys.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.model.ModelFormatException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelArchiveTest {
  private static final String DEEP = "deep/" + "a long name ".repeat(12) + "/ünïcödé.csv";

  @TempDir private Path root;

  private Path folder;
  private Path archive;
  private Path out;

  @BeforeEach
  void folder() throws IOException {
    folder = root.resolve("movies");
    archive = root.resolve("made/model.tar.gz");
    out = root.resolve("out/model");
    Files.createDirectories(folder.resolve(DEEP).getParent());
    Files.writeString(folder.resolve("manifest.json"), "{}");
    Files.write(folder.resolve("empty"), new byte[0]);
    byte[] weights = new byte[300_000];
    new Random(1).nextBytes(weights);
    Files.write(folder.resolve("model.safetensors"), weights);
    Files.writeString(folder.resolve(DEEP), "title\n");
  }

  @Test
  void extract_givesBackWhatWasWritten() throws IOException {
    ModelArchive.write(folder, archive);
    ModelArchive.extract(archive, out);
    assertThat(contents(out)).isEqualTo(contents(folder)).hasSize(4);
    assertThat(names(root.resolve("made"))).containsExactly("model.tar.gz");
    assertThat(names(root.resolve("out"))).containsExactly("model");
  }

  @Test
  void extract_fillsAnEmptyFolder() throws IOException {
    ModelArchive.write(folder, archive);
    Files.createDirectories(out);
    ModelArchive.extract(archive, out);
    assertThat(contents(out)).isEqualTo(contents(folder));
  }

  @Test
  void write_givesTheSameBytes_ofFilesMadeInAnotherOrderAtAnotherTime() throws IOException {
    ModelArchive.write(folder, archive);
    byte[] first = Files.readAllBytes(archive);
    Path again = root.resolve("again");
    List<String> files = new ArrayList<>(names(folder));
    files.remove("deep");
    files.sort(null);
    for (int i = files.size() - 1; i >= 0; i--) {
      Files.createDirectories(again);
      Files.copy(folder.resolve(files.get(i)), again.resolve(files.get(i)));
      Files.setLastModifiedTime(again.resolve(files.get(i)), FileTime.fromMillis(1_000_000L * i));
    }
    Files.createDirectories(again.resolve(DEEP).getParent());
    Files.copy(folder.resolve(DEEP), again.resolve(DEEP));
    ModelArchive.write(again, archive);
    assertThat(Files.readAllBytes(archive)).isEqualTo(first);
  }

  @Test
  void write_sortsEntriesAndLeavesOutWhoAndWhen() throws IOException {
    ModelArchive.write(folder, archive);
    List<String> entries = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)), "UTF-8")) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        entries.add(e.getName());
        assertThat(e.getLastModifiedTime().toMillis()).isZero();
        assertThat(e.getLongUserId() + e.getLongGroupId()).isZero();
        assertThat(e.getUserName() + e.getGroupName()).isEmpty();
        assertThat(e.getMode()).isEqualTo(0100644);
      }
    }
    assertThat(entries).containsExactly(DEEP, "empty", "manifest.json", "model.safetensors");
  }

  @Test
  void write_refusesALink() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("manifest.json"));
    assertThatThrownBy(() -> ModelArchive.write(folder, archive))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("link: is no plain file");
    assertThat(archive).doesNotExist();
  }

  @Test
  void write_refusesAFolderWithoutFiles() throws IOException {
    Files.createDirectories(root.resolve("nothing/in"));
    for (String name : List.of("nothing", "not there")) {
      assertThatThrownBy(() -> ModelArchive.write(root.resolve(name), archive))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining(name);
    }
    assertThat(archive).doesNotExist();
  }

  @Test
  void extract_refusesAFolderThatHoldsSomething() throws IOException {
    ModelArchive.write(folder, archive);
    assertThatThrownBy(() -> ModelArchive.extract(archive, folder))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("movies");
    assertThat(contents(folder)).hasSize(4);
  }

  @Test
  void extract_saysWhereThereIsNoArchive() {
    assertThatThrownBy(() -> ModelArchive.extract(archive, out))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("model.tar.gz");
  }

  @Test
  void extract_refusesEveryTruncation() throws IOException {
    ModelArchive.write(folder, archive);
    byte[] whole = Files.readAllBytes(archive);
    for (int length = 0; length < whole.length; length += 1 + length / 3) {
      Files.write(archive, Arrays.copyOf(whole, length));
      assertRefused("");
    }
    Files.write(archive, Arrays.copyOf(whole, whole.length - 1));
    assertRefused("it ends too early");
  }

  @Test
  void extract_refusesAFlippedByte_orGivesBackTheSame() throws IOException {
    ModelArchive.write(folder, archive);
    byte[] whole = Files.readAllBytes(archive);
    Random random = new Random(5);
    int refused = 0;
    for (int trial = 0; trial < 60; trial++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(archive, damaged);
      try {
        ModelArchive.extract(archive, root.resolve("flipped" + trial));
        assertThat(contents(root.resolve("flipped" + trial))).isEqualTo(contents(folder));
      } catch (ModelFormatException e) {
        refused++;
        assertThat(root.resolve("flipped" + trial)).doesNotExist();
      }
    }
    assertThat(refused).isGreaterThan(55);
  }

  @Test
  void extract_refusesWhatIsNoTarGz() throws IOException {
    Files.createDirectories(archive.getParent());
    Files.writeString(archive, "this is a text, not an archive");
    assertRefused("no tar.gz file");
    try (OutputStream gz = new GZIPOutputStream(Files.newOutputStream(archive))) {
      gz.write("this is a text, not a tar file; ".repeat(400).getBytes(StandardCharsets.UTF_8));
    }
    assertRefused("");
    try (OutputStream gz = new GZIPOutputStream(Files.newOutputStream(archive))) {
      gz.write(new byte[10_240]);
    }
    assertRefused("it holds no file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "a/../../evil",
        "/etc/evil",
        "..",
        "a/..",
        "..\\evil",
        "C:\\evil",
        "C:evil"
      })
  void extract_refusesAPathOutOfTheFolder(String name) throws IOException {
    TarArchiveEntry evil = new TarArchiveEntry("x", true);
    evil.setName(name);
    evil.setSize(1);
    tar(entry("manifest.json"), evil);
    assertRefused("outside");
    try (var files = Files.walk(root)) {
      assertThat(files.filter(path -> path.endsWith("evil"))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_SYMLINK,
        TarConstants.LF_LINK,
        TarConstants.LF_CHR,
        TarConstants.LF_BLK,
        TarConstants.LF_FIFO
      })
  void extract_refusesLinksAndDevices(byte kind) throws IOException {
    TarArchiveEntry link = new TarArchiveEntry("link", kind);
    link.setLinkName("/etc/passwd");
    tar(link);
    assertRefused("'link' in it is no plain file");
  }

  @Test
  void extract_refusesAFileTwice() throws IOException {
    tar(entry("a"), entry("./a"));
    assertRefused("twice");
    tar(entry("a"), entry("a/b"));
    assertRefused("twice");
  }

  @Test
  void extract_readsWhatTarMakesOfAFolder() throws IOException {
    tar(new TarArchiveEntry("./"), new TarArchiveEntry("./deep/"), entry("./deep/a"));
    ModelArchive.extract(archive, out);
    assertThat(contents(out)).containsOnlyKeys("deep/a");
  }

  @Test
  void extract_refusesABomb() throws IOException {
    TarArchiveEntry zeros = new TarArchiveEntry("zeros");
    zeros.setSize(100 << 20);
    tar(zeros);
    assertThat(Files.size(archive)).isLessThan(200_000);
    assertRefused("far more than a model of its size");
  }

  @Test
  void extract_refusesManyFiles() throws IOException {
    tar(
        tar -> {
          for (int i = 0; i <= 10_000; i++) {
            put(tar, entry("file" + i));
          }
        });
    assertRefused("more than 10000 files");
  }

  @Test
  void extract_refusesANameThatIsNoName() throws IOException {
    tar(entry("n".repeat(80_000)));
    assertRefused("headers");
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> ModelArchive.extract(archive, out))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(archive.toString())
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
    assertThat(out).doesNotExist();
    assertThat(names(root.resolve("out"))).isEmpty();
  }

  private static TarArchiveEntry entry(String name) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(1);
    return entry;
  }

  private void tar(TarArchiveEntry... entries) throws IOException {
    tar(tar -> Arrays.stream(entries).forEach(entry -> put(tar, entry)));
  }

  private void tar(Consumer<TarArchiveOutputStream> content) throws IOException {
    Files.createDirectories(archive.getParent());
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      content.accept(tar);
    }
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry) {
    try {
      tar.putArchiveEntry(entry);
      byte[] zeros = new byte[(int) entry.getSize()];
      tar.write(zeros);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> names(Path folder) {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, List<Byte>> contents(Path folder) throws IOException {
    Map<String, List<Byte>> contents = new TreeMap<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : Files.readAllBytes(file)) {
          bytes.add(b);
        }
        contents.put(folder.relativize(file).toString(), bytes);
      }
    }
    return contents;
  }
}
