package io.recsys.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.data.Vocabulary;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatingsParserTest {
  @TempDir Path folder;

  /** Lines long and many enough to cross the reader's buffer at all kinds of places. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void parse_readsWhatWasWritten(long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    List<String> written = new ArrayList<>();
    String lineEnd = seed % 2 == 0 ? "\r\n" : "\n";
    for (int row = 0; row < 20_000; row++) {
      String user = "user-é-" + random.nextInt(500);
      String item = random.nextInt(50) == 0 ? "x".repeat(random.nextInt(5000) + 1) : "" + row % 300;
      float value = random.nextInt(100) / 4f - 10;
      long time = random.nextInt();
      text.append(user).append("::").append(item).append("::").append(value).append("::");
      text.append(time).append(lineEnd);
      written.add(user + " " + item + " " + value + " " + time);
    }
    Path file = Files.writeString(folder.resolve("ratings"), text);
    IdTable users = new IdTable();
    IdTable items = new IdTable();
    List<String> read = new ArrayList<>();
    List<int[]> pairs = new ArrayList<>();
    long rows =
        new RatingsParser(
                DelimitedFile.Format.defaults().withDelimiter("::"),
                users,
                items,
                new BadLines(ReadOptions.defaults()))
            .parse(
                file,
                (row, user, item, value, time) -> {
                  assertThat(row).isEqualTo(read.size());
                  pairs.add(new int[] {user, item});
                  read.add(value + " " + time);
                });

    assertThat(rows).isEqualTo(20_000);
    Vocabulary userIds = users.vocabulary();
    Vocabulary itemIds = items.vocabulary();
    int[] userIndices = users.indices(userIds);
    int[] itemIndices = items.indices(itemIds);
    for (int row = 0; row < rows; row++) {
      String user = userIds.id(userIndices[pairs.get(row)[0]]);
      String item = itemIds.id(itemIndices[pairs.get(row)[1]]);
      assertThat(user + " " + item + " " + read.get(row)).isEqualTo(written.get(row));
    }
  }

  @Test
  void decimal_agreesWithBigDecimal() {
    Random random = new Random(5);
    Decimal decimal = new Decimal();
    for (int i = 0; i < 100_000; i++) {
      BigDecimal number =
          BigDecimal.valueOf(random.nextLong() % 1_000_000_000_000_000L, random.nextInt(15));
      byte[] text = number.toPlainString().getBytes(StandardCharsets.UTF_8);
      if (text.length <= 18) {
        assertThat(decimal.parse(text, 0, text.length)).isTrue();
        assertThat(decimal.value()).isEqualTo(number.doubleValue());
        assertThat(decimal.whole())
            .isEqualTo(number.setScale(0, RoundingMode.DOWN).longValueExact());
      }
    }
  }

  @Test
  void idTable_agreesWithAMap() {
    Random random = new Random(6);
    IdTable table = new IdTable();
    Map<String, Integer> map = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      String id = Integer.toString(random.nextInt(20_000), 2 + random.nextInt(30));
      byte[] bytes = (">" + id + "<").getBytes(StandardCharsets.UTF_8);
      Integer known = map.get(id);
      assertThat(table.find(bytes, 1, bytes.length - 1)).isEqualTo(known == null ? -1 : known);
      if (known == null) {
        map.put(id, map.size());
      }
      assertThat(table.add(bytes, 1, bytes.length - 1)).isEqualTo(map.get(id));
    }
    assertThat(table.size()).isEqualTo(map.size());
    Vocabulary vocabulary = table.vocabulary();
    int[] indices = table.indices(vocabulary);
    map.forEach((id, index) -> assertThat(vocabulary.id(indices[index])).isEqualTo(id));
  }
}
