package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashingStreamTest {
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
  @ValueSource(ints = {0, 1, 1000, (1 << 20) - 1, 1 << 20, 3_000_001})
  void sha256_isThatOfTheWhole_readOrNot(int size) throws IOException {
    byte[] bytes = drawn(size);
    try (HashingStream in = new HashingStream(new ByteArrayInputStream(bytes), size)) {
      in.read();
      in.skip(7);
      assertThat(in.readNBytes(100)).hasSize(Math.max(0, Math.min(100, size - 8)));

      assertThat(in.sha256()).isEqualTo(expected(bytes));
    }
  }

  @Test
  void sha256_isOfWhatThereIs_whateverSizeWasExpected() throws IOException {
    byte[] bytes = drawn(100);
    try (HashingStream in = new HashingStream(new ByteArrayInputStream(bytes), 1 << 30)) {
      assertThat(in.sha256()).isEqualTo(expected(bytes));
    }
  }

  @Test
  void close_endsTheThread() throws Exception {
    new HashingStream(new ByteArrayInputStream(drawn(100)), 1 << 30).close();

    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("recsys-checksum"))
        .forEach(HashingStreamTest::join);
  }

  private static void join(Thread thread) {
    try {
      thread.join(60_000);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void sha256_endsWhenInterrupted() throws IOException {
    try (HashingStream in = new HashingStream(new ByteArrayInputStream(drawn(100)), 1 << 30)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(in::sha256).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
