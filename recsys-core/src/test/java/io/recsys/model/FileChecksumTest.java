package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileChecksumTest {
  private static final int LARGE = 1 << 20;

  @TempDir private Path folder;

  private FileChannel file(byte[] bytes) throws IOException {
    return FileChannel.open(Files.write(folder.resolve("file"), bytes));
  }

  private static byte[] drawn(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static String expected(byte[] bytes) {
    MessageDigest digest = Sha256.digest();
    digest.update(bytes);
    return Sha256.hex(digest);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, LARGE - 1, LARGE, 3_000_001})
  void sha256_isThatOfTheWhole_whateverElseIsRead(int size) throws IOException {
    byte[] bytes = drawn(size);
    try (FileChannel file = file(bytes);
        FileChecksum checksum = new FileChecksum(file)) {
      file.position(size / 3);
      int read = file.read(ByteBuffer.allocate(100));

      assertThat(checksum.sha256()).isEqualTo(expected(bytes)).isEqualTo(checksum.sha256());
      assertThat(file.position()).isEqualTo(size / 3 + Math.max(0, read));
    }
  }

  @Test
  void close_endsTheThread() throws Exception {
    try (FileChannel file = file(drawn(LARGE))) {
      new FileChecksum(file).close();
    }

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("recsys-checksum") && thread.isAlive());
  }

  @Test
  void sha256_endsWhenInterrupted() throws IOException {
    try (FileChannel file = file(drawn(64 * LARGE));
        FileChecksum checksum = new FileChecksum(file)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(checksum::sha256).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void sha256_failsWithTheFile() throws IOException {
    FileChannel file = file(drawn(10));
    try (FileChecksum checksum = new FileChecksum(file)) {
      file.close();
      assertThatThrownBy(checksum::sha256).isInstanceOf(IOException.class);
    }
  }
}
