package io.recsys.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.data.DataFormatException;
import io.recsys.source.PairsFile.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairsFileTest {
  @TempDir private Path folder;

  private List<Pair> pairs(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("pairs.csv"), content);
    try (PairsFile pairs = PairsFile.open(file)) {
      return pairs.next(10);
    }
  }

  private List<Pair> pairs(String content) throws IOException {
    return pairs(content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void next_keepsAFirstPairWhoseIdsBeginLikeAHeader() throws IOException {
    assertThat(pairs("user1,item1\nuser2,item2\n"))
        .containsExactly(new Pair("user1", "item1"), new Pair("user2", "item2"));
  }

  @Test
  void next_skipsAByteOrderMark() throws IOException {
    assertThat(pairs("\ufeff5,3\n")).containsExactly(new Pair("5", "3"));
    assertThat(pairs("\ufeffrating,movieId,userId\n4,3,5\n")).containsExactly(new Pair("5", "3"));
  }

  @Test
  void next_findsNoPairInAnEmptyFile() throws IOException {
    assertThat(pairs("")).isEmpty();
    assertThat(pairs("user,item\n")).isEmpty();
  }

  @Test
  void open_namesTheFileThatIsNoText() {
    assertThatThrownBy(() -> pairs(new byte[] {'5', ',', (byte) 0xE9, '\n'}))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("pairs.csv")
        .hasMessageContaining("UTF-8");
  }
}
