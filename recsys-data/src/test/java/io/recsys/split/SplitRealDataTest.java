package io.recsys.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.data.Dataset;
import io.recsys.source.MovieLens;
import io.recsys.source.ReadOptions;
import java.io.IOException;
import java.nio.file.Path;
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
    Path folder = Path.of(System.getenv("RECSYS_DATA"), "ml-100k");
    data = MovieLens.read(folder, ReadOptions.defaults()).dataset();
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

  @Test
  void stratified_takesThreeQuartersOfEveryUser() {
    Split split = SplitStrategy.stratified(0.75).split(data, 42);
    int train = 0;
    for (int user = 0; user < 943; user++) {
      train += data.interactions().count(user) * 3 / 4;
    }
    assertThat(split.train().interactions().size()).isEqualTo(train);
    assertThat(split.counts().testUsers()).isEqualTo(943);
    assertThat(split.counts().coldUsers()).isZero();
  }

  @Test
  void cold_isCold() {
    Split.Counts users = SplitStrategy.userCold(0.1).split(data, 42).counts();
    assertThat(users.testUsers()).isEqualTo(95);
    assertThat(users.coldUsers()).isEqualTo(95);
    Split.Counts items = SplitStrategy.itemCold(0.1).split(data, 42).counts();
    assertThat(items.testItems()).isEqualTo(169);
    assertThat(items.coldItems()).isEqualTo(169);
  }

  @Test
  void kShot_leavesFiveRowsToEveryUser() {
    Split split = SplitStrategy.kShot(5, 1).split(data, 42);
    assertThat(split.train().interactions().size()).isEqualTo(5 * 943);
    assertThat(split.counts().coldUsers()).isZero();
  }

  @Test
  void folds_areOfOneSize() {
    assertThat(CrossValidation.ofRows(5, 42).splits(data))
        .hasSize(5)
        .allMatch(split -> split.test().size() == 20_000)
        .allMatch(split -> split.train().interactions().size() == 80_000);
  }
}
