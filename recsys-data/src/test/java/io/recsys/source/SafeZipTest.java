package io.recsys.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeZipTest {
  @TempDir Path folder;
  private Path archive;
  private Path target;

  @BeforeEach
  void makeTarget() throws IOException {
    archive = folder.resolve("a.zip");
    target = Files.createDirectory(folder.resolve("target"));
  }

  @Test
  void unpack_findsTheOnlyFolder() throws IOException {
    Files.write(archive, DownloadTest.zip("top/", "", "top/a.txt", "A", "__MACOSX/._a", "x"));
    Path content = SafeZip.unpack(archive, target);
    assertThat(content).isEqualTo(target.resolve("top"));
    assertThat(content.resolve("a.txt")).hasContent("A");
  }

  @Test
  void unpack_takesFilesAtTheTop() throws IOException {
    Files.write(archive, DownloadTest.zip("a.txt", "A", "b/c.txt", "C"));
    assertThat(SafeZip.unpack(archive, target)).isEqualTo(target);
    assertThat(target.resolve("b/c.txt")).hasContent("C");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../evil.txt", "a/../../evil.txt", "/evil.txt", "..", "a\\..\\..\\evil.txt", "./"})
  void unpack_letsNoEntryLeaveTheFolder(String name) throws IOException {
    Files.write(archive, DownloadTest.zip(name, ""));
    assertThatThrownBy(() -> SafeZip.unpack(archive, target))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("would leave the folder");
    assertThat(folder.resolve("evil.txt")).doesNotExist();
    assertThat(Path.of("/evil.txt")).doesNotExist();
  }

  @Test
  void unpack_refusesABomb() throws IOException {
    Files.write(archive, DownloadTest.zip("zeros", "0".repeat(5_000_000)));
    assertThatThrownBy(() -> SafeZip.unpack(archive, target))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("unpacks to far more");
    assertThat(Files.size(target.resolve("zeros"))).isLessThan(1_000_000);
  }

  @Test
  void unpack_refusesTooManyEntries() throws IOException {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i <= SafeZip.MOST_ENTRIES; i++) {
      entries.add("f" + i);
      entries.add("");
    }
    Files.write(archive, DownloadTest.zip(entries.toArray(new String[0])));
    assertThatThrownBy(() -> SafeZip.unpack(archive, target))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1001 entries");
  }

  @Test
  void unpack_refusesADamagedArchive() throws IOException {
    byte[] zip = DownloadTest.zip("a", "some text that will be damaged ".repeat(10));
    for (int i = 40; i < 50; i++) {
      zip[i] ^= 0x55;
    }
    Files.write(archive, zip);
    assertThatThrownBy(() -> SafeZip.unpack(archive, target)).isInstanceOf(IOException.class);
  }
}
