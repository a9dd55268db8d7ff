package io.recsys.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.data.DataFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {
  @TempDir private Path folder;

  private List<Pair> pairs(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("pairs.csv"), content);
    List<Pair> pairs = new ArrayList<>();
    try (TableFile rows = TableFile.pairs(file)) {
      for (; rows.hasRow(); rows.advance()) {
        pairs.add(new Pair(rows.text(0), rows.text(1)));
      }
    }
    return pairs;
  }

  private record Pair(String user, String item) {}

  private List<Pair> pairs(String content) throws IOException {
    return pairs(content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void pairs_keepsAFirstPairWhoseIdsBeginLikeAHeader() throws IOException {
    assertThat(pairs("user1,item1\nuser2,item2\n"))
        .containsExactly(new Pair("user1", "item1"), new Pair("user2", "item2"));
  }

  @Test
  void pairs_skipsAByteOrderMark() throws IOException {
    assertThat(pairs("\ufeff5,3\n")).containsExactly(new Pair("5", "3"));
    assertThat(pairs("\ufeffrating,movieId,userId\n4,3,5\n")).containsExactly(new Pair("5", "3"));
  }

  @Test
  void pairs_findsNoPairInAnEmptyFile() throws IOException {
    assertThat(pairs("")).isEmpty();
    assertThat(pairs("user,item\n")).isEmpty();
  }

  @Test
  void pairs_namesTheFileThatIsNoText() {
    assertThatThrownBy(() -> pairs(new byte[] {'5', ',', (byte) 0xE9, '\n'}))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("pairs.csv")
        .hasMessageContaining("UTF-8");
  }

  @Test
  void pairs_refusesALineThatLacksAnId() {
    assertThatThrownBy(() -> pairs("5,3\n5\n"))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("pairs.csv, line 2: no item; the columns user, item are expected");
    assertThatThrownBy(() -> pairs("5,3\n,3\n")).hasMessageContaining("line 2: the user is empty");
  }
}
