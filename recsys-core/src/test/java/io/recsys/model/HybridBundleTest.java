package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.recsys.Basis;
import io.recsys.Query;
import io.recsys.Recommender;
import io.recsys.data.AttributeTable;
import io.recsys.data.Vocabulary;
import io.recsys.model.ModelFormatException.Kind;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hybrid bundles that are whole and sealed, but whose content is no model, or another one. */
class HybridBundleTest {
  @TempDir private Path temporary;
  private Path folder;
  private BundleParts parts;
  private BundleParts broken;

  @BeforeEach
  void save() {
    folder = temporary.resolve("model");
    parts = HybridParts.of(DrawnHybrid.of(1));
    broken = parts;
  }

  /** Makes the parts with one tensor replaced, or left out where there is none. */
  private void make(String name, @Nullable Object array) {
    Tensors.Builder tensors = Tensors.builder(folder.resolve(ModelBundle.WEIGHTS));
    for (Map.Entry<String, Tensor> entry : parts.tensors().all().entrySet()) {
      if (!entry.getKey().equals(name)) {
        tensors.add(entry.getKey(), entry.getValue());
      }
    }
    if (array != null) {
      tensors.add(name, array, Array.getLength(array));
    }
    make(tensors.build(), parts.model());
  }

  private void make(Consumer<JsonObject> change) {
    JsonObject model = parts.model().deepCopy();
    change.accept(model);
    make(parts.tensors(), model);
  }

  private void make(Tensors tensors, JsonObject model) {
    make(tensors, model, parts.userAttributes());
  }

  private void make(Tensors tensors, JsonObject model, AttributeTable users) {
    broken =
        new BundleParts(
            parts.kind(),
            parts.users(),
            parts.items(),
            users,
            parts.itemAttributes(),
            tensors,
            model,
            parts.provenance(),
            parts.probes());
  }

  /** What is loaded from a folder that holds the parts made. */
  private Recommender load() throws IOException {
    return HybridParts.recommender(folder, broken);
  }

  private void assertCorrupt(String... expected) {
    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            ModelFormatException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
        .hasMessageStartingWith(folder.toString())
        .hasMessageContainingAll(expected)
        .hasMessageEndingWith("or train the model again")
        .message()
        .hasLineCount(1);
  }

