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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproduceCommandTest {
  private static final Dataset DEMO = DemoDataset.generate(new DemoDataset.Size(60, 100, 1500), 7);

  @TempDir private static Path root;

  /** Invented rows in the files of MovieLens 100K, the first fold included. */
  @BeforeAll
  static void writeStandIn() throws IOException {
    Path release = Files.createDirectory(root.resolve("ml-100k"));
    Interactions rows = DEMO.interactions();
    StringBuilder base = new StringBuilder();
    StringBuilder test = new StringBuilder();
    StringBuilder ratings = new StringBuilder();
    StringBuilder testRows = new StringBuilder();
    for (int p = 0; p < rows.size(); p++) {
      String row =
          "%s\t%s\t%d\t%d\n"
              .formatted(
                  DEMO.users().id(rows.user(p)),
                  DEMO.items().id(rows.item(p)),
                  Math.round(rows.value(p)),
                  rows.time(p));
      ratings.append(row);
      (p % 5 == 0 ? test : base).append(row);
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
    Files.writeString(release.resolve("u1.base"), base);
    Files.writeString(release.resolve("u1.test"), test);
    Files.writeString(release.resolve("u.item"), items);
    Files.writeString(release.resolve("u.user"), users);
    Files.writeString(release.resolve("u.genre"), "Drama|0\nComedy|1\n");
    Files.writeString(
        Files.createDirectory(root.resolve("splits")).resolve("ml-100k-random80.test-rows"),
        testRows);
    writeNcfStandIn();
  }

  /** Invented rows in the files of MovieLens 1M; each user's last is to be found among ten. */
  private static void writeNcfStandIn() throws IOException {
    Path release = Files.createDirectory(root.resolve("ml-1m"));
    Interactions rows = DEMO.interactions();
    StringBuilder ratings = new StringBuilder();
    // The files number items by first appearance.
    List<Integer> appeared = new ArrayList<>();
    for (int p = 0; p < rows.size(); p++) {
      ratings.append(
          "%d::%s::%d::%d\n"
              .formatted(
                  rows.user(p) + 1,
                  DEMO.items().id(rows.item(p)),
                  Math.round(rows.value(p)),
                  rows.time(p)));
      if (!appeared.contains(rows.item(p))) {
        appeared.add(rows.item(p));
      }
    }
    StringBuilder users = new StringBuilder();
    StringBuilder test = new StringBuilder();
    StringBuilder negatives = new StringBuilder();
    for (int user = 0; user < rows.users(); user++) {
      int reader = user;
      int item = appeared.indexOf(rows.item(rows.end(user) - 1));
      users.append(user + 1).append("::F::25::12::12345\n");
      test.append("%d\t%d\t3\t1\n".formatted(user, item));
      negatives.append("(%d,%d)".formatted(user, item));
      IntStream.range(0, appeared.size())
          .filter(other -> !rows.contains(reader, appeared.get(other)))
          .limit(10)
          .forEach(other -> negatives.append('\t').append(other));
      negatives.append('\n');
    }
    StringBuilder items = new StringBuilder();
    for (String id : DEMO.items().ids()) {
      items.append(id).append("::Film (1990)::Drama\n");
    }
    Files.writeString(release.resolve("ratings.dat"), ratings);
    Files.writeString(release.resolve("movies.dat"), items);
    Files.writeString(release.resolve("users.dat"), users);
    Files.writeString(release.resolve("ncf-ml-1m.test.rating"), test);
    Files.writeString(release.resolve("ncf-ml-1m.test.negative"), negatives);
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
    assertThat(models.getAsJsonObject("bias").has("test-then-learn rmse")).isTrue();
    assertThat(models.getAsJsonObject("popularity").has("test-then-learn rmse")).isFalse();
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
  void ncf_ranksTheSameModelAmongTheCandidates_andOverTheCatalog() {
    Run run = Run.of("reproduce", "ncf", "--data-root", root, "--seeds", 1, "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonObject splits = run.json().getAsJsonObject("splits");
    JsonObject split = splits.getAsJsonObject(splits.keySet().iterator().next());
    assertThat(split.getAsJsonObject("protocol").get("candidates").getAsString())
        .startsWith("ncf:");
    JsonObject hybrid = split.getAsJsonObject("models").getAsJsonObject("hybrid");
    assertThat(hybrid.keySet()).contains("hit@10", "full hit@10", "rmse");
    // Ten places for eleven candidates.
    assertThat(mean(hybrid, "hit@10")).isGreaterThan(mean(hybrid, "full hit@10"));
  }

  private static double mean(JsonObject model, String figure) {
    return model.getAsJsonObject(figure).get("mean").getAsDouble();
  }

  @Test
  void ablation_standsBesideItsVariants() {
    Run run = Run.of("reproduce", "ablation", "--data-root", root);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("(?m)^ +hybrid +no embeddings +no features");
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
    assertFailed(
        Run.of("reproduce", "u1-u5", "--data-root", root.resolve("splits")),
        1,
        "ml-100k: there is no such folder");
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
