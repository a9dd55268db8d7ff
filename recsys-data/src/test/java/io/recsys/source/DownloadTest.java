package io.recsys.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloadTest {
  private static final String NAME = "ml-latest-small";
  private static final Download.Listener SILENT = (bytes, total) -> {};

  @TempDir Path cache;
  private ArchiveServer server;
  private byte[] archive;

  @BeforeEach
  void start() throws IOException {
    archive = release("somewhere/");
    server = new ArchiveServer(NAME, archive);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void release_fetchesAndUnpacks() throws IOException {
    List<Long> heard = new ArrayList<>();
    Path folder =
        Download.release(
            NAME,
            cache.resolve("new/cache"),
            (bytes, total) -> {
              assertThat(total).isEqualTo(archive.length);
              heard.add(bytes);
            },
            options());

    assertThat(folder).isEqualTo(cache.resolve("new/cache/" + NAME));
    assertThat(MovieLens.read(folder, ReadOptions.defaults()).dataset().interactions().size())
        .isEqualTo(1);
    assertThat(heard).isSorted().last().isEqualTo((long) archive.length);
    assertThat(files(cache.resolve("new/cache"))).containsExactly(NAME, NAME + ".lock");
  }

  @Test
  void release_isUsedFromTheCache() throws IOException {
    Download.release(NAME, cache, SILENT, options());
    int requests = server.requests();
    Download.release(NAME, cache, SILENT, options());
    assertThat(server.requests()).isEqualTo(requests);
  }

  @Test
  void release_goesOnAfterATruncation() throws IOException {
    server.truncateOnce(archive.length / 3);
    server.truncateOnce(archive.length / 4);
    Download.release(NAME, cache, SILENT, options());
    assertThat(server.ranges())
        .containsExactly(
            "",
            "bytes=" + archive.length / 3 + "-",
            "bytes=" + (archive.length / 3 + archive.length / 4) + "-");
  }

  @Test
  void release_goesOnInTheNextCall() throws IOException {
    server.truncateOnce(archive.length / 2);
    server.truncateOnce(0);
    assertThatThrownBy(() -> Download.release(NAME, cache, SILENT, options()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("download again to go on");
    assertThat(cache.resolve(NAME)).doesNotExist();
    assertThat(cache.resolve(NAME + ".zip.part")).hasSize(archive.length / 2);

    List<Long> heard = new ArrayList<>();
    Download.release(NAME, cache, (bytes, total) -> heard.add(bytes), options());
    assertThat(heard.get(0)).isEqualTo(archive.length / 2);
    assertThat(MovieLens.recognizes(cache.resolve(NAME))).isTrue();
  }

  @Test
  void release_startsOverWhenTheServerIgnoresRanges() throws IOException {
    server.ignoreRanges();
    server.truncateOnce(archive.length / 2);
    Download.release(NAME, cache, SILENT, options());
    assertThat(MovieLens.recognizes(cache.resolve(NAME))).isTrue();
  }

  @Test
  void release_startsOverWhenTheArchiveHasChanged() throws IOException {
    server.truncateOnce(archive.length / 2);
    server.truncateOnce(0);
    assertThatThrownBy(() -> Download.release(NAME, cache, SILENT, options()))
        .isInstanceOf(IOException.class);
    server.replace(release("elsewhere/"));
    Download.release(NAME, cache, SILENT, options());
    assertThat(MovieLens.recognizes(cache.resolve(NAME))).isTrue();
  }

  @Test
  void release_takesAPartThatIsWhole() throws IOException {
    Files.write(cache.resolve(NAME + ".zip.part"), archive);
    Files.writeString(cache.resolve(NAME + ".zip.part.version"), server.version());
    Download.release(NAME, cache, SILENT, options());
    assertThat(server.ranges()).containsExactly("bytes=" + archive.length + "-");
    assertThat(MovieLens.recognizes(cache.resolve(NAME))).isTrue();
  }

  @Test
  void release_refusesADamagedArchive() throws IOException {
    server.corrupt();
    assertThatThrownBy(() -> Download.release(NAME, cache, SILENT, options()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("arrived damaged")
        .hasMessageContaining("download again");
    assertThat(files(cache)).containsExactly(NAME + ".lock");
  }

  @Test
  void release_refusesWithoutAChecksum() {
    server.checksum("<html>log in first</html>");
    assertThatThrownBy(() -> Download.release(NAME, cache, SILENT, options()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(NAME + ".zip.md5: states no MD5 sum");
  }

  @Test
  void release_endsWhenTheServerStalls() {
    server.stallAfter(0);
    long start = System.nanoTime();
    assertThatThrownBy(
            () ->
                Download.release(
                    NAME, cache, SILENT, options().withStallTimeout(Duration.ofMillis(300))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not answer in time");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void release_saysWhatTheServerAnswers() {
    server.answer(404);
    assertThatThrownBy(() -> Download.release(NAME, cache, SILENT, options()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the server answers 404")
        .hasMessageContaining("grouplens.org");
    server.answer(500);
    assertThatThrownBy(() -> Download.release(NAME, cache, SILENT, options()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the server answers 500; try again later");
  }

  @Test
  void release_saysWhenThereIsNoServer() {
    server.close();
    assertThatThrownBy(() -> Download.release(NAME, cache, SILENT, options()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is there a network?");
  }

  @Test
  void release_refusesAnArchiveThatIsNoRelease() throws IOException {
    server.replace(zip("x/readme.txt", "hello"));
    assertThatThrownBy(() -> Download.release(NAME, cache, SILENT, options()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no MovieLens release");
    server.replace("no zip at all".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Download.release(NAME, cache, SILENT, options()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no intact ZIP");
    assertThat(cache.resolve(NAME)).doesNotExist();
    assertThat(cache.resolve(NAME + ".unpacking")).doesNotExist();
  }

  @Test
  void release_leavesAForeignFolderAlone() throws IOException {
    Files.createDirectory(cache.resolve(NAME));
    assertThatThrownBy(() -> Download.release(NAME, cache, SILENT, options()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is in the way");
    assertThat(server.requests()).isZero();
  }

  @Test
  void release_rejectsUnknownNames() {
    assertThatThrownBy(() -> Download.release("../ml-100k", cache, SILENT, options()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ml-100k, ml-1m");
  }

  @Test
  void release_endsWhenInterrupted() {
    assertThatThrownBy(
            () ->
                Download.release(
                    NAME, cache, (bytes, total) -> Thread.currentThread().interrupt(), options()))
        .isInstanceOf(IOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(cache.resolve(NAME)).doesNotExist();
  }

  @Test
  void release_isFetchedOnceByManyThreads() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      Callable<Path> call = () -> Download.release(NAME, cache, SILENT, options());
      for (Future<Path> folder : pool.invokeAll(java.util.Collections.nCopies(16, call))) {
        assertThat(MovieLens.recognizes(folder.get())).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(server.ranges()).containsExactly("");
  }

  @Test
  void release_clearsWhatAKilledCallLeft() throws IOException {
    Files.createDirectories(cache.resolve(NAME + ".unpacking/half"));
    Download.release(NAME, cache, SILENT, options());
    assertThat(cache.resolve(NAME + ".unpacking")).doesNotExist();
  }

  @Test
  void release_leavesNoThread() throws IOException {
    Download.release(NAME, cache, SILENT, options());
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(
            thread ->
                thread.getName().startsWith("Keep-Alive")
                    || thread.getName().contains("HttpClient"));
  }

  @Test
  void options_rejectWhatCannotWork() {
    Download.Options options = Download.Options.defaults();
    assertThatThrownBy(() -> options.withBase(java.net.URI.create("file:///tmp/")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("base");
    assertThatThrownBy(() -> options.withBase(java.net.URI.create("https://host/folder")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slash");
    assertThatThrownBy(() -> options.withStallTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stallTimeout");
    assertThatThrownBy(() -> options.withConnectTimeout(Duration.ofDays(90)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("connectTimeout");
  }

  private Download.Options options() {
    return Download.Options.defaults()
        .withBase(server.base())
        .withConnectTimeout(Duration.ofSeconds(5))
        .withStallTimeout(Duration.ofSeconds(10));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] release(String top) throws IOException {
    byte[] noise = new byte[200_000];
    new Random(top.hashCode()).nextBytes(noise);
    return zip(
        top + "ratings.csv",
        "userId,movieId,rating,timestamp\n1,2,3.5,1000\n",
        top + "movies.csv",
        "movieId,title,genres\n2,The Paper Tide (1980),Drama\n",
        top + "noise.bin",
        new String(noise, StandardCharsets.ISO_8859_1));
  }

  static byte[] zip(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
