package io.recsys.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.recsys.baseline.PopularityTrainer;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.Protocol;
import io.recsys.source.DemoDataset;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproduceCommandTest {
  private static final Dataset DEMO = DemoDataset.generate(new DemoDataset.Size(60, 100, 1500), 7);

  @TempDir private static Path root;

  /** Invented rows in the files of MovieLens 100K. */
  @BeforeAll
  static void writeStandIn() throws IOException {
    Path release = Files.createDirectory(root.resolve("ml-100k"));
    Interactions rows = DEMO.interactions();
    StringBuilder ratings = new StringBuilder();
    StringBuilder testRows = new StringBuilder();
    for (int p = 0; p < rows.size(); p++) {
      ratings.append(
          "%s\t%s\t%d\t%d\n"
              .formatted(
                  DEMO.users().id(rows.user(p)),
                  DEMO.items().id(rows.item(p)),
                  Math.round(rows.value(p)),
                  rows.time(p)));
      testRows.append(p % 5 == 0 ? p + "\n" : "");
    }
    StringBuilder items = new StringBuilder();
    for (String id : DEMO.items().ids()) {
      items.append(id).append("|Film (1990)|01-Jan-1990|||1|0\n");
    }
    StringBuilder users = new StringBuilder();
    for (String id : DEMO.users().ids()) {
      users.append(id).append("|30|F|writer|12345\n");
    }
    Files.writeString(release.resolve("u.data"), ratings);
    Files.writeString(release.resolve("u.item"), items);
    Files.writeString(release.resolve("u.user"), users);
    Files.writeString(release.resolve("u.genre"), "Drama|0\nComedy|1\n");
    Files.writeString(
        Files.createDirectory(root.resolve("splits")).resolve("ml-100k-random80.test-rows"),
        testRows);
  }

  @Test
  void temporal_givesAllPartsOfOneModel_besideTheBaselines() {
    Path out = root.resolve("models");
    Run run =
        Run.of("reproduce", "temporal", "--data-root", root, "--seeds", 2, "--out", out, "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonObject answer = run.json();
    assertThat(answer.get("seeds").toString()).isEqualTo("[42,43]");
    JsonObject split = answer.getAsJsonObject("splits").getAsJsonObject("temporal(0.8)");
    JsonObject models = split.getAsJsonObject("models");
    assertThat(models.keySet()).containsAll(Models.YARDSTICKS).contains("hybrid");
    JsonObject hybrid = models.getAsJsonObject("hybrid");
    assertThat(hybrid.keySet())
        .contains("rmse", "warm rmse", "test-then-learn rmse", "ndcg@10", "warm ndcg@10");
    assertThat(hybrid.getAsJsonObject("rmse").keySet()).containsExactly("mean", "spread", "values");
    assertThat(models.getAsJsonObject("bias").getAsJsonObject("rmse").keySet())
        .containsExactly("mean");
    assertThat(models.getAsJsonObject("bias").has("test-then-learn rmse")).isFalse();
    assertThat(split.getAsJsonObject("intervals").getAsJsonObject("warm ndcg@10").keySet())
        .contains("hybrid", "ease");
    assertThat(out.resolve("temporal-43").resolve("manifest.json")).exists();
    assertThat(run.err()).contains("hybrid seed 43: rmse ").contains("ease-by-rating seed 42");
  }

  @Test
  void random_readsItsRowsBelowTheRoot() {
    Run run = Run.of("reproduce", "random", "--data-root", root, "--seeds", 1);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("random: MovieLens 100K")
        .containsPattern("(?m)^ +hybrid +popularity +bias ")
        .containsPattern("(?m)^rmse +[01]\\.\\d{4} +- +[01]\\.\\d{4} ");
  }

  @Test
  void figures_areMeansOverSplitsFirst_andSpreadOverSeeds() {
    Split split = SplitStrategy.random(0.8).split(DEMO, 1);
    Protocol protocol =
        Evaluator.defaults()
            .evaluate("popularity", new PopularityTrainer().train(split.train()), split)
            .protocol();
    TableFigures figures =
        new TableFigures(
            Table.of("u1-u5"),
            7,
            List.of(
                new TableFigures.SplitFigures("u1", trials(protocol, 0.90, 0.92)),
                new TableFigures.SplitFigures("u2", trials(protocol, 0.94, 1.00))));
    JsonObject json = JsonParser.parseString(Json.line(figures.toMap())).getAsJsonObject();
    JsonObject mean =
        json.getAsJsonObject("mean").getAsJsonObject("hybrid").getAsJsonObject("rmse");
    assertThat(mean.get("mean").getAsDouble()).isCloseTo(0.94, within(1e-12));
    // The seeds' means over splits are 0.92 and 0.96.
    assertThat(mean.get("spread").getAsDouble()).isCloseTo(0.04 / Math.sqrt(2), within(1e-12));
    assertThat(figures.toText())
        .contains("seeds [7, 8]", "0.9100 ± 0.0141", "mean of the 2 splits", "0.9400 ± 0.0283");
  }

  private static Map<String, List<Trial>> trials(Protocol protocol, double... rmse) {
    Map<String, List<Trial>> trials = new LinkedHashMap<>();
    trials.put(
        "hybrid",
        Arrays.stream(rmse)
            .mapToObj(value -> new Trial(protocol, Map.of("rmse", value), Map.of()))
            .toList());
    trials.put("popularity", List.of(new Trial(protocol, Map.of("ndcg@10", 0.2), Map.of())));
    return trials;
  }

  @Test
  void misuse_isOneLineThatSaysWhatToDo() {
    assertFailed(Run.of("reproduce", "u9"), 2, "no 'u9', but u1-u5, random, temporal");
    assertFailed(Run.of("reproduce", "random", "--seeds", 0), 2, "--seeds: 0 is below 1");
    assertFailed(
        Run.of("reproduce", "random", "--data-root", root.resolve("no")), 1, "no such folder");
    assertFailed(Run.of("reproduce", "u1-u5", "--data-root", root), 1, "u1.base");
  }

  @Test
  void help_namesEveryTable() {
    String help = Run.of("reproduce", "--help").out();
    assertThat(help).contains("Usage: recsys reproduce");
    Table.ALL.forEach(table -> assertThat(help).contains(table.name()));
  }

  private static void assertFailed(Run run, int exitCode, String part) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().reduce("", (before, line) -> line))
        .startsWith("recsys: ")
        .contains(part);
  }
}
