package io.recsys.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A local server of one archive and its checksum, which can behave badly in every usual way. */
final class ArchiveServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Deque<Integer> truncations = new ArrayDeque<>();
  private final List<String> ranges = new ArrayList<>();
  private byte[] archive;
  private String checksum;
  private int requests;
  private int status = 200;
  private int stallAfter = Integer.MAX_VALUE;
  private boolean ignoresRanges;
  private boolean corrupts;

  ArchiveServer(String name, byte[] archive) throws IOException {
    this.archive = archive;
    this.checksum = md5(archive) + "  " + name + ".zip\n";
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/" + name + ".zip", this::archive);
    server.createContext("/" + name + ".zip.md5", this::checksum);
    server.setExecutor(threads);
    server.start();
  }

  URI base() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
  }

  synchronized String version() {
    return "\"" + md5(archive) + "\"";
  }

  synchronized int requests() {
    return requests;
  }

  /** The Range header of each request for the archive, empty where there was none. */
  synchronized List<String> ranges() {
    return List.copyOf(ranges);
  }

  /** Closes the connection of the next transfer not yet doomed after so many bytes. */
  synchronized void truncateOnce(int bytes) {
    truncations.add(bytes);
  }

  synchronized void stallAfter(int bytes) {
    stallAfter = bytes;
  }

  synchronized void ignoreRanges() {
    ignoresRanges = true;
  }

  synchronized void corrupt() {
    corrupts = true;
  }

  synchronized void answer(int code) {
    status = code;
  }

  synchronized void checksum(String text) {
    checksum = text;
  }

  synchronized void replace(byte[] other) {
    archive = other;
    checksum = "MD5 (archive.zip) = " + md5(other);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void checksum(HttpExchange exchange) throws IOException {
    byte[] text;
    int code;
    synchronized (this) {
      requests++;
      text = checksum.getBytes(StandardCharsets.UTF_8);
      code = status;
    }
    close(exchange);
    exchange.sendResponseHeaders(code, text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private void archive(HttpExchange exchange) throws IOException {
    byte[] body;
    int from;
    int send;
    int stall;
    synchronized (this) {
      requests++;
      String range = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Range"), "");
      ranges.add(range);
      boolean isCurrent = version().equals(exchange.getRequestHeaders().getFirst("If-Range"));
      from =
          range.isEmpty() || ignoresRanges || !isCurrent
              ? 0
              : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
      body = archive.clone();
      if (corrupts) {
        body[body.length / 2] ^= 1;
      }
      close(exchange);
      exchange.getResponseHeaders().set("ETag", version());
      Integer truncation = truncations.poll();
      send = truncation == null ? body.length - Math.min(from, body.length) : truncation;
      stall = stallAfter;
    }
    if (from >= body.length) {
      exchange.sendResponseHeaders(416, -1);
      exchange.close();
      return;
    }
    if (from > 0) {
      String range = "bytes " + from + "-" + (body.length - 1) + "/" + body.length;
      exchange.getResponseHeaders().set("Content-Range", range);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, body.length - from);
    exchange.getResponseBody().write(Arrays.copyOfRange(body, from, from + Math.min(send, stall)));
    exchange.getResponseBody().flush();
    if (send > stall) {
      await();
    }
    exchange.close();
  }

  /** Answers a request to close as servers do; the JDK's does not by itself. */
  private static void close(HttpExchange exchange) {
    if ("close".equals(exchange.getRequestHeaders().getFirst("Connection"))) {
      exchange.getResponseHeaders().set("Connection", "close");
    }
  }

  private void await() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
