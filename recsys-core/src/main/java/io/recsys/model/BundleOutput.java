package io.recsys.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A new file of a model folder while it is written: counts and digests its bytes, and closing it
 * waits until they are on the disk. Writes are not buffered.
 */
final class BundleOutput extends OutputStream {
  private final FileChannel channel;
  private final String name;
  private final SaveWatcher watcher;
  private final MessageDigest digest = Sha256.digest();
  private long bytes;

  BundleOutput(Path file, SaveWatcher watcher) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.name = String.valueOf(file.getFileName());
    this.watcher = watcher;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] b, int offset, int length) throws IOException {
    watcher.reached("write " + name + " from " + bytes);
    ByteBuffer buffer = ByteBuffer.wrap(b, offset, length);
    while (buffer.hasRemaining()) {
      bytes += channel.write(buffer);
    }
    digest.update(b, offset, length);
  }

  /** What the file holds; to be asked once, at the end. */
  Manifest.Content content() {
    return new Manifest.Content(bytes, Sha256.hex(digest));
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (channel.isOpen()) {
        channel.force(true);
      }
    }
  }
}
