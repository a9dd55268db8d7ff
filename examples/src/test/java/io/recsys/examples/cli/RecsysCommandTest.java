package io.recsys.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.source.DemoDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecsysCommandTest {
  private static final String SPLIT = "random(0.8)";

  @TempDir private static Path folder;
  private static Path ratings;
  private static Path model;
  private static Run train;

  @BeforeAll
  static void train() throws IOException {
    ratings = Files.writeString(folder.resolve("ratings.csv"), csv());
    model = folder.resolve("models").resolve("small");
    train = Run.of(with("train", "--epochs", 1, "--out", model, "--split", SPLIT, "--json"));
    assertThat(train.exitCode()).as(train.err()).isZero();
  }

  private static String csv() {
    Dataset data = DemoDataset.generate(new DemoDataset.Size(60, 100, 1500), 7);
    StringBuilder csv = new StringBuilder("user,item,rating,time\n");
    Interactions rows = data.interactions();
    for (int p = 0; p < rows.size(); p++) {
      csv.append(data.users().id(rows.user(p))).append(',');
      csv.append(data.items().id(rows.item(p))).append(',');
      csv.append(rows.value(p)).append(',').append(rows.time(p)).append('\n');
    }
    return csv.toString();
  }

  private static Object[] with(Object... args) {
    List<Object> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--ratings", ratings, "--delimiter", "COMMA"));
    return all.toArray();
  }

  @Test
  void train_answersWithTheStatedJsonAlone() {
    JsonObject answer = train.json();
    assertThat(answer.keySet())
        .containsExactly("model", "protocol", "test", "baselines", "seconds");
    assertThat(answer.get("model").getAsString()).isEqualTo(model.toString());
    assertThat(answer.getAsJsonObject("test").keySet())
        .contains("rmse", "mae", "ndcg@10", "recall@10");
    JsonObject baselines = answer.getAsJsonObject("baselines");
    assertThat(baselines.keySet())
        .containsExactly("popularity", "bias", "item-knn", "ease", "als", "ials");
    assertThat(baselines.getAsJsonObject("popularity").has("rmse")).isFalse();
    assertThat(baselines.getAsJsonObject("bias").has("rmse")).isTrue();
    JsonObject protocol = answer.getAsJsonObject("protocol");
    assertThat(protocol.get("split").getAsString()).isEqualTo(SPLIT);
    assertThat(protocol.get("dataHash").getAsString()).matches("[0-9a-f]{64}");
    assertThat(train.out().strip()).doesNotContain("\n");
  }

  @Test
  void train_printsAndKeepsTheFiguresOfEachEpoch() throws IOException {
    assertThat(train.err()).containsPattern("search +1 ").containsPattern("refit +1 ");
    Path report = model.resolve("training_report.json");
    JsonObject kept = JsonParser.parseString(Files.readString(report)).getAsJsonObject();
    assertThat(kept.getAsJsonArray("epochs")).hasSize(2);
    assertThat(kept.getAsJsonObject("test")).isEqualTo(train.json().getAsJsonObject("test"));
    assertThat(model.resolveSibling("small.checkpoint")).doesNotExist();
  }

  @Test
  void train_withoutTestPartSaysThatNothingWasMeasured() {
    Path shipped = folder.resolve("shipped");
    Run run = Run.of(with("train", "--split", "all", "--epochs", 1, "--out", shipped));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("nothing to measure").contains("Saved in");
  }

  @Test
  void evaluate_givesTheFiguresOfTheTraining() {
    Run run = Run.of(with("evaluate", "--model", model, "--split", SPLIT, "--json"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    for (String part : List.of("model", "protocol", "test", "baselines")) {
      assertThat(run.json().get(part)).isEqualTo(train.json().get(part));
    }
  }

  @Test
  void evaluate_learnsFromTheTestPart_whereAsked() throws IOException {
    Object[] asked = {"evaluate", "--model", model, "--split", SPLIT, "--test-then-learn"};
    String text = Run.of(with(asked)).out();
    assertThat(text)
        .contains("Test-then-learn")
        .containsPattern("all rows +rmse 0\\.|all rows +rmse 1\\.");
    List<Object> args = new ArrayList<>(List.of(asked));
    args.add("--json");
    Run run = Run.of(with(args.toArray()));
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonObject learned = run.json().getAsJsonObject("testThenLearn");
    assertThat(learned.keySet()).contains("rmse", "mae").doesNotContain("ndcg@10");
    assertThat(learned.get("rmse")).isNotEqualTo(run.json().getAsJsonObject("test").get("rmse"));
  }

  @Test
  void train_refusesTestThenLearnWithoutTimes_beforeItTrains() throws IOException {
    Path untimed = Files.writeString(folder.resolve("bare.csv"), "a,x,1\na,y,2\nb,x,3\nb,y,4\n");
    Run run =
        Run.of(
            "train",
            "--ratings",
            untimed,
            "--delimiter",
            "COMMA",
            "--columns",
            "user,item,rating",
            "--out",
            folder.resolve("bare"),
            "--test-then-learn");
    assertFailed(run, 1, "have no times");
  }

  @Test
  void evaluate_measuresAsAsked_andDiffKeepsItApart() throws IOException {
    Path full = folder.resolve("full.json");
    Path sampled = folder.resolve("sampled.json");
    Object[] common = {"evaluate", "--model", model, "--split", SPLIT, "-k", 5, "--relevant", 3};
    List<Object> args = new ArrayList<>(List.of(common));
    args.addAll(List.of("--save", full, "--json"));
    Run run = Run.of(with(args.toArray()));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().getAsJsonObject("test").has("ndcg@5")).isTrue();
    JsonObject card = run.json().getAsJsonObject("protocol");
    assertThat(card.get("relevantFrom").getAsDouble()).isEqualTo(3);
    assertThat(card.get("candidates").getAsString()).isEqualTo("full");
    args = new ArrayList<>(List.of(common));
    args.addAll(List.of("--save", sampled, "--candidates", "sampled(9)"));
    assertThat(Run.of(with(args.toArray())).out()).contains("the candidates sampled(9)");
    assertFailed(Run.of("diff", full, sampled), 1, "candidates: full and sampled(9)");
    Path lists = Files.writeString(folder.resolve("candidates.csv"), "5,3\n5,1\n6,1\nnobody,1\n");
    args.set(args.size() - 1, "file:" + lists);
    Run listed = Run.of(with(args.toArray()));
    assertThat(listed.err()).contains("1 of 4 pairs of candidates");
    assertThat(listed.out()).contains("the candidates " + lists);
    assertFailed(Run.of("diff", full, sampled), 1, "candidates: full and " + lists);
    args.set(args.size() - 1, "file");
    assertFailed(Run.of(with(args.toArray())), 2, "brings no lists");
    args.set(args.size() - 1, "sampled(x)");
    assertFailed(Run.of(with(args.toArray())), 2, "candidates: 'sampled(x)'");
  }

  @Test
  void diff_comparesSavedEvaluations() throws IOException {
    Path saved = folder.resolve("saved").resolve("a.json");
    Run run = Run.of(with("evaluate", "--model", model, "--split", SPLIT, "--save", saved));
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonObject same = Run.of("diff", saved, saved, "--json").json();
    JsonObject ndcg = same.getAsJsonObject("metrics").getAsJsonObject("ndcg@10");
    assertThat(ndcg.get("difference").getAsDouble()).isZero();
    assertThat(ndcg.get("p").getAsDouble()).isEqualTo(1);
    assertThat(Run.of("diff", saved, saved).out()).contains("no difference");
    Path plain = Files.writeString(folder.resolve("plain.json"), train.out());
    assertThat(Run.of("diff", saved, plain).out()).contains("no test").contains("ndcg@10");
    Path other = folder.resolve("other.json");
    Path otherModel = folder.resolve("other");
    assertThat(
            Run.of(
                    with(
                        "train",
                        "--epochs",
                        1,
                        "--out",
                        otherModel,
                        "--seed",
                        3,
                        "--split",
                        SPLIT,
                        "--save",
                        other))
                .exitCode())
        .isZero();
    assertFailed(Run.of("diff", saved, other), 1, "do not compare", "splitSeed: 42 and 3");
    assertFailed(Run.of("diff", saved, ratings), 1, "ratings.csv", "no saved evaluation");
    assertFailed(Run.of("diff", saved), 2, "B.json");
  }

  @Test
  void compare_measuresModelsAlike_andDiffTellsThemApart() {
    Path saved = folder.resolve("compared");
    Object[] args = {"compare", "--split", SPLIT, "--relevant", 4, "-k", "5,10", "--json"};
    List<Object> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--models", "ease,bias,popularity,ease-by-rating", "--save", saved));
    Run run = Run.of(with(all.toArray()));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().keySet()).containsExactly("protocol", "models");
    JsonObject models = run.json().getAsJsonObject("models");
    assertThat(models.keySet()).containsExactly("ease", "bias", "popularity", "ease-by-rating");
    assertThat(models.get("ease-by-rating")).isNotEqualTo(models.get("ease"));
    assertThat(models.getAsJsonObject("ease").keySet())
        .contains("ndcg@5", "ndcg@10", "seconds")
        .doesNotContain("rmse");
    JsonObject bias = train.json().getAsJsonObject("baselines").getAsJsonObject("bias");
    assertThat(models.getAsJsonObject("bias").get("rmse")).isEqualTo(bias.get("rmse"));
    Run diff = Run.of("diff", saved.resolve("ease.json"), saved.resolve("bias.json"));
    assertThat(diff.out()).contains("ndcg@10");
    assertFailed(Run.of(with("compare", "--models", "ease,magic")), 2, "no 'magic'", "hybrid");
  }

  @Test
  void compare_showsOnATerminal_whichModelItIsAt() {
    Object[] command = with("compare", "--split", SPLIT, "--models", "popularity,bias", "--json");
    Run elsewhere = Run.of(command);
    assertThat(elsewhere.err()).doesNotContain("\r");
    System.setProperty("recsys.terminal", "80");
    try {
      Run run = Run.of(command);
      assertThat(run.err()).contains("\r\033[Kpopularity, 1 of 2", "\r\033[Kbias, 2 of 2");
      assertThat(run.out()).doesNotContain("1 of 2", "\r");
      assertThat(run.json().keySet()).isEqualTo(elsewhere.json().keySet());
    } finally {
      System.clearProperty("recsys.terminal");
    }
  }

  @Test
  void compare_tellsWarmFromCold() {
    Run run = Run.of(with("compare", "--split", "user-cold(0.8)", "--models", "bias", "--json"));
    JsonObject bias = run.json().getAsJsonObject("models").getAsJsonObject("bias");
    assertThat(bias.getAsJsonObject("cold").get("rmse")).isEqualTo(bias.get("rmse"));
  }

  @Test
  void evaluate_refusesRowsOfTheTraining() {
    Run run = Run.of(with("evaluate", "--model", model, "--split", SPLIT, "--seed", 1, "--json"));
    assertFailed(run, 1, "was trained on", "split random(0.8) and seed 42");
  }

  @Test
  void evaluate_refusesASplitWithoutTestRows() {
    assertFailed(Run.of(with("evaluate", "--model", model, "--split", "all")), 1, "no test rows");
  }

  @Test
  void recommend_answersWithTheStatedJsonAlone() {
    JsonObject answer =
        Run.of("recommend", "--model", model, "--user", 5, "-k", 3, "--json").json();
    assertThat(answer.keySet()).containsExactly("user", "basis", "items");
    assertThat(answer.get("user").getAsString()).isEqualTo("5");
    assertThat(answer.get("basis").getAsString()).isEqualTo("USER");
    JsonArray items = answer.getAsJsonArray("items");
    assertThat(items).hasSize(3);
    assertThat(items.get(2).getAsJsonObject().keySet())
        .containsExactly("rank", "item", "title", "score", "predictedRating");
    assertThat(items.get(2).getAsJsonObject().get("rank").getAsInt()).isEqualTo(3);
  }

  @Test
  void recommend_explainsEachItem_asExplainDoes() {
    JsonObject first =
        Run.of("recommend", "--model", model, "--user", 5, "-k", 1, "--explain", "--json")
            .json()
            .getAsJsonArray("items")
            .get(0)
            .getAsJsonObject();
    JsonObject alone =
        Run.of("explain", "--model", model, "--user", 5, "--item", item(first), "--json").json();
    JsonObject explanation = first.getAsJsonObject("explanation");
    assertThat(explanation.keySet())
        .containsExactly("base", "contributions", "standardError", "because");
    explanation
        .entrySet()
        .forEach(part -> assertThat(part.getValue()).isEqualTo(alone.get(part.getKey())));
    assertThat(Run.of("recommend", "--model", model, "--user", 5, "--explain").out().lines())
        .filteredOn(line -> line.matches(" {5}\\d\\.\\d\\d mean( {2}[+-]\\d\\.\\d\\d \\S.*)+"))
        .hasSize(10);
    assertFailed(
        Run.of("recommend", "--model", model, "--users", "all", "--explain"), 2, "--explain is");
  }

  private static String item(JsonObject answer) {
    return answer.get("item").getAsString();
  }

  @Test
  void recommend_saysWhatAnUnknownUserIsAnsweredFrom() {
    Run run = Run.of("recommend", "--model", model, "--user", "nobody");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains(" 10. ").contains("basis POPULARITY").contains("'nobody'");
  }

  @Test
  void recommend_answersSomeoneNewByWhatTheyRated() throws IOException {
    Path history = Files.writeString(folder.resolve("rated.csv"), "item,rating\n3,5\n7,1\nx,4\n");
    Run run = Run.of("recommend", "--model", model, "--history", history, "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("1 of 3 items rated are unknown");
    assertThat(run.json().keySet()).containsExactly("basis", "items");
    assertThat(run.json().get("basis").getAsString()).isEqualTo("HISTORY");
    assertThat(run.json().getAsJsonArray("items").asList())
        .extracting(item -> item.getAsJsonObject().get("item").getAsString())
        .hasSize(10)
        .doesNotContain("3", "7");
    assertThat(Run.of("recommend", "--model", model, "--history", history).out())
        .contains("basis HISTORY: the history given");
    Run known = Run.of("recommend", "--model", model, "--user", 5, "--history", history, "--json");
    assertThat(known.json().get("basis").getAsString()).isEqualTo("USER");
    assertThat(known.json().get("items")).isNotEqualTo(run.json().get("items"));
  }

  @Test
  void similar_listsNeighbors() {
    JsonObject items = Run.of("similar", "--model", model, "--item", 3, "-k", 4, "--json").json();
    assertThat(items.keySet()).containsExactly("item", "similar");
    assertThat(items.getAsJsonArray("similar")).hasSize(4);
    assertThat(items.getAsJsonArray("similar").get(0).getAsJsonObject().keySet())
        .containsExactly("rank", "item", "title", "similarity");
    JsonObject users = Run.of("similar", "--model", model, "--user", 5, "--json").json();
    assertThat(users.getAsJsonArray("similar")).hasSize(10);
    assertThat(Run.of("similar", "--model", model, "--item", 3).out()).contains(" 10. ");
    assertFailed(
        Run.of("similar", "--model", model, "--item", "no"), 2, "the model does not know 'no'");
    assertFailed(Run.of("similar", "--model", model), 2, "Like what?");
  }

  @Test
  void recommend_ranksByPredictedRating_whereAsked() {
    JsonArray items =
        Run.of("recommend", "--model", model, "--user", 5, "--by", "rating", "--json")
            .json()
            .getAsJsonArray("items");
    assertThat(items.asList())
        .extracting(item -> -item.getAsJsonObject().get("predictedRating").getAsDouble())
        .isSorted();
    Run all = Run.of("recommend", "--model", model, "--users", "all", "-k", 1, "--by", "rating");
    String best = items.get(0).getAsJsonObject().get("item").getAsString();
    assertThat(all.out()).contains("\n5," + best + ",1,");
  }

  @Test
  void recommend_saysWhatIsWrongWithAHistory() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.csv"), "3,5\n7,good\n");
    assertFailed(
        Run.of("recommend", "--model", model, "--history", wrong),
        1,
        "line 2",
        "'good' is no rating");
    Path empty = Files.writeString(folder.resolve("empty.csv"), "item,rating\n");
    assertFailed(Run.of("recommend", "--model", model, "--history", empty), 1, "holds no rating");
    assertFailed(
        Run.of("recommend", "--model", model, "--history", "no.csv"), 1, "no.csv", "no such file");
    assertFailed(
        Run.of("recommend", "--model", model, "--users", "all", "--history", wrong),
        2,
        "For whom?");
    assertFailed(Run.of("recommend", "--model", model, "--user", 1, "--by", "luck"), 2, "--by");
  }

  @Test
  void recommend_writesManyUsersInTheirOrder() throws IOException {
    Path users = Files.writeString(folder.resolve("users.txt"), "9\n3\n\nnobody\n");
    Path csv = folder.resolve("out").resolve("many.csv");
    Run run = Run.of("recommend", "--model", model, "--users", users, "-k", 2, "--out", csv);
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines.get(0)).isEqualTo("user,item,rank,score");
    assertThat(lines.stream().skip(1).map(line -> line.substring(0, line.indexOf(','))))
        .containsExactly("9", "9", "3", "3", "nobody", "nobody");
    assertThat(csv.resolveSibling("many.csv.part")).doesNotExist();
  }

  @Test
  void recommend_toAllGivesWhatEachWouldGet() {
    Run all = Run.of("recommend", "--model", model, "--users", "all", "-k", 1);
    JsonObject one = Run.of("recommend", "--model", model, "--user", 60, "-k", 1, "--json").json();
    String item = one.getAsJsonArray("items").get(0).getAsJsonObject().get("item").getAsString();
    assertThat(all.out().lines()).hasSize(61);
    assertThat(all.out().lines().toList().get(60)).startsWith("60," + item + ",1,");
  }

  @Test
  void explain_answersWithTheStatedJsonAlone() throws IOException {
    Run run = Run.of("explain", "--model", model, "--user", 5, "--item", 3, "--json");
    JsonObject answer = run.json();
    assertThat(run.out().strip()).doesNotContain("\n");
    assertThat(answer.keySet())
        .containsExactly(
            "user",
            "item",
            "title",
            "predictedRating",
            "base",
            "contributions",
            "standardError",
            "because");
    double sum = answer.get("base").getAsDouble();
    for (JsonElement one : answer.getAsJsonArray("contributions")) {
      assertThat(one.getAsJsonObject().keySet()).containsExactly("name", "contribution");
      sum += one.getAsJsonObject().get("contribution").getAsDouble();
    }
    assertThat(answer.get("predictedRating").getAsDouble()).isCloseTo(sum, within(1e-3));
    String predicted = Run.of("predict", "--model", model, "--pairs", pairs("5,3\n")).out();
    assertThat(predicted).contains("5,3," + answer.get("predictedRating").getAsString());
  }

  @Test
  void explain_listsContributions_andSaysForWhom() throws IOException {
    Run known = Run.of("explain", "--model", model, "--user", 5, "--item", 3);
    assertThat(known.out())
        .contains("mean of all ratings", "before anything is known", "predicted rating")
        .containsPattern("[+-]{40}");
    assertThat(known.err()).isEmpty();
    Run unknown = Run.of("explain", "--model", model, "--user", "nobody", "--item", 3);
    assertThat(unknown.exitCode()).isZero();
    assertThat(unknown.err()).contains("knows no user 'nobody'").contains("anybody");
    Path history = Files.writeString(folder.resolve("liked.csv"), "item,rating\n7,5\nx,4\n");
    Run someone = Run.of("explain", "--model", model, "--history", history, "--item", 3, "--json");
    assertThat(someone.exitCode()).as(someone.err()).isZero();
    assertThat(someone.err()).contains("1 of 2 items rated are unknown");
    assertThat(someone.json().has("user")).isFalse();
  }

  @Test
  void explain_saysWhatIsMissing() {
    assertFailed(
        Run.of("explain", "--model", model, "--user", 5, "--item", "none"),
        1,
        "item: the model knows no 'none'",
        "items.csv");
    assertFailed(Run.of("explain", "--model", model, "--item", 3), 2, "For whom?");
    assertFailed(Run.of("explain", "--model", model, "--user", 3), 2, "--item");
  }

  @Test
  void predict_readsTabsCommasAndHeaders() throws IOException {
    String expected = Run.of("predict", "--model", model, "--pairs", pairs("5,3\n6,1\n")).out();
    assertThat(expected.lines().toList().get(0)).isEqualTo("user,item,prediction");
    assertThat(expected.lines()).hasSize(3);
    for (String same :
        List.of(
            "5\t3\t4\t881250949\n6\t1\t3\t881250949\n",
            "userId,movieId\n5,3\n6,1\n",
            "item,user\n3,5\n1,6\n",
            "5::3::4\n6::1::2\n",
            "\"5\",\"3\"\r\n\"6\",\"1\"\r\n")) {
      assertThat(Run.of("predict", "--model", model, "--pairs", pairs(same)).out())
          .as(same)
          .isEqualTo(expected);
    }
  }

  private static Path pairs(String content) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "pairs", ".csv"), content);
  }

  @Test
  void predict_namesTheLineWithoutAnItem() throws IOException {
    Path out = folder.resolve("never.csv");
    Path pairs = pairs("5,3\n6\n");
    assertFailed(
        Run.of("predict", "--model", model, "--pairs", pairs, "--out", out), 1, pairs + ", line 2");
    assertThat(out).doesNotExist();
  }

  @Test
  void preprocess_writesFourTables() throws IOException {
    Path out = folder.resolve("features");
    Run run = Run.of(with("preprocess", "--out", out));
    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .contains("no --split given: temporal(0.8), as the data has times")
        .contains("Leaks nothing");
    List<String> train = Files.readAllLines(out.resolve("train_features.csv"));
    List<String> test = Files.readAllLines(out.resolve("test_features.csv"));
    assertThat(train.get(0)).isEqualTo(test.get(0)).startsWith("user,item,").endsWith(",rating");
    assertThat(train.get(0)).contains("user_mean", "item_count", "hour_sin");
    assertThat(train.size() + test.size()).isEqualTo((int) rows() + 2);
    assertThat(out.resolve("movies_metadata.csv")).content().startsWith("item");
    assertThat(out.resolve("users_metadata.csv")).content().startsWith("user");
  }

  @Test
  void preprocess_drawsRowsWhereThereAreNoTimes() throws IOException {
    Path untimed = Files.writeString(folder.resolve("untimed.csv"), "a,x,1\na,y,2\nb,x,3\nb,y,4\n");
    Run run =
        Run.of(
            "preprocess",
            "--ratings",
            untimed,
            "--delimiter",
            "COMMA",
            "--columns",
            "user,item,rating",
            "--out",
            folder.resolve("untimed"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("no --split given: random(0.8), as the data has no times")
        .contains("Leaks the future");
  }

  private static long rows() throws IOException {
    return Files.readAllLines(ratings).size() - 1L;
  }

  @Test
  void doctor_saysWhatThereIsAndWhatToDo() {
    Run run = Run.of("doctor", "--data", folder);
    assertThat(run.out()).contains("training engine", "vector path", "memory");
    assertThat(run.out()).contains("no MovieLens release in " + folder).contains("-> ");
  }

  @Test
  void failures_areOneLineThatSaysWhatToDo() throws IOException {
    assertFailed(Run.of("recommend", "--model", "none", "--user", 1), 1, "no such model folder");
    assertFailed(Run.of("train", "--data", folder, "--out", "x"), 1, folder.toString());
    assertFailed(Run.of("train", "--ratings", "none.csv", "--out", "x"), 1, "none.csv");
    Path broken = Files.createDirectory(folder.resolve("broken"));
    for (Path file : files(model)) {
      Files.copy(file, broken.resolve(file.getFileName()));
    }
    Path weights = broken.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));
    assertFailed(Run.of("recommend", "--model", broken, "--user", 1), 1, "model.safetensors");
  }

  private static List<Path> files(Path in) throws IOException {
    try (var files = Files.list(in)) {
      return files.toList();
    }
  }

  @Test
  void misuse_isOneLineThatSaysWhatToDo() {
    assertFailed(Run.of(), 2, "Which command?");
    assertFailed(Run.of("recomend"), 2, "Did you mean recommend?");
    assertFailed(Run.of("recommend", "--modle", model, "--user", 1), 2, "Did you mean --model?");
    assertFailed(Run.of("recommend", "--model", model), 2, "--user ID");
    assertFailed(Run.of("recommend", "--model", model, "--user", 1, "-k", -1), 2, "k: -1");
    assertFailed(Run.of("train", "--out", "x"), 2, "--data DIR");
    assertFailed(Run.of(with("train", "--out", "x", "--split", "u9")), 2, "u9", "random(0.8)");
    assertFailed(Run.of(with("train", "--out", "x", "--columns", "a,b")), 2, "columns");
    assertFailed(Run.of(with("train", "--out", "x", "--scale", "5")), 2, "LO,HI");
    assertFailed(Run.of(with("train", "--out", "x", "--epochs", 0)), 2, "epochs");
    assertFailed(Run.of("train", "--out", "x", "--download", "ml-9"), 2, "ml-100k");
    assertFailed(Run.of("train", "--out", "x", "--data", ".", "--scale", "1,5"), 2, "--ratings");
  }

  @Test
  void failure_showsItsStackTraceWithVerboseAlone() {
    Run run = Run.of("recommend", "--model", "none", "--user", 1, "--verbose");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("\tat io.recsys.");
  }

  @Test
  void help_listsEveryCommand() {
    Run run = Run.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("demo", "train", "evaluate", "recommend", "predict", "preprocess", "doctor");
    for (String command :
        Set.of("demo", "train", "evaluate", "metrics", "diff", "recommend", "explain", "predict")) {
      assertThat(Run.of(command, "--help").out()).contains("Usage: recsys " + command);
    }
    assertThat(Run.of("version").out()).isEqualTo(Run.of("--version").out()).contains("Java");
  }

  private static void assertFailed(Run run, int exitCode, String... parts) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
    String last = run.err().lines().reduce("", (before, line) -> line);
    assertThat(last).startsWith("recsys: ").contains(parts);
    assertThat(run.err()).doesNotContain("\tat ");
  }
}
