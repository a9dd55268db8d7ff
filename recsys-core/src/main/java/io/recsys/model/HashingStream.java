package io.recsys.model;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream that takes the SHA-256 of what is read through it. Of a large file a thread beside the
 * reader's takes it, and goes on while the reader makes something of what it has read: a JVM that
 * has just started needs longer for the checksum than for the model. The thread ends with the
 * checksum, or when the stream is closed. For one reader.
 */
final class HashingStream extends FilterInputStream {
  /** From so many bytes on a thread is worth its start. */
  private static final long LARGE = 1 << 20;

  /** How many reads the reader may be ahead: with those of {@link SafeTensors} 32 MiB. */
  private static final int AHEAD = 512;

  private static final byte[] END = new byte[0];

  private final MessageDigest digest = Sha256.digest();
  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(AHEAD);
  private final FutureTask<String> hash = new FutureTask<>(this::hash);
  private final @Nullable Thread thread;

  /**
   * A stream over another one, which it closes.
   *
   * @param size the bytes that the other one is expected to have
   */
  HashingStream(InputStream in, long size) {
    super(in);
    if (size < LARGE) {
      thread = null;
    } else {
      thread = new Thread(hash, "recsys-checksum");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private String hash() throws InterruptedException {
    for (byte[] bytes = queue.take(); bytes != END; bytes = queue.take()) {
      digest.update(bytes);
    }
    return Sha256.hex(digest);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    if (count > 0 && thread == null) {
      digest.update(bytes, offset, count);
    } else if (count > 0) {
      byte[] copy = new byte[count];
      System.arraycopy(bytes, offset, copy, 0, count);
      put(copy);
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, 1 << 16)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** The checksum of the whole, what was not read included, in hexadecimal digits; asked once. */
  String sha256() throws IOException {
    transferTo(OutputStream.nullOutputStream());
    if (thread == null) {
      return Sha256.hex(digest);
    }
    put(END);
    try {
      return hash.get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      throw new IOException("The checksum cannot be taken.", e);
    }
  }

  private void put(byte[] bytes) throws IOException {
    try {
      while (!queue.offer(bytes, 1, TimeUnit.SECONDS)) {
        if (hash.isDone()) {
          throw new IOException("The checksum cannot be taken.");
        }
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while a model's checksum was taken");
  }

  @Override
  public void close() throws IOException {
    hash.cancel(true);
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      // The thread ends by itself.
      Thread.currentThread().interrupt();
    }
    super.close();
  }
}
