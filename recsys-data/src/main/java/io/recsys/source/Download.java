package io.recsys.source;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * MovieLens releases fetched from GroupLens into a cache folder.
 *
 * <p>A release that lies in the cache is used as it is, and no connection is made. Otherwise the
 * archive is fetched into {@code NAME.zip.part}, compared with the MD5 sum that GroupLens publishes
 * beside it, unpacked into a temporary folder and moved to {@code NAME} in one step: a folder of
 * that name is complete. A broken transfer goes on where it stopped as long as each attempt brings
 * something, and so does the next call. Of several calls at once, in one process or more, one works
 * and the others wait for it. The thread that calls does the work; an interrupt ends it.
 *
 * <p>The releases' readmes allow research use and forbid, for most of them, to pass the data on.
 */
public final class Download {
  /** The releases that can be fetched. */
  public static final List<String> RELEASES =
      List.of("ml-100k", "ml-1m", "ml-10m", "ml-20m", "ml-25m", "ml-32m", "ml-latest-small");

  // A FileLock holds between processes, not between the threads of one.
  private static final Lock THIS_PROCESS = new ReentrantLock();

  private Download() {}

  /** Hears how a transfer goes. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Told after each piece, on the thread that called.
     *
     * @param bytes the bytes of the archive that have arrived, earlier attempts included
     * @param total the size of the archive, or -1 if the server does not say
     */
    void transferred(long bytes, long total);
  }

  /**
   * The folder of a release, fetched from GroupLens if the cache does not have it.
   *
   * @param name one of {@link #RELEASES}
   * @param cache the folder that holds the releases; made if missing
   * @return the folder {@code NAME} in the cache, as {@link MovieLens#read} takes it
   * @throws IllegalArgumentException if there is no release of that name
   * @throws IOException if the server cannot be reached, stalls, refuses, or sends something else
   *     than the release; the message says what to do
   */
  public static Path release(String name, Path cache, Listener listener) throws IOException {
    return release(name, cache, listener, Options.defaults());
  }

  /** The same, from another server or with other time limits. */
  public static Path release(String name, Path cache, Listener listener, Options options)
      throws IOException {
    if (!RELEASES.contains(name)) {
      throw new IllegalArgumentException(
          "release: '" + name + "' is unknown; there are " + String.join(", ", RELEASES));
    }
    Path folder = cache.resolve(name);
    if (isComplete(folder)) {
      return folder;
    }
    Files.createDirectories(cache);
    THIS_PROCESS.lock();
    try (FileChannel channel =
            FileChannel.open(
                cache.resolve(name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !isComplete(folder)) {
        fetch(name, folder, listener, options);
      }
    } finally {
      THIS_PROCESS.unlock();
    }
    return folder;
  }

  private static boolean isComplete(Path folder) throws IOException {
    if (Files.exists(folder) && !MovieLens.recognizes(folder)) {
      throw new IOException(
          folder + ": is in the way and no MovieLens release; move it and download again");
    }
    return Files.exists(folder);
  }

  private static void fetch(String name, Path folder, Listener listener, Options options)
      throws IOException {
    URI archive = options.base().resolve(name + ".zip");
    Path part = folder.resolveSibling(name + ".zip.part");
    Transfer transfer = new Transfer(archive, options);
    String expected = transfer.checksum(options.base().resolve(name + ".zip.md5"));
    transfer.fetch(part, listener);
    String actual = Transfer.md5(part);
    if (!actual.equals(expected)) {
      transfer.discard(part);
      throw new IOException(
          archive
              + ": arrived damaged, its MD5 sum is "
              + actual
              + " and should be "
              + expected
              + "; download again");
    }
    Path unpacked = folder.resolveSibling(name + ".unpacking");
    // What a killed call left behind: the lock says that nobody else is at work.
    SafeZip.delete(unpacked);
    try {
      Files.createDirectory(unpacked);
      Path content = SafeZip.unpack(part, unpacked);
      if (!MovieLens.recognizes(content)) {
        throw new IOException(archive + ": holds no MovieLens release; report this");
      }
      Files.move(content, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      SafeZip.delete(unpacked);
    }
    transfer.discard(part);
  }

  /**
   * Where releases are fetched from, and how long to wait.
   *
   * @param base the address of the folder with the archives, ending with a slash
   * @param connectTimeout how long to wait for a connection, at least a millisecond
   * @param stallTimeout how long to wait while nothing arrives, at least a millisecond
   */
  public record Options(URI base, Duration connectTimeout, Duration stallTimeout) {
    /** Checks address and limits. */
    public Options {
      boolean isWeb = "https".equals(base.getScheme()) || "http".equals(base.getScheme());
      if (!isWeb || !base.getPath().endsWith("/")) {
        throw new IllegalArgumentException(
            "base: '"
                + base
                + "' is no web folder; give https://host/path/ with a slash at the end");
      }
      check("connectTimeout", connectTimeout);
      check("stallTimeout", stallTimeout);
    }

    /** GroupLens, 20 seconds to connect, 60 seconds without a byte. */
    public static Options defaults() {
      return new Options(
          URI.create("https://files.grouplens.org/datasets/movielens/"),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60));
    }

    /** The same limits with another address. */
    public Options withBase(URI other) {
      return new Options(other, connectTimeout, stallTimeout);
    }

    /** The same options with another limit on the time to connect. */
    public Options withConnectTimeout(Duration limit) {
      return new Options(base, limit, stallTimeout);
    }

    /** The same options with another limit on the time without a byte. */
    public Options withStallTimeout(Duration limit) {
      return new Options(base, connectTimeout, limit);
    }

    private static void check(String name, Duration limit) {
      if (limit.toMillis() < 1 || limit.toMillis() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            name + ": " + limit + " is no limit; give a millisecond to 24 days");
      }
    }
  }
}
