package io.recsys.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@Tag("real-data")
@EnabledIfEnvironmentVariable(named = "RECSYS_DATA", matches = ".+")
class SplitRealDataTest {
  private static Dataset data;

  @BeforeAll
  static void read() throws IOException {
    Path file = Path.of(System.getenv("RECSYS_DATA"), "ml-100k", "u.data");
    List<String[]> rows =
        Files.readAllLines(file).stream().map(line -> line.split("\t", -1)).toList();
    Vocabulary users = Vocabulary.of(rows.stream().map(row -> row[0]).toList());
    Vocabulary items = Vocabulary.of(rows.stream().map(row -> row[1]).toList());
    Interactions.Builder builder = Interactions.builder();
    for (String[] row : rows) {
      builder.add(
          users.indexOf(row[0]),
          items.indexOf(row[1]),
          Float.parseFloat(row[2]),
          Long.parseLong(row[3]));
    }
    data =
        new Dataset(
            "ml-100k",
            users,
            items,
            AttributeTable.empty(users.size()),
            AttributeTable.empty(items.size()),
            builder.build(users.size(), items.size(), true),
            new RatingScale(1, 5));
  }

  @Test
  void temporal_leavesMostTestUsersCold() {
    Split split = SplitStrategy.temporal(0.8).split(data, 42);
    assertThat(split.train().interactions().size()).isEqualTo(80_000);
    assertThat(split.counts()).isEqualTo(new Split.Counts(301, 192, 17_048, 1_448, 66, 202, 2_863));
    assertThat(split.train().interactions().meanValue()).isBetween(3.5175, 3.5185);
    assertThat(split.test().meanValue()).isBetween(3.5785, 3.5795);
  }

  @Test
  void perUserTemporal_leavesNoUserCold() {
    Split split = SplitStrategy.perUserTemporal(0.8).split(data, 42);
    assertThat(split.train().interactions().size()).isEqualTo(80_367);
    assertThat(split.counts()).isEqualTo(new Split.Counts(943, 0, 0, 1_504, 70, 87, 19_546));
    assertThat(split.train().interactions().meanValue()).isBetween(3.5804, 3.5806);
  }

  @Test
  void random_takesFourFifths() {
    Split split = SplitStrategy.random(0.8).split(data, 42);
    assertThat(split.train().interactions().size()).isEqualTo(80_000);
    assertThat(split.test().size()).isEqualTo(20_000);
  }

  @Test
  void leaveLastOut_testsOneRowOfEveryUser() {
    Split split = SplitStrategy.leaveLastOut().split(data, 42);
    assertThat(split.test().size()).isEqualTo(943);
    assertThat(split.counts().coldUsers()).isZero();
  }
}
