package io.recsys.model;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.FeatureSchema;
import io.recsys.feature.History;
import io.recsys.feature.TrainingFeatures;
import io.recsys.model.HybridNetwork.Output;
import io.recsys.source.DemoDataset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/** Hybrid models with fitted features and drawn weights, made without the engine. */
final class DrawnHybrid {
  static final int SIZE = 4;
  private static final int CATEGORY_SIZE = 2;

  private DrawnHybrid() {}

  /** A small model of demo data, another for each seed, with both outputs and product terms. */
  static HybridRecommender of(long seed) {
    return of(new DemoDataset.Size(12, 15, 50), seed);
  }

  /** The same of demo data of a size. */
  static HybridRecommender of(DemoDataset.Size size, long seed) {
    Dataset data = DemoDataset.generate(size, seed);
    FeatureEncoder encoder =
        TrainingFeatures.fit(FeatureSchema.standard(data), data, seed).encoder();
    Random random = new Random(seed);
    HybridNetwork network =
        new HybridNetwork(
            List.of(Output.RATING, Output.PREFERENCE), SIZE, weights(data, encoder, random));
    // With a fixed time and fixed versions, for two models of one seed are to be equal.
    Provenance provenance = SampleBundle.provenance(seed);
    return new HybridRecommender(
        new HybridModel(
            data,
            encoder,
            network,
            ItemNeighbors.none(data.items().size()),
            effects(data, encoder, random),
            provenance));
  }

  private static AttributeEffects effects(Dataset data, FeatureEncoder encoder, Random random) {
    int items = data.items().size();
    float[] means = drawn(random, items);
    for (int item = 0; item < items; item++) {
      means[item] = Math.abs(means[item]);
    }
    int width = encoder.attributeWidth();
    return new AttributeEffects(
        means,
        drawn(random, items * (width + 1)),
        drawn(random, width),
        drawn(random, items * width));
  }

  /**
   * A model without features that learned from histories: every user's vector is the unknown one's
   * and what the history says.
   */
  static HybridRecommender ofHistories(long seed) {
    Dataset data = DemoDataset.generate(new DemoDataset.Size(12, 15, 50), seed);
    FeatureEncoder encoder = TrainingFeatures.fit(FeatureSchema.none(), data, seed).encoder();
    Random random = new Random(seed);
    Map<String, float[]> weights = weights(data, encoder, random);
    int items = data.items().size() + 1;
    weights.put("linear.weight", drawn(random, 2 * 2 * SIZE));
    weights.put("item.bias", drawn(random, 2 * items));
    weights.put("implicit.embedding", drawn(random, items * SIZE));
    weights.put("explicit.embedding", drawn(random, items * SIZE));
    weights.put("recent.embedding", drawn(random, items * SIZE));
    weights.put("recent.decay", new float[] {0.75f});
    HybridNetwork unfolded =
        new HybridNetwork(List.of(Output.RATING, Output.PREFERENCE), SIZE, weights);
    FoldIn foldIn = Objects.requireNonNull(unfolded.foldIn());
    float[] users = Objects.requireNonNull(weights.get("user.embedding"));
    float[] latest = new float[users.length];
    Interactions rows = data.interactions();
    for (int user = 0; user < rows.users(); user++) {
      System.arraycopy(users, rows.users() * SIZE, users, user * SIZE, SIZE);
      History history =
          History.of(rows, IntStream.range(rows.start(user), rows.end(user)).toArray());
      foldIn.add(history, encoder.statistics().userMean(user), users, user * SIZE);
      foldIn.addRecent(history, latest, user * SIZE);
    }
    weights.put("user.recent", latest);
    HybridNetwork network =
        new HybridNetwork(List.of(Output.RATING, Output.PREFERENCE), SIZE, weights);
    Provenance provenance = SampleBundle.provenance(seed);
    return new HybridRecommender(
        new HybridModel(
            data,
            encoder,
            network,
            neighbors(data, random),
            AttributeEffects.none(data.items().size()),
            provenance));
  }

  /** For every item the next two. */
  private static ItemNeighbors neighbors(Dataset data, Random random) {
    int items = data.items().size();
    int[] starts = IntStream.rangeClosed(0, items).map(item -> 2 * item).toArray();
    int[] next = IntStream.range(0, 2 * items).map(i -> (i / 2 + 1 + i % 2) % items).toArray();
    return new ItemNeighbors(starts, next, drawn(random, 2 * items), new Liking(-1, 0.5f));
  }

  private static Map<String, float[]> weights(Dataset data, FeatureEncoder encoder, Random random) {
    Map<String, float[]> weights = new HashMap<>();
    weights.put("user.embedding", drawn(random, (data.users().size() + 1) * SIZE));
    weights.put("item.embedding", drawn(random, (data.items().size() + 1) * SIZE));
    int inputs = 2 * SIZE + encoder.userWidth() + encoder.itemWidth() + encoder.pairWidth();
    for (int c = 0; c < encoder.userCategories(); c++) {
      int values = encoder.userCategorySize(c);
      weights.put("user.category." + c, drawn(random, values * CATEGORY_SIZE));
      inputs += CATEGORY_SIZE;
    }
    int[] widths = {inputs, 6, 5, 2};
    for (int layer = 0; layer < 3; layer++) {
      int outputs = widths[layer + 1];
      weights.put("layer." + layer + ".weight", drawn(random, widths[layer] * outputs));
      weights.put("layer." + layer + ".bias", drawn(random, outputs));
    }
    weights.put("product.weight", drawn(random, 2 * SIZE));
    weights.put("bilinear.weight", drawn(random, SIZE * SIZE));
    weights.put("bilinear.share", new float[] {0.25f, 0});
    return weights;
  }

  private static float[] drawn(Random random, int size) {
    float[] drawn = new float[size];
    for (int i = 0; i < size; i++) {
      drawn[i] = (float) (random.nextGaussian() * 0.5);
    }
    return drawn;
  }
}
