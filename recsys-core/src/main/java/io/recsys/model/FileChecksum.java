package io.recsys.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of an open file. It reads the file for itself, whatever else is read of it, so that
 * nothing is copied; that of a large file is taken in the background, for a JVM that has just
 * started needs longer for the checksum than for the model.
 */
final class FileChecksum implements Closeable {
  /** From so many bytes on a thread is worth its start. */
  private static final long LARGE = 1 << 20;

  private static final int CHUNK = 1 << 16;

  private final FileChannel file;
  private final @Nullable Background<String> background;

  /** A checksum of a file, which stays the caller's to close, after this. */
  FileChecksum(FileChannel file) throws IOException {
    this.file = file;
    this.background = file.size() < LARGE ? null : new Background<>("checksum", this::take);
  }

  private String take() throws IOException {
    MessageDigest digest = Sha256.digest();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long position = 0;
    for (int count = file.read(chunk, 0); count > 0; count = file.read(chunk, position)) {
      digest.update(chunk.array(), 0, count);
      position += count;
      chunk.clear();
    }
    return Sha256.hex(digest);
  }

  /** The checksum of the whole file, in hexadecimal digits. */
  String sha256() throws IOException {
    return background == null ? take() : background.get();
  }

  @Override
  public void close() {
    if (background != null) {
      background.close();
    }
  }
}
