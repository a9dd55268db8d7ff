package io.recsys.model;

import com.google.gson.JsonObject;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.FittedFeatures;
import io.recsys.feature.InteractionStatistics;
import io.recsys.kernel.DenseStack;
import io.recsys.model.HybridNetwork.Output;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A hybrid model as the parts of a bundle, and back. */
final class HybridParts {
  private static final String KIND = "hybrid";
  private static final String WEIGHT = "weight.";
  private static final String STATISTIC = "statistic.";
  private static final String NEIGHBORS = "neighbor.starts";
  private static final String VALUES = "seen.values";
  private static final String EFFECTS = "attribute.effects";
  private static final String MEANS = "attribute.means";
  private static final String STARS = "attribute.stars";
  private static final String CENTERS = "attribute.centers";
  private static final int PROBES = 10;

  private HybridParts() {}

  static BundleParts of(HybridRecommender recommender) {
    HybridModel model = recommender.model();
    Dataset data = model.data();
    Tensors.Builder tensors = Tensors.builder();
    model.network().weights().forEach((name, array) -> add(tensors, WEIGHT + name, array));
    model
        .encoder()
        .statistics()
        .arrays()
        .forEach((name, array) -> add(tensors, STATISTIC + name, array));
    addSeen(tensors, data.interactions(), model.neighbors().size() > 0);
    addNeighbors(tensors, model.neighbors());
    addEffects(tensors, model.effects());
    JsonObject json = new JsonObject();
    json.addProperty("name", data.name());
    json.addProperty("scaleMin", data.scale().min());
    json.addProperty("scaleMax", data.scale().max());
    json.addProperty("embeddingSize", model.network().embeddingSize());
    JsonObject outputs = new JsonObject();
    for (Output output : model.network().outputs()) {
      outputs.addProperty(Integer.toString(outputs.size()), output.name().toLowerCase(Locale.ROOT));
    }
    json.add("outputs", outputs);
    json.add("features", FeatureJson.write(model.encoder().fitted()));
    return new BundleParts(
        KIND,
        data.users(),
        data.items(),
        data.userAttributes(),
        data.itemAttributes(),
        tensors.build(),
        json,
        model.provenance(),
        probes(recommender));
  }

  private static void add(Tensors.Builder tensors, String name, Object array) {
    tensors.add(name, array, Array.getLength(array));
  }

  /** What users have seen as compressed rows: where each user's begin, the items, and values. */
  private static void addSeen(Tensors.Builder tensors, Interactions seen, boolean valued) {
    int[] starts = new int[seen.users() + 1];
    int[] items = new int[seen.size()];
    float[] values = new float[seen.size()];
    for (int user = 0; user < seen.users(); user++) {
      starts[user + 1] = seen.end(user);
      int first = seen.start(user);
      long[] ordered = new long[seen.count(user)];
      for (int i = 0; i < ordered.length; i++) {
        ordered[i] = (long) seen.item(first + i) << Integer.SIZE | first + i;
      }
      Arrays.sort(ordered);
      for (int i = 0; i < ordered.length; i++) {
        items[first + i] = seen.item((int) ordered[i]);
        values[first + i] = seen.value((int) ordered[i]);
      }
    }
    add(tensors, "seen.starts", starts);
    add(tensors, "seen.items", items);
    if (valued) {
      add(tensors, VALUES, values);
    }
  }

  private static void addNeighbors(Tensors.Builder tensors, ItemNeighbors neighbors) {
    if (neighbors.size() > 0) {
      add(tensors, NEIGHBORS, neighbors.starts());
      add(tensors, "neighbor.items", neighbors.items());
      add(tensors, "neighbor.weights", neighbors.weights());
      Liking liking = neighbors.liking();
      add(tensors, "neighbor.liking", new float[] {liking.offset(), liking.slope()});
    }
  }

  private static void addEffects(Tensors.Builder tensors, AttributeEffects effects) {
    if (effects.width() > 0) {
      add(tensors, EFFECTS, effects.effects());
      add(tensors, MEANS, effects.means());
    }
    if (effects.centers().length > 0) {
      add(tensors, CENTERS, effects.centers());
      add(tensors, STARS, effects.stars());
    }
  }

