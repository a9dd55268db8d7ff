package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Vocabulary;
import io.recsys.feature.History;
import io.recsys.source.DemoDataset;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of every format that was ever written, kept in the resources, are read for ever. */
class StoredBundleTest {
  @TempDir private Path temporary;

  private static Path stored(String name) throws URISyntaxException {
    URL url = Objects.requireNonNull(StoredBundleTest.class.getResource(name));
    return Path.of(url.toURI());
  }

  /** What the folder {@code v1} was made of. */
  private static BundleParts parts() {
    Vocabulary users = Vocabulary.of(List.of("7", "12", "ann"));
    Vocabulary items = Vocabulary.of(List.of("1", "2"));
    JsonObject model = new JsonObject();
    model.addProperty("scaleMin", 1);
    model.addProperty("scaleMax", 5);
    model.addProperty("mean", 3.25);
    return new BundleParts(
        "sample",
        users,
        items,
        AttributeTable.builder(3)
            .column("age", AttributeTable.Type.NUMBER)
            .column("occupation", AttributeTable.Type.TEXT)
            .number("age", 0, 24)
            .text("occupation", 0, "technician")
            .number("age", 2, 31.5)
            .build(),
        AttributeTable.builder(2)
            .column("title", AttributeTable.Type.TEXT)
            .column("genres", AttributeTable.Type.TERMS)
            .text("title", 0, "The \"Long\" Lake, or\nWater")
            .terms("genres", 0, List.of("Drama", "Sea|Air", "\\", ""))
            .text("title", 1, "Zwölf Äpfel")
            .build(),
        Tensors.builder()
            .add("embedding", new float[] {0.5f, -1.25f, Float.MIN_VALUE, 1e30f}, 2, 2)
            .add("spread", new double[] {1 / 3.0}, 1)
            .add("seen.items", new int[] {0, 1, -1}, 3)
            .add("times", new long[] {1L << 40, -1}, 2)
            .add("flags", new byte[] {1, -128, 0}, 3)
            .strings("genres", List.of("Drama", "Sea|Air", ""))
            .build(),
        model,
        new Provenance(
            "invented",
            "01".repeat(32),
            "ef".repeat(32),
            6,
            "temporal(0.8)",
            42,
            15,
            Map.of("dropout", "0.2"),
            Map.of("recsys", "0.1.0", "java", "17"),
            Map.of("rmse", 0.9125),
            Map.of("popularity", Map.of("ndcg@10", 0.125)),
            Instant.parse("2026-01-02T03:04:05Z")),
        List.of(new Probe("7", "1", 4.1f, null), new Probe("ann", "2", -0.25f, null)));
  }

  @Test
  void read_takesVersion1() throws Exception {
    assertThat(SampleBundle.content(ModelBundle.read(stored("v1"))))
        .isEqualTo(SampleBundle.content(parts()));
  }

  @Test
  void load_answersAsTheHybridOfVersion1Did() throws Exception {
    assertThat(answers(Recommender.load(stored("v1-hybrid"))))
        .usingElementComparator(StoredBundleTest::compare)
        .containsExactlyElementsOf(Files.readAllLines(stored("v1-hybrid.csv")));
  }

  /**
   * Models that learned from histories: of v1-history with their order, of v1-neighbors with EASE.
   */
  @ParameterizedTest
  @ValueSource(strings = {"v1-history", "v1-neighbors"})
  void load_answersAsTheHybridOfHistoriesDid(String name) throws Exception {
    assertThat(answersToHistories(Recommender.load(stored(name))))
        .usingElementComparator(StoredBundleTest::compare)
        .containsExactlyElementsOf(Files.readAllLines(stored(name + ".csv")));
  }

  /**
   * Models that rank someone without a history by attributes: v1-newcomers predicts the ratings of
   * users with few of them by an output of its own, v1-probes holds ratings to prove too,
   * v1-bilinear has a bilinear form, and v1-stars predicts ratings by attributes too.
   */
  @ParameterizedTest
  @ValueSource(strings = {"v1-attributes", "v1-newcomers", "v1-probes", "v1-bilinear", "v1-stars"})
  void load_answersAsTheHybridOfAttributesDid(String name) throws Exception {
    assertThat(answersToAttributes(Recommender.load(stored(name))))
        .usingElementComparator(StoredBundleTest::compare)
        .containsExactlyElementsOf(Files.readAllLines(stored(name + ".csv")));
  }

