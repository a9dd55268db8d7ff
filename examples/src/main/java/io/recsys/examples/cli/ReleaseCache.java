package io.recsys.examples.cli;

import io.recsys.source.Download;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The folder that keeps downloaded releases, and the download into it with its progress. */
final class ReleaseCache {
  private static final long MEGABYTE = 1_000_000;

  private final Console console;
  private final Path folder;
  private long said = -1;

  /** A cache in a folder, or in the user's cache folder where none is given. */
  ReleaseCache(Console console, @Nullable Path folder) {
    this.console = console;
    this.folder = folder == null ? standardFolder() : folder;
  }

  /** The folder of a release, fetched if it is not there yet. */
  Path release(@Nullable String name) throws IOException {
    if (name == null || !Download.RELEASES.contains(name)) {
      throw console.misuse("--download: '" + name + "' is unknown; there are " + Download.RELEASES);
    }
    Path release = Download.release(name, folder, this::transferred);
    console.say("%s lies in %s", name, release);
    return release;
  }

  private void transferred(long bytes, long total) {
    long megabytes = bytes / MEGABYTE;
    boolean isNews = megabytes / 10 != said / 10 || bytes == total;
    if (said < 0 || isNews) {
      console.say(
          "downloading: %d MB%s", megabytes, total < 0 ? "" : " of " + total / MEGABYTE + " MB");
    }
    said = megabytes;
  }

  private static Path standardFolder() {
    Path home = Path.of(System.getProperty("user.home"));
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return home.resolve("AppData").resolve("Local").resolve("recsys").resolve("cache");
    }
    return system.startsWith("mac")
        ? home.resolve("Library").resolve("Caches").resolve("recsys")
        : home.resolve(".cache").resolve("recsys");
  }
}