  /** Pairs spread over users and items. */
  private static List<Probe> probes(HybridRecommender recommender) {
    Dataset data = recommender.model().data();
    List<Probe> probes = new ArrayList<>();
    int users = data.users().size();
    int items = data.items().size();
    for (int i = 0; i < PROBES && users > 0 && items > 0; i++) {
      String user = data.users().id((int) ((long) i * users / PROBES));
      String item = data.items().id((int) ((long) (i * 7 % PROBES) * items / PROBES));
      Probe.Answer answer = recommender.answer(user, item);
      Float rating = Float.isNaN(answer.rating()) ? null : (Float) answer.rating();
      probes.add(new Probe(user, item, answer.score(), rating));
    }
    return probes;
  }

  static HybridRecommender recommender(Path folder, BundleParts parts) throws IOException {
    if (!parts.kind().equals(KIND)) {
      throw ModelFormatException.corrupt(
          folder, "it holds a model of kind '" + parts.kind() + "', not '" + KIND + "'");
    }
    HybridRecommender recommender;
    try {
      recommender = new HybridRecommender(model(folder, parts));
    } catch (IllegalArgumentException e) {
      throw ModelFormatException.corrupt(
          folder, "its parts do not fit together: " + e.getMessage());
    }
    Probe.replay(folder, parts.probes(), recommender::answer);
    return recommender;
  }

  private static HybridModel model(Path folder, BundleParts parts) throws IOException {
    checkMemory(folder, parts);
    JsonPart json = new JsonPart(folder.resolve(ModelBundle.MANIFEST), "model", parts.model());
    Map<String, float[]> weights = new HashMap<>();
    Map<String, Object> statistics = new HashMap<>();
    for (Map.Entry<String, Tensor> tensor : parts.tensors().all().entrySet()) {
      String name = tensor.getKey();
      if (name.startsWith(WEIGHT)) {
        if (!(tensor.getValue().array() instanceof float[] array)) {
          throw new IllegalArgumentException("tensor: '" + name + "' is not of F32");
        }
        weights.put(name.substring(WEIGHT.length()), array);
      } else if (name.startsWith(STATISTIC)) {
        statistics.put(name.substring(STATISTIC.length()), tensor.getValue().array());
      }
    }
    List<Output> outputs = new ArrayList<>();
    Map<String, String> names = json.texts("outputs");
    for (int i = 0; i < names.size(); i++) {
      outputs.add(output(json, String.valueOf(names.get("" + i))));
    }
    int size = (int) json.integer("embeddingSize", 0, 1 << 16);
    try (Background<Interactions> seen = new Background<>("histories", () -> seen(parts))) {
      FittedFeatures fitted = FeatureJson.read(json.part("features"));
      FeatureEncoder encoder =
          FeatureEncoder.restore(
              fitted,
              InteractionStatistics.of(statistics),
              parts.userAttributes(),
              parts.itemAttributes());
      ItemNeighbors neighbors = neighbors(parts);
      Dataset data =
          new Dataset(
              json.text("name"),
              parts.users(),
              parts.items(),
              parts.userAttributes(),
              parts.itemAttributes(),
              seen.get(),
              new RatingScale(json.number("scaleMin"), json.number("scaleMax")));
      HybridNetwork network = HybridNetwork.owning(outputs, size, weights);
      return new HybridModel(data, encoder, network, neighbors, effects(parts), parts.provenance());
    }
  }

  /**
   * The items' part of the first layer grows with the product of what two tensors hold, and what a
   * request works in with the widest layer.
   */
  private static void checkMemory(Path folder, BundleParts parts) throws IOException {
    long outputs = layerOutputs(parts, 0);
    long widest = outputs;
    for (int layer = 1; layerOutputs(parts, layer) > 0; layer++) {
      widest = Math.max(widest, layerOutputs(parts, layer));
    }
    long needed = outputs * parts.items().size() * Float.BYTES + widest * DenseStack.UNIT_BYTES;
    long memory = Runtime.getRuntime().maxMemory();
    if (needed > memory) {
      throw new IOException(
          "%s: layers of up to %d outputs take %d MiB for %d items where this JVM may use %d MiB; start java with a larger -Xmx"
              .formatted(folder, widest, needed >> 20, parts.items().size(), memory >> 20));
    }
  }

