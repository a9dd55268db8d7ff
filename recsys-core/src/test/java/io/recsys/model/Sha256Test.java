package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256Test {
  @TempDir private Path folder;

  @Test
  void of_isThatOfTheStandard() {
    // FIPS 180-2, appendix B.1.
    assertThat(Sha256.of(new byte[] {'a', 'b', 'c'}))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, (1 << 16) - 1, 1 << 16, 3_000_001})
  void of_aFileIsThatOfItsBytes_andLeavesItsPosition(int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    try (FileChannel file = FileChannel.open(Files.write(folder.resolve("file"), bytes))) {
      int read = file.read(ByteBuffer.allocate(100));
      assertThat(Sha256.of(file)).isEqualTo(Sha256.of(bytes)).isEqualTo(Sha256.of(file));
      assertThat(file.position()).isEqualTo(Math.max(0, read));
    }
  }
}
