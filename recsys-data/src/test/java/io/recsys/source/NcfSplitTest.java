package io.recsys.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.data.DataFormatException;
import io.recsys.data.Dataset;
import io.recsys.split.CandidateLists;
import io.recsys.split.Leak;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NcfSplitTest {
  private static final String POSITIVES = "0\t1\t4\t9\n1\t0\t3\t8\n";
  private static final String NEGATIVES = "(0,1)\t2\t3\n(1,0)\t3\t1\n";

  @TempDir private Path root;
  private Path release;
  private Path ncf;

  /** Items appear in the order 30, 10, 40, 20, so these have the numbers 0 to 3. */
  @BeforeEach
  void make() throws IOException {
    release = Files.createDirectory(root.resolve("release"));
    ncf = Files.createDirectory(root.resolve("ncf"));
    Files.writeString(release.resolve("users.dat"), "1::F::1::10::1\n2::M::56::0::2\n");
    Files.writeString(
        release.resolve("movies.dat"), "10::A::War\n20::B::War\n30::C::War\n40::D::War\n");
    Files.writeString(
        release.resolve("ratings.dat"),
        "1::30::5::1\n1::10::4::9\n2::40::2::1\n2::20::2::2\n2::30::3::8\n");
    write("ml-1m.test.rating", POSITIVES);
    write("ml-1m.test.negative", NEGATIVES);
  }

  @Test
  void readSplit_keepsTheTestRowsAndTheirCandidates() throws IOException {
    LoadedSplit loaded = read();
    Dataset train = loaded.split().train();
    CandidateLists lists = Objects.requireNonNull(loaded.candidates());

    assertThat(loaded.split().name()).isEqualTo("ncf:" + ncf);
    assertThat(loaded.split().leak()).isEqualTo(Leak.FUTURE_OF_OTHERS);
    assertThat(train.interactions().size()).isEqualTo(3);
    assertThat(ids(train, loaded.split().test().item(0))).containsExactly("10");
    assertThat(ids(train, loaded.split().test().item(1))).containsExactly("30");
    assertThat(ids(train, lists.candidates(0))).containsExactly("10", "20", "40");
    assertThat(ids(train, lists.candidates(1))).containsExactly("10", "20", "30");
    assertThat(lists.count(0)).isEqualTo(3);
    assertThat(lists.toString()).isEqualTo("CandidateLists[6 items for 2 users]");
    lists.candidates(0)[0] = 99;
    assertThat(lists.candidates(0)).doesNotContain(99);
    assertThat(lists).isEqualTo(read().candidates()).hasSameHashCodeAs(read().candidates());
  }

  @Test
  void readSplit_takesACandidateOnce() throws IOException {
    write("ml-1m.test.negative", "(0,1)\t1\t3\n(1,0)\t3\t1\n");
    LoadedSplit loaded = read();
    assertThat(
            ids(loaded.split().train(), Objects.requireNonNull(loaded.candidates()).candidates(0)))
        .containsExactly("10", "20");
  }

  @Test
  void readSplit_unpacksAndToleratesAPrefix() throws IOException {
    LoadedSplit plain = read();
    Files.delete(ncf.resolve("ml-1m.test.negative"));
    Files.move(ncf.resolve("ml-1m.test.rating"), ncf.resolve("ncf-ml-1m.test.rating"));
    Files.write(ncf.resolve("ncf-ml-1m.test.negative.gz"), gzip(NEGATIVES));
    assertThat(read()).isEqualTo(plain);
  }

  @Test
  void readSplit_namesBrokenGzip() throws IOException {
    Files.delete(ncf.resolve("ml-1m.test.negative"));
    Path packed = ncf.resolve("ml-1m.test.negative.gz");
    byte[] whole = gzip(NEGATIVES);
    Files.write(packed, Arrays.copyOf(whole, whole.length - 12));
    assertFault("ml-1m.test.negative.gz, line 1: the gzip data is broken");
    Files.writeString(packed, NEGATIVES);
    assertFault("ml-1m.test.negative.gz: the file is no gzip");
    Files.write(packed, new byte[0]);
    assertFault("ml-1m.test.negative.gz: the file is no gzip");
  }

  @ParameterizedTest
  @CsvSource({
    "rating, '', the file has no rating",
    "rating, '0\t1\n0\t2\n', line 2: user 0 has a second test item",
    "rating, '7\t1\n', line 1: user 7 is not in the data",
    "rating, '0\n', line 1: user and item expected",
    "rating, 'x\t1\n', line 1: 'x' is no number from 0 on",
    "rating, '0\t-1\n', line 1: '-1' is no number from 0 on",
    "rating, '0\t2\n1\t0\n', '(user,item) of ml-1m.test.rating'",
    "negative, '(0,1)\t2\n', 1 of the test users have no items in it",
    "negative, '(0,1)\t2\n(0,1)\t2\n', line 2: (user",
    "negative, '(0,1)\n', line 1: (user",
    "negative, '0\t1\n', line 1: (user",
    "negative, '(0,1)\t2\n(1,0)\tx\n', line 2: 'x' is no number",
    "negative, '(0,1)\t2\n(1,0)\t4\n', it has an item 4 where the ratings have 4 items",
  })
  void readSplit_namesWhatIsWrong(String file, String text, String fault) throws IOException {
    write("ml-1m.test." + file, text);
    assertFault(fault);
  }

  @Test
  void readSplit_refusesRatingsInAnotherOrder() throws IOException {
    Files.writeString(
        release.resolve("ratings.dat"), "1::10::4::9\n1::30::5::1\n2::40::2::1\n2::30::3::8\n");
    assertFault("1 of its 2 ratings are not in the data");
  }

  @Test
  void readSplit_wantsItsFilesAndItsRelease() throws IOException {
    Files.delete(ncf.resolve("ml-1m.test.negative"));
    assertThatThrownBy(this::read)
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("ml-1m.test.negative: there is no such file; give ncf:DIR");
    Files.delete(release.resolve("users.dat"));
    assertFault("is no MovieLens 1M");
  }

  private LoadedSplit read() throws IOException {
    return MovieLens.readSplit(release, "ncf:" + ncf, ReadOptions.defaults());
  }

  private void assertFault(String fault) {
    assertThatThrownBy(this::read)
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining(fault);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(ncf.resolve(name), text);
  }

  private static String[] ids(Dataset data, int... items) {
    return Arrays.stream(items).mapToObj(data.items()::id).toArray(String[]::new);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