  private static long layerOutputs(BundleParts parts, int layer) throws ModelFormatException {
    String bias = WEIGHT + "layer." + layer + ".bias";
    return parts.tensors().has(bias) ? parts.tensors().tensor(bias).length() : 0;
  }

  private static Output output(JsonPart json, String name) throws ModelFormatException {
    for (Output output : Output.values()) {
      if (output.name().toLowerCase(Locale.ROOT).equals(name)) {
        return output;
      }
    }
    throw json.wrong("outputs", "has '" + name + "', not rating, preference or newcomer_rating");
  }

  private static ItemNeighbors neighbors(BundleParts parts) throws ModelFormatException {
    Tensors tensors = parts.tensors();
    int items = parts.items().size();
    if (!tensors.has(NEIGHBORS)) {
      return ItemNeighbors.none(items);
    }
    float[] liking = tensors.floats("neighbor.liking", 2);
    return new ItemNeighbors(
        tensors.ints(NEIGHBORS, items + 1L),
        tensors.ints("neighbor.items", -1),
        tensors.floats("neighbor.weights", -1),
        new Liking(liking[0], liking[1]));
  }

  private static AttributeEffects effects(BundleParts parts) throws ModelFormatException {
    Tensors tensors = parts.tensors();
    int items = parts.items().size();
    boolean ranks = tensors.has(EFFECTS) || tensors.has(MEANS);
    boolean rates = tensors.has(CENTERS) || tensors.has(STARS);
    return new AttributeEffects(
        ranks ? tensors.floats(MEANS, items) : new float[items],
        ranks ? filled(tensors, EFFECTS) : new float[0],
        rates ? filled(tensors, CENTERS) : new float[0],
        rates ? filled(tensors, STARS) : new float[0]);
  }

  private static float[] filled(Tensors tensors, String name) throws ModelFormatException {
    float[] values = tensors.floats(name, -1);
    if (values.length == 0) {
      throw new IllegalArgumentException(name + ": is empty");
    }
    return values;
  }

  private static Interactions seen(BundleParts parts) throws ModelFormatException {
    int users = parts.users().size();
    int[] starts = parts.tensors().ints("seen.starts", users + 1L);
    int[] items = parts.tensors().ints("seen.items", -1);
    // Neighbors alone ask for values.
    boolean valued = parts.tensors().has(NEIGHBORS);
    float[] values =
        valued ? parts.tensors().floats(VALUES, items.length) : new float[items.length];
    if (!valued) {
      Arrays.fill(values, 1);
    }
    if (starts[0] != 0 || starts[users] != items.length) {
      throw new IllegalArgumentException("seen.starts: does not span seen.items");
    }
    for (int user = 0; user < users; user++) {
      if (starts[user] > starts[user + 1] || starts[user + 1] > items.length) {
        throw new IllegalArgumentException("seen.starts: does not ascend to the end of seen.items");
      }
    }
    try {
      return Interactions.of(parts.items().size(), starts, items, values);
    } catch (IllegalArgumentException e) {
      // They are out of order, or wrong; to look for that first would take a second pass.
      return reordered(parts.items().size(), starts, items, values);
    }
  }

  /** What another writer has put into another order, or in more than once. */
  private static Interactions reordered(int count, int[] starts, int[] items, float[] values) {
    Interactions.Builder seen = Interactions.builder();
    int users = starts.length - 1;
    for (int user = 0; user < users; user++) {
      for (int position = starts[user]; position < starts[user + 1]; position++) {
        if (items[position] < 0 || items[position] >= count) {
          throw new IllegalArgumentException(
              "seen.items: %d is the index of none of %d items".formatted(items[position], count));
        }
        seen.add(user, items[position], values[position], 0);
      }
    }
    return seen.build(users, count, false);
  }
}