  /** The values of a tensor, with another length. */
  private static Object resized(Object array, int length) {
    Object resized = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, resized, 0, Math.min(length, Array.getLength(array)));
    return resized;
  }

  @Test
  void load_refusesEveryTensorOfAnotherLengthOrType() throws IOException {
    List<String> names = new ArrayList<>(parts.tensors().all().keySet());
    assertThat(names).contains("weight.product.weight", "seen.items", "statistic.range");
    for (String name : names) {
      Object array = parts.tensors().tensor(name).array();
      int length = Array.getLength(array);
      for (int other : new int[] {0, 1, length - 1, length + 1, 2 * length}) {
        if (other != length) {
          make(name, resized(array, other));
          assertCorrupt(": ");
        }
      }
      make(name, new byte[length]);
      assertCorrupt(": ");
      make(name, (Object) null);
      assertCorrupt(": ");
    }
  }

  @Test
  void load_noticesThatATermIsGone() throws IOException {
    parts = HybridParts.of(DrawnHybrid.ofHistories(1));
    make("weight.bilinear.weight", (Object) null);
    parts = broken;
    make("weight.bilinear.share", (Object) null);
    assertSelfTestFails();
  }

  @Test
  void load_saysWhichWeightIsOfAWrongLength() throws IOException {
    int users = parts.users().size() + 1;
    make("weight.product.weight", new float[7]);
    assertCorrupt("its parts do not fit together: network: 'product.weight' has 7 values, not 2 x");
    make("weight.user.embedding", new float[(users - 1) * DrawnHybrid.SIZE]);
    assertCorrupt("'user.embedding' has", "values, not " + users + " x " + DrawnHybrid.SIZE);
    make("weight.layer.1.weight", new float[3]);
    assertCorrupt("'layer.1.weight' has 3 values, not 5 x 6");
    make("weight.user.category.0", new float[5]);
    assertCorrupt("'user.category.0' has 5 values for the");
    make("statistic.user.count", new int[3]);
    assertCorrupt("'user.sum' has");
    for (String name : List.of("user.count", "item.count", "item.recent", "user.term.count")) {
      int[] counts = ((int[]) parts.tensors().tensor("statistic." + name).array()).clone();
      counts[0] = -1;
      make("statistic." + name, counts);
      assertCorrupt("'" + name + "' has -1, no count");
    }
    parts = HybridParts.of(DrawnHybrid.ofHistories(1));
    make("weight.implicit.embedding", (Object) null);
    assertCorrupt("there is no 'implicit.embedding'");
  }

  @Test
  void load_saysWhatIsWrongWithNeighbors() throws IOException {
    parts = HybridParts.of(DrawnHybrid.ofHistories(1));
    for (String name :
        List.of("neighbor.items", "neighbor.weights", "neighbor.liking", "seen.values")) {
      Object array = parts.tensors().tensor(name).array();
      for (int length : new int[] {0, 1, Array.getLength(array) + 1}) {
        make(name, resized(array, length));
        assertCorrupt(": ");
      }
      make(name, (Object) null);
      assertCorrupt("'" + name + "' is missing");
    }
    make("neighbor.starts", (Object) null);
    assertSelfTestFails();
    int items = parts.items().size();
    int[] starts = (int[]) parts.tensors().tensor("neighbor.starts").array();
    int[] falling = starts.clone();
    falling[3] = falling[1] - 1;
    make("neighbor.starts", falling);
    assertCorrupt("neighbor.starts: does not ascend");
    make("neighbor.starts", new int[items + 1]);
    assertCorrupt("neighbor.starts: does not span");
    for (int wrong : new int[] {-1, items}) {
      int[] neighbors = ((int[]) parts.tensors().tensor("neighbor.items").array()).clone();
      neighbors[4] = wrong;
      make("neighbor.items", neighbors);
      assertCorrupt("neighbor.items: " + wrong, "is no neighbor among " + items + " items");
    }
    for (String name : List.of("neighbor.weights", "seen.values", "neighbor.liking")) {
      float[] values = ((float[]) parts.tensors().tensor(name).array()).clone();
      values[1] = Float.NaN;
      make(name, values);
      assertCorrupt("NaN");
    }
    make("neighbor.liking", new float[] {0, -1});
    assertCorrupt("liking: ");
  }

  @Test
  void load_saysThatANetworkIsEmpty() throws IOException {
    Tensors.Builder none = Tensors.builder(folder.resolve(ModelBundle.WEIGHTS));
    for (Map.Entry<String, Tensor> entry : parts.tensors().all().entrySet()) {
      if (!entry.getKey().startsWith("weight.")) {
        none.add(entry.getKey(), entry.getValue());
      }
    }
    make(none.build(), parts.model());
    assertCorrupt("weights: there is no 'layer.0.bias'");
  }

  @Test
  void load_namesAnAttributeThatAFeatureNeedsAndUsersLack() throws IOException {
    AttributeTable users = parts.userAttributes();
    assertThat(users.names()).contains("age", "gender", "occupation");
    for (String left : List.of("age", "gender", "occupation")) {
      AttributeTable.Builder fewer = AttributeTable.builder(users.size());
      for (String name : users.names()) {
        if (!name.equals(left)) {
          fewer.column(name, users.type(name));
        }
      }
      make(parts.tensors(), parts.model(), fewer.build());
      assertCorrupt("its parts do not fit together: attribute: no '" + left + "' of type");
    }
  }

  @Test
  void load_refusesAProductTermWithoutEmbeddings() throws IOException {
    for (String table : List.of("weight.user.embedding", "weight.item.embedding")) {
      make(table, new float[0]);
      parts = broken;
    }
    make(model -> model.addProperty("embeddingSize", 0));
    assertCorrupt("'product.weight' has 8 values, not 2 x 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{}; outputs: []",
        "{'0': 'newcomer_rating', '1': 'preference'}; has ratings for newcomers alone",
        "{'0': 'rating'}; the last layer has 2 outputs",
        "{'0': 'rating', '1': 'rating'}; names one twice",
        "{'0': 'rating', '1': 'mood'}; 'model.outputs' has 'mood'",
        "{'0': 'rating', '7': 'preference'}; 'model.outputs' has 'null'"
      })
  void load_refusesOutputsThatMeanNothing(String outputs, String expected) throws IOException {
    String json = outputs.replace('\'', '"');
    make(model -> model.add("outputs", JsonParser.parseString(json)));
    assertCorrupt(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"outputs", "features", "embeddingSize", "scaleMin", "scaleMax", "name"})
  void load_namesAMissingMember(String member) throws IOException {
    make(model -> model.remove(member));
    assertCorrupt("'model." + member + "' is missing");
  }

  @Test
  void load_refusesHistoriesThatLeadNowhere() throws IOException {
    int[] starts = parts.tensors().ints("seen.starts", -1);
    int[] items = parts.tensors().ints("seen.items", -1);
    make("seen.starts", changed(starts, a -> a[1] = a[2] + 1));
    assertCorrupt("seen.starts: does not ascend");
    make("seen.starts", changed(starts, a -> a[1] = Integer.MAX_VALUE));
    assertCorrupt("seen.starts: does not ascend");
    make("seen.starts", changed(starts, a -> a[1] = -1));
    assertCorrupt("seen.starts: does not ascend");
    make("seen.items", changed(items, a -> a[0] = -1));
    assertCorrupt("seen.items: -1 is the index of none of 15 items");
    make("seen.items", changed(items, a -> a[3] = 15));
    assertCorrupt("seen.items: 15 is the index of none of 15 items");
  }

  private static int[] changed(int[] array, Consumer<int[]> change) {
    int[] copy = array.clone();
    change.accept(copy);
    return copy;
  }

  @Test
  void load_refusesTermsThatTheStatisticsDoNotHave() throws IOException {
    make(
        model -> {
          JsonObject features = model.getAsJsonObject("features");
          features
              .getAsJsonArray("values")
              .forEach(
                  values -> {
                    JsonObject byIndex = values.getAsJsonObject().getAsJsonObject("values");
                    byIndex.addProperty(Integer.toString(byIndex.size()), "never heard of");
                  });
        });
    assertCorrupt("its parts do not fit together");
  }

  @Test
  void load_replaysTheProbes_andRefusesAnotherScore() throws IOException {
    for (String name :
        List.of("weight.layer.0.weight", "weight.layer.2.bias", "weight.item.embedding")) {
      float[] weights = parts.tensors().floats(name, -1).clone();
      for (int i = 0; i < weights.length; i++) {
        weights[i] += 0.01f;
      }
      make(name, weights);
      assertSelfTestFails();
    }
    make(name -> {});
    assertThat(load()).isNotNull();
  }

  @Test
  void load_refusesOtherRatings_whereRankingsAreTheSame() throws IOException {
    String name = "weight.layer.2.bias";
    float[] bias = parts.tensors().floats(name, 2).clone();
    bias[0] += 3;
    make(name, bias);
    assertThatThrownBy(this::load)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("rates item");
  }

  private void assertSelfTestFails() {
    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            ModelFormatException.class, e -> assertThat(e.kind()).isEqualTo(Kind.SELF_TEST))
        .hasMessageStartingWith(folder.toString())
        .hasMessageContaining("when it was saved");
  }

  /** Whatever numbers stand in the tensors, a bundle loads or says what is wrong with it. */
  @Test
  void load_givesAModelOrAModelFormatException_whateverTheNumbersAre() throws IOException {
    Random random = new Random(3);
    List<String> names = new ArrayList<>(parts.tensors().all().keySet());
    for (int trial = 0; trial < 150; trial++) {
      String name = names.get(random.nextInt(names.size()));
      make(name, scrambled(parts.tensors().tensor(name).array(), random));
      try {
        load().topK("1", 5);
      } catch (ModelFormatException e) {
        assertThat(e.kind()).as(name).isIn(Kind.CORRUPT, Kind.SELF_TEST);
      }
    }
  }

  private static Object scrambled(Object array, Random random) {
    Object copy = resized(array, Array.getLength(array));
    for (int i = 0; i < 1 + Array.getLength(copy) / 8; i++) {
      int at = random.nextInt(Array.getLength(copy));
      if (copy instanceof float[] floats) {
        floats[at] = Float.intBitsToFloat(random.nextInt());
      } else if (copy instanceof double[] doubles) {
        doubles[at] = Double.longBitsToDouble(random.nextLong());
      } else if (copy instanceof int[] ints) {
        ints[at] = random.nextInt();
      } else if (copy instanceof long[] longs) {
        longs[at] = random.nextLong();
      }
    }
    return copy;
  }

  @Test
  void load_refusesADeviationOfZero() throws IOException {
    make(
        model ->
            model
                .getAsJsonObject("features")
                .getAsJsonArray("features")
                .get(0)
                .getAsJsonObject()
                .addProperty("deviation", 0));
    assertCorrupt("scaling: a mean of", "a deviation of 0.0");
  }

  /** A bundle of some megabytes can ask for terabytes: the product of outputs and items. */
  @Test
  void load_saysHowMuchMemoryTheFirstLayerWants() {
    int many = 300_000;
    Vocabulary items = Vocabulary.of(IntStream.range(0, many).mapToObj(Integer::toString).toList());
    make("weight.layer.0.bias", new float[many]);
    broken =
        new BundleParts(
            parts.kind(),
            parts.users(),
            items,
            parts.userAttributes(),
            AttributeTable.empty(many),
            broken.tensors(),
            parts.model(),
            parts.provenance(),
            List.of());
    assertThatThrownBy(this::load)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("layers of up to 300000 outputs take 343524 MiB", "-Xmx");
  }

  @Test
  void load_fromDisk_tellsWhatIsWrong_evenWhereEveryChecksumFits() throws IOException {
    float[] bias = parts.tensors().floats("weight.layer.0.bias", -1).clone();
    bias[0] += 1;
    make("weight.layer.0.bias", bias);
    ModelBundle.write(folder, broken);
    assertThatThrownBy(() -> Recommender.load(folder)).hasMessageContaining("when it was saved");
    make("weight.product.weight", new float[7]);
    ModelBundle.write(folder, broken);
    assertThatThrownBy(() -> Recommender.load(folder)).hasMessageContaining("has 7 values");
    ModelBundle.write(folder, parts);
    assertThat(Recommender.load(folder).topK("1", 5)).isNotEmpty();
  }

  @Test
  void load_refusesAnotherKindOfModel() throws IOException {
    broken = SampleBundle.of(1);
    assertCorrupt("it holds a model of kind 'sample', not 'hybrid'");
  }

  @Test
  void withoutHistories_forgetsWhatUsersHaveSeen_andNothingElse() throws IOException {
    HybridRecommender whole = DrawnHybrid.of(1);
    Recommender loaded = saved(HybridModel::withoutHistories);
    int users = parts.users().size();
    assertThat(ModelBundle.read(folder).tensors().ints("seen.items", -1)).isEmpty();
    for (int user = 0; user < users; user++) {
      String id = parts.users().id(user);
      assertThat(loaded.topK(id, 15))
          .isEqualTo(whole.recommend(Query.forUser(id).withK(15).withExcludeSeen(false)));
      assertThat(loaded.predict(id, parts.items().ids()))
          .isEqualTo(whole.predict(id, parts.items().ids()));
    }
    assertThat(ModelBundle.provenance(folder)).isEqualTo(whole.provenance());
  }

  @Test
  void withoutUsers_knowsNobody_andAnswersAsForAStranger() throws IOException {
    HybridRecommender whole = DrawnHybrid.of(1);
    Recommender loaded = saved(HybridModel::withoutUsers);
    for (String user : List.of("1", "7", "never heard of")) {
      assertThat(loaded.topK(user, 15).items()).isEqualTo(whole.topK("never heard of", 15).items());
      assertThat(loaded.topK(user, 15).basis()).isEqualTo(Basis.POPULARITY);
      assertThat(loaded.predict(user, parts.items().ids()))
          .isEqualTo(whole.predict("never heard of", parts.items().ids()));
    }
    assertThat(ModelBundle.provenance(folder)).isEqualTo(whole.provenance());
  }

  @Test
  void withoutUsers_leavesNothingOfAUserInTheBundle() throws IOException {
    saved(HybridModel::withoutUsers);
    BundleParts kept = ModelBundle.read(folder);
    assertThat(kept.users().ids()).isEmpty();
    assertThat(kept.userAttributes().size()).isZero();
    assertThat(kept.probes()).isEmpty();
    assertThat(kept.tensors().floats("weight.user.embedding", -1)).hasSize(DrawnHybrid.SIZE);
    kept.tensors()
        .all()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith("statistic.user.") || name.equals("seen.items")) {
                assertThat(tensor.length()).as(name).isZero();
              }
            });
    assertThat(Files.readAllLines(folder.resolve("users.csv"))).hasSize(1);
    // Without histories as well there is nothing more to leave out.
    Path again = temporary.resolve("again");
    new HybridRecommender(HybridRecommender.load(folder).model().withoutHistories()).save(again);
    assertThat(again.resolve("model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("model.safetensors"));
  }

  private Recommender saved(UnaryOperator<HybridModel> change) throws IOException {
    new HybridRecommender(change.apply(DrawnHybrid.of(1).model())).save(folder);
    return Recommender.load(folder);
  }

  @Test
  void load_givesBackAModelOfEveryShape() throws IOException {
    for (long seed = 1; seed <= 5; seed++) {
      HybridRecommender saved = DrawnHybrid.of(seed);
      saved.save(folder);
      HybridModel loaded = HybridRecommender.load(folder).model();
      assertThat(loaded.data().userAttributes()).isEqualTo(saved.model().data().userAttributes());
      assertThat(loaded.encoder().fitted()).isEqualTo(saved.model().encoder().fitted());
      Map<String, float[]> weights = saved.model().network().weights();
      loaded
          .network()
          .weights()
          .forEach((name, array) -> assertThat(Arrays.equals(array, weights.get(name))).isTrue());
    }
  }
}
