package io.recsys.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The transfer of one file by HTTP that goes on after a break.
 *
 * <p>Beside the part that has arrived lies a file with the version (ETag or date) it is a part of;
 * the server is asked for the rest of that version alone (RFC 9110, Range and If-Range). It works
 * on {@link HttpURLConnection}, which has a limit on the time without a byte and leaves no thread.
 */
final class Transfer {
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int PIECE = 1 << 16;
  private static final int MOST_ATTEMPTS = 20;
  private static final int LONGEST_CHECKSUM_FILE = 4096;
  private static final Pattern MD5 = Pattern.compile("\\b[0-9a-fA-F]{32}\\b");

  private final URI address;
  private final Download.Options options;

  Transfer(URI address, Download.Options options) {
    this.address = address;
    this.options = options;
  }

  /** The MD5 sum that a file beside the archive states, in lower case. */
  String checksum(URI file) throws IOException {
    HttpURLConnection connection = open(file);
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw refused(file, connection.getResponseCode());
      }
      byte[] text = connection.getInputStream().readNBytes(LONGEST_CHECKSUM_FILE);
      Matcher sum = MD5.matcher(new String(text, StandardCharsets.ISO_8859_1));
      if (!sum.find()) {
        throw new Refusal(
            file + ": states no MD5 sum, so the archive cannot be checked; is a proxy in between?");
      }
      return sum.group().toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw explained(file, e);
    } finally {
      connection.disconnect();
    }
  }

  /** Fetches the file, or what is missing of it; it may still be damaged. */
  void fetch(Path part, Download.Listener listener) throws IOException {
    for (int attempt = 1; ; attempt++) {
      long before = size(part);
      try {
        attempt(part, listener);
        return;
      } catch (IOException e) {
        boolean isHopeless =
            e instanceof Refusal
                || Thread.currentThread().isInterrupted()
                || size(part) <= before
                || attempt == MOST_ATTEMPTS;
        if (isHopeless) {
          throw explained(address, e);
        }
      }
    }
  }

  /** Deletes what has arrived, and the note of its version. */
  void discard(Path part) throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(versionFile(part));
  }

  /** The MD5 sum of a file, in lower case. */
  static String md5(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      byte[] piece = new byte[PIECE];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  private void attempt(Path part, Download.Listener listener) throws IOException {
    String version = Files.exists(versionFile(part)) ? Files.readString(versionFile(part)) : "";
    long from = version.isEmpty() ? 0 : size(part);
    HttpURLConnection connection = open(address);
    try {
      if (from > 0) {
        connection.setRequestProperty("Range", "bytes=" + from + "-");
        connection.setRequestProperty("If-Range", version);
      }
      int status = connection.getResponseCode();
      if (status == RANGE_NOT_SATISFIABLE && from > 0) {
        // Nothing lies beyond: the part is the whole, or it is of no use. The checksum tells.
        return;
      }
      boolean continues = status == HttpURLConnection.HTTP_PARTIAL && startsAt(connection, from);
      if (!continues && status != HttpURLConnection.HTTP_OK) {
        throw refused(address, status);
      }
      long start = continues ? from : 0;
      long length = connection.getContentLengthLong();
      long total = length < 0 ? -1 : start + length;
      if (!continues) {
        discard(part);
        Files.writeString(versionFile(part), version(connection));
      }
      copy(connection.getInputStream(), part, new Progress(listener, start, total));
    } finally {
      connection.disconnect();
    }
  }

  private void copy(InputStream in, Path part, Progress progress) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] piece = new byte[PIECE];
      progress.add(0);
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        out.write(piece, 0, read);
        progress.add(read);
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("the download was interrupted");
        }
      }
    }
    progress.checkComplete();
  }

  private HttpURLConnection open(URI file) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) file.toURL().openConnection();
    connection.setConnectTimeout((int) options.connectTimeout().toMillis());
    connection.setReadTimeout((int) options.stallTimeout().toMillis());
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept-Encoding", "identity");
    connection.setRequestProperty("User-Agent", "recsys");
    // A connection kept for later would keep a thread.
    connection.setRequestProperty("Connection", "close");
    return connection;
  }

  private static boolean startsAt(HttpURLConnection connection, long from) {
    String range = connection.getHeaderField("Content-Range");
    return range != null && range.startsWith("bytes " + from + "-");
  }

  /** What If-Range takes: a strong ETag, else the date; empty if the server gives neither. */
  private static String version(HttpURLConnection connection) {
    String tag = connection.getHeaderField("ETag");
    String date = connection.getHeaderField("Last-Modified");
    if (tag != null && !tag.startsWith("W/")) {
      return tag;
    }
    return date == null ? "" : date;
  }

  private static Path versionFile(Path part) {
    return part.resolveSibling(part.getFileName() + ".version");
  }

  private static long size(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private static IOException refused(URI file, int status) {
    String advice =
        status == HttpURLConnection.HTTP_NOT_FOUND
            ? "it may have moved; look at https://grouplens.org/datasets/movielens/"
            : "try again later";
    return new Refusal(file + ": the server answers " + status + "; " + advice);
  }

  private IOException explained(URI file, IOException fault) {
    return fault instanceof Refusal ? fault : new IOException(file + ": " + reason(fault), fault);
  }

  private String reason(IOException fault) {
    if (fault instanceof UnknownHostException) {
      return "the host " + address.getHost() + " is unknown; is there a network?";
    }
    if (fault instanceof SocketTimeoutException) {
      return "the server does not answer in time; download again later to go on";
    }
    return fault instanceof ConnectException
        ? "cannot connect (" + fault.getMessage() + "); is there a network?"
        : "the transfer broke (" + fault + "); download again to go on";
  }

  /** A server's answer that another attempt would not change. */
  private static final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }

  /** How much has arrived of how much. */
  private static final class Progress {
    private final Download.Listener listener;
    private final long total;
    private long bytes;

    Progress(Download.Listener listener, long start, long total) {
      this.listener = listener;
      this.total = total;
      bytes = start;
    }

    void add(int read) {
      bytes += read;
      listener.transferred(bytes, total);
    }

    void checkComplete() throws IOException {
      if (total >= 0 && bytes < total) {
        throw new IOException("only " + bytes + " of " + total + " bytes came");
      }
    }
  }
}
