package io.recsys.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsCommandTest {
  private static final Map<String, String> LISTS =
      Map.of("u1", "ABCDE", "u2", "CAFBG", "u3", "BADEH");
  private static final String TRUTH =
      "user,item,rating\nu1,B,5\nu1,E,3\nu1,F,4\nu2,C,4\nu3,G,5\nu3,F,3\n";
  private static final Map<String, String> TRAIN =
      Map.of("u1", "HI", "u2", "DEH", "u3", "CI", "u4", "ABCD", "u5", "ABE", "u6", "ACF");

  @TempDir private Path folder;
  private Path truth;
  private Path train;

  @BeforeEach
  void write() throws IOException {
    truth = file(TRUTH);
    StringBuilder rows = new StringBuilder("user,item\n");
    TRAIN.forEach(
        (user, items) ->
            items
                .chars()
                .forEach(item -> rows.append(user).append(',').append((char) item).append('\n')));
    train = file(rows.toString());
  }

  private Path file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "in", ".csv"), content);
  }

  /** The lists as lines of a format of user, item and rank; the last place comes first. */
  private static String lines(String format, String header) {
    StringBuilder lines = new StringBuilder(header);
    for (int place = 4; place >= 0; place--) {
      int at = place;
      LISTS.forEach(
          (user, list) ->
              lines.append(
                  format.formatted(user, list.substring(at, at + 1), at + 1, 1.5 - at * 0.25)));
    }
    return lines.toString();
  }

  private JsonObject measure(String recommendations, Object... more) throws IOException {
    Run run = run(recommendations, more);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json();
  }

  private Run run(String recommendations, Object... more) throws IOException {
    List<Object> args =
        new java.util.ArrayList<>(
            List.of("metrics", "--recommendations", file(recommendations), "--truth", truth));
    args.addAll(List.of(more));
    args.add("--json");
    return Run.of(args.toArray());
  }

  private static void assertGolden(JsonObject answer) {
    assertThat(answer.get("precision@5").getAsDouble()).isCloseTo(0.2, within(1e-9));
    assertThat(answer.get("recall@5").getAsDouble()).isCloseTo(5 / 9.0, within(1e-9));
    assertThat(answer.get("hit@5").getAsDouble()).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(answer.get("mrr@5").getAsDouble()).isCloseTo(0.5, within(1e-9));
    assertThat(answer.get("map@5").getAsDouble()).isCloseTo(1.3 / 3, within(1e-9));
    assertThat(answer.get("ndcg@5").getAsDouble()).isCloseTo(0.4925412345, within(1e-9));
    assertThat(answer.get("ndcg@2").getAsDouble()).isCloseTo(0.4622842691, within(1e-9));
    assertThat(answer.get("coverage@5").getAsDouble()).isCloseTo(0.8, within(1e-9));
    assertThat(answer.get("gini@5").getAsDouble()).isCloseTo(0.38, within(1e-9));
  }

  @Test
  void metrics_giveTheValuesOfOtherLibraries() throws IOException {
    JsonObject answer =
        measure(
            lines("%s,%s,%d%n", "user,item,rank\n"),
            "--train",
            train,
            "--catalog",
            10,
            "-k",
            "2,5");
    assertGolden(answer);
    assertThat(answer.get("novelty@5").getAsDouble()).isCloseTo(2.7533111516, within(1e-9));
    assertThat(answer.get("diversity@5").getAsDouble()).isCloseTo(0.6068246117, within(1e-9));
    assertThat(answer.get("coverage@2").getAsDouble()).isCloseTo(0.3, within(1e-9));
    JsonObject protocol = answer.getAsJsonObject("protocol");
    assertThat(protocol.get("rankedUsers").getAsInt()).isEqualTo(3);
    assertThat(protocol.get("rankedItems").getAsInt()).isEqualTo(10);
  }

  @Test
  void metrics_readListsAsPeopleWriteThem() throws IOException {
    for (String same :
        List.of(
            lines("%s,%s,%d%n", ""),
            lines("%s,%s,%4$s%n", ""),
            lines("%s\t%s\t%4$s%n", "user_id\titem_id\tscore\n"),
            lines("%s;%s;%d%n", "User;Item;Rank\n"),
            lines("%s::%s::%d%n", ""),
            lines("%s|%s|%d%n", "user|item|rank\n"),
            lines("%3$d,\"%2$s\",\"%1$s\"%n", "rank,item,user\n"),
            lines("%s,%s,%4$s,%3$d%n", "\uFEFFuserId,movieId,prediction,rank\n"),
            lines("%s, %s, %d\r\n\r\n", "user, item, rank\r\n"))) {
      assertGolden(measure(same, "--catalog", 10, "-k", "5,2"));
    }
    StringBuilder inOrder = new StringBuilder("user,item\n");
    LISTS.forEach(
        (user, list) ->
            list.chars()
                .forEach(
                    item -> inOrder.append(user).append(',').append((char) item).append('\n')));
    assertGolden(measure(inOrder.toString(), "--catalog", 10, "-k", "5,2"));
  }

  @Test
  void metrics_countAUserWithoutListAsZero_andListsWithoutTruthForTheCatalogAlone()
      throws IOException {
    JsonObject answer =
        measure("user,item,rank\nu1,B,1\nu1,X,2\nstranger,Y,1\n", "-k", 2, "--catalog", 10);
    assertThat(answer.get("precision@2").getAsDouble()).isCloseTo(0.5 / 3, within(1e-12));
    assertThat(answer.get("mrr@2").getAsDouble()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(answer.get("coverage@2").getAsDouble()).isCloseTo(0.3, within(1e-12));
    assertThat(answer.has("novelty@2")).isFalse();
    assertThat(answer.has("diversity@2")).isFalse();
    assertThat(answer.has("rmse")).isFalse();
  }

  @Test
  void metrics_takeTheItemsOfAllFilesAsTheCatalog() throws IOException {
    JsonObject answer = measure("user,item,rank\nu1,A,1\n", "-k", 1);
    assertThat(answer.get("coverage@1").getAsDouble()).isCloseTo(1 / 6.0, within(1e-12));
    JsonObject trained = measure("user,item,rank\nu1,A,1\n", "-k", 1, "--train", train);
    assertThat(trained.get("coverage@1").getAsDouble()).isCloseTo(1 / 9.0, within(1e-12));
  }

  @Test
  void metrics_takeRowsFromTheThresholdAsRelevant() throws IOException {
    JsonObject answer = measure(lines("%s,%s,%d%n", ""), "-k", 5, "--relevant", 4);
    assertThat(answer.get("precision@5").getAsDouble()).isCloseTo(0.4 / 3, within(1e-12));
    assertThat(answer.get("recall@5").getAsDouble()).isCloseTo(0.5, within(1e-12));
    Run none = run(lines("%s,%s,%d%n", ""), "-k", 5, "--relevant", 6);
    assertThat(none.err()).contains("no user has a relevant row");
    assertThat(none.json().has("precision@5")).isFalse();
  }

  @Test
  void metrics_measureRepeatedItemsAndEqualRanksInTheOrderOfLines() throws IOException {
    JsonObject repeated = measure("user,item,rank\nu2,C,1\nu2,C,2\n", "-k", 2);
    assertThat(repeated.get("recall@2").getAsDouble()).isCloseTo(1 / 3.0, within(1e-12));
    JsonObject first = measure("user,item,rank\nu2,C,1\nu2,A,1\n", "-k", 1);
    JsonObject second = measure("user,item,rank\nu2,A,1\nu2,C,1\n", "-k", 1);
    assertThat(first.get("hit@1").getAsDouble()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(second.get("hit@1").getAsDouble()).isZero();
  }

  @Test
  void metrics_measurePredictions() throws IOException {
    String rows = "u,i,3,5\nu,j,3,1\nv,i,3,2\n";
    for (String content :
        List.of(
            rows,
            "user,item,predicted,actual\n" + rows,
            "user\titem\trating\tprediction\nu\ti\t5\t3\nu\tj\t1\t3\nv\ti\t2\t3\n")) {
      JsonObject answer = Run.of("metrics", "--predictions", file(content), "--json").json();
      assertThat(answer.get("rmse").getAsDouble()).isCloseTo(Math.sqrt(3), within(1e-12));
      assertThat(answer.get("mae").getAsDouble()).isCloseTo(5 / 3.0, within(1e-12));
      assertThat(answer.get("user-rmse").getAsDouble()).isCloseTo(1.5, within(1e-12));
    }
    Run missing =
        Run.of(
            "metrics",
            "--predictions",
            file("user,item,predicted,actual\nu,i,,5\nv,i,3,2\n"),
            "--json");
    assertThat(missing.err()).contains("1 of 2 rows have no prediction");
    assertThat(missing.json().has("rmse")).isFalse();
    assertThat(Run.of("metrics", "--predictions", file(rows)).out()).containsPattern("rmse +1.73");
  }

  @Test
  void metrics_printATableForPeople() throws IOException {
    Run run =
        Run.of(
            "metrics",
            "--recommendations",
            file(lines("%s,%s,%d%n", "")),
            "--truth",
            truth,
            "-k",
            5);
    assertThat(run.out())
        .contains("3 users with a relevant row")
        .containsPattern("ndcg@5 +0.492541  \\[");
  }

  @Test
  void failures_nameFileLineAndRemedy() throws IOException {
    for (String[] wrong :
        new String[][] {
          {"", "holds no list"},
          {"user,item,rank\n", "holds no list"},
          {"user,item,rank\nu1,A,x\n", "line 2: 'x' is no rank"},
          {"user,item,score\nu1,A,NaN\n", "line 2: 'NaN' is no score"},
          {"user,item,rank\nu1,A\n", "line 2: no rank"},
          {"user,item,rank\nu1,,1\n", "line 2: the item is empty"},
          {"u1 A 1\n", "parted by comma"},
        }) {
      Run run = run(wrong[0]);
      assertThat(run.exitCode()).as(wrong[0]).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).as(wrong[0]).contains(wrong[1]).doesNotContain("\tat ");
    }
    String lists = lines("%s,%s,%d%n", "");
    assertThat(run(lists, "--catalog", 3).err()).contains("3 items are fewer than the 8");
    Path bare = file("user,item\nu1,A\n");
    Run unrated =
        Run.of("metrics", "--recommendations", file(lists), "--truth", bare, "--relevant", 4);
    assertThat(unrated.err()).contains("has no ratings");
    assertThat(Run.of("metrics", "--recommendations", "no.csv", "--truth", truth).err())
        .contains("no.csv");
  }

  @Test
  void misuse_isOneLine() throws IOException {
    assertThat(Run.of("metrics").exitCode()).isEqualTo(2);
    assertThat(Run.of("metrics", "--recommendations", truth).err()).contains("--truth FILE");
    assertThat(Run.of("metrics", "--predictions", truth, "--train", truth).exitCode()).isEqualTo(2);
    assertThat(run("u,i,1\n", "-k", 0).exitCode()).isEqualTo(2);
    assertThat(run("u,i,1\n", "--catalog", 0).exitCode()).isEqualTo(2);
    assertThat(run("u,i,1\n", "--relevant", "NaN").exitCode()).isEqualTo(2);
  }
}