  /** Rankings leave the layers out where preferences do not need them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1-hybrid",
        "v1-history",
        "v1-neighbors",
        "v1-attributes",
        "v1-newcomers",
        "v1-probes",
        "v1-bilinear",
        "v1-stars"
      })
  void rankings_haveTheScoresAndRatingsThatPairsHave(String name) throws Exception {
    HybridRecommender recommender = HybridRecommender.load(stored(name));
    HybridModel model = recommender.model();
    HybridScorer scorer = new HybridScorer(model);
    int preference = model.network().outputs().indexOf(HybridNetwork.Output.PREFERENCE);
    int items = model.data().items().size();
    for (String user : recommender.model().data().users().ids()) {
      Query query = Query.forUser(user).withK(items).withExcludeSeen(false);
      List<Recommendation> answer = recommender.recommend(query).items();
      assertThat(answer).hasSize(items);
      int index = model.data().users().indexOf(user);
      HybridScorer.Request request =
          scorer.request(
              scorer.subject(index, History.of(new int[0], new float[0], new long[0])), true);
      for (Recommendation found : answer) {
        int[] item = {model.data().items().indexOf(found.item())};
        assertThat((float) found.score()).isEqualTo(request.score(item, preference)[0]);
        assertThat((float) found.score()).isEqualTo(recommender.answer(user, found.item()).score());
        assertThat(found.predictedRating()).isEqualTo(recommender.predict(user, found.item()));
      }
    }
  }

  /** The answers, those to a history, and those to attributes of an unknown user. */
  private static List<String> answersToAttributes(Recommender recommender) {
    List<String> answers = answersToHistories(recommender);
    for (String gender : List.of("F", "M")) {
      Query query = Query.forAttributes(Map.of("age", "24", "gender", gender));
      answers.addAll(lines(gender, recommender.recommend(query)));
    }
    return answers;
  }

  /** The answers, and those to a history of a known and of an unknown user. */
  private static List<String> answersToHistories(Recommender recommender) {
    List<String> answers = answers(recommender);
    Map<String, Double> history = new LinkedHashMap<>();
    history.put("3", 5.0);
    history.put("11", 2.0);
    history.put("25", 4.0);
    history.put("8", 4.5);
    for (String user : List.of("17", "nobody")) {
      Query query = Query.forUser(user).withHistory(history);
      answers.addAll(lines(user, recommender.recommend(query)));
    }
    return answers;
  }

  /** Top tens as lines {@code user,rank,item,score,predicted rating}; the last user is unknown. */
  private static List<String> answers(Recommender recommender) {
    List<String> lines = new ArrayList<>();
    for (String user : List.of("1", "2", "17", "40", "nobody")) {
      lines.addAll(lines(user, recommender.topK(user, 10)));
    }
    return lines;
  }

  private static List<String> lines(String user, Recommendations answer) {
    List<String> lines = new ArrayList<>();
    for (Recommendation item : answer) {
      lines.add(
          "%s,%d,%s,%s,%s"
              .formatted(user, item.rank(), item.item(), item.score(), item.predictedRating()));
    }
    return lines;
  }

  /** Texts must be equal, numbers with a point within 1e-4. */
  private static int compare(String actual, String expected) {
    String[] cells = actual.split(",", -1);
    String[] others = expected.split(",", -1);
    boolean equal = cells.length == others.length;
    for (int i = 0; equal && i < cells.length; i++) {
      equal =
          i < 3
              ? cells[i].equals(others[i])
              : Math.abs(Double.parseDouble(cells[i]) - Double.parseDouble(others[i])) <= 1e-4;
    }
    return equal ? 0 : 1;
  }

  /** Makes such a folder, and the answers it is to give for ever; run once a format. */
  @Test
  @EnabledIfSystemProperty(named = "recsys.store", matches = ".+")
  void store_trainsAHybridOfDemoData() throws Exception {
    Path resources = Path.of("src", "test", "resources", "io", "recsys", "model");
    String name = System.getProperty("recsys.store");
    HybridConfig config =
        HybridConfig.defaults().withEmbeddingSize(8).withHidden(List.of(16, 8)).withBatchSize(64);
    Dataset data = DemoDataset.generate(new DemoDataset.Size(40, 60, 700), 7);
    HybridRecommender trained = new HybridTrainer(config).train(data);
    HybridRecommender recommender =
        trained.withProvenance(
            trained.provenance().withVersion("recsys", "0.1.0").withVersion("java", "17"));
    recommender.save(resources.resolve(name));
    Files.write(resources.resolve(name + ".csv"), answersToAttributes(recommender));
  }

  @Test
  void write_givesTheBytesOfVersion1() throws Exception {
    Path folder = temporary.resolve("m");
    ModelBundle.write(folder, parts());
    for (String name : List.of("model.safetensors", "items.csv", "users.csv")) {
      assertThat(folder.resolve(name)).hasSameBinaryContentAs(stored("v1").resolve(name));
    }
  }
}
