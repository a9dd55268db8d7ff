package io.recsys.train;

import io.recsys.data.Dataset;
import io.recsys.data.RatingScale;
import io.recsys.model.Liking;
import io.recsys.split.Leak;
import io.recsys.split.SplitStrategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * How a hybrid model is built and trained.
 *
 * @param objective what the model is trained for
 * @param embeddingSize dimensions of the user and item embeddings, 0 for a model without
 * @param features whether the model sees features beside user and item
 * @param hidden widths of the hidden layers, which predict ratings; empty for a model without
 * @param history whether a user's vector sums up the items in the user's history, beside the user's
 *     own embedding; what makes a model answer for people it was not trained on
 * @param recency after so many later interactions, an item of the history counts for 1/e of what
 *     the latest does in a sum of their own that tells what people choose next; 0 for a model that
 *     does not mind the order. Only where {@code validation} holds out what each user did next: a
 *     model that is judged by rows from anywhere in a history, or long after its end, has no use
 *     for the latest
 * @param freshness how much more an item that came late is preferred: so many times {@code log(1.2
 *     L / (l + 0.2 L))}, of {@code L} likes in all and {@code l} since its first row. Nor is it
 *     taken to have been passed over before. Only where {@code validation} holds out what came
 *     after all training rows, and if they are ranked no better without it; 0 for a model that does
 *     not mind when items came
 * @param neighborWeight weight of what items in the history say of their neighbors, in a
 *     preference; the neighbors are those of {@link io.recsys.baseline.EaseTrainer EASE}, learned
 *     from the same rows. They know neither the order of a history nor when items came, and weigh a
 *     twelfth of it where {@code validation} holds out what came later. 0 for a model without
 * @param productTerm whether linear terms and products of user and item stand beside the hidden
 *     layers; what rankings come from
 * @param batchNorm whether each hidden layer ends in batch normalization
 * @param dropout share of a hidden layer's units, and of a user's vector, dropped in training, in
 *     [0, 1)
 * @param productDropout share of the products that predict a rating dropped in training, in [0, 1)
 * @param idDropout share of training rows whose item is hidden, and of users who are, along with
 *     part of their history, so that the network learns what to do without; in [0, 1)
 * @param relevantFrom the lowest rating that people want more of; where empty, three quarters up
 *     the scale. Rankings learn from rows by how far they exceed it less half the scale (for 4 of
 *     5, a 3 counts 1, a 4 counts 2, a 5 counts 3), or from all alike where that is off the scale
 * @param preferenceWeight weight of the ranking loss beside the rating loss, above 0
 * @param epochs most passes over the training rows, at least 1
 * @param patience epochs without a better validation after which the search ends, at least 1
 * @param batchSize rows a step on average, at least 2; fewer, down to 64, where an epoch would take
 *     fewer than 150 steps, and more where it would take over 1,000
 * @param learningRate Adam's step size at the start, above 0
 * @param schedule how the step size changes
 * @param weightDecay decoupled decay of weight matrices, a fraction a step of the learning rate
 * @param embeddingDecay the same for embedding tables; in epochs of more than 300 steps as much
 *     less as there are more
 * @param clipNorm the largest norm of a step's gradient, above 0
 * @param validation how the part that the epoch is picked on is cut from the training rows; not
 *     {@code all}, which leaves none
 * @param seed what all random draws derive from
 */
public record HybridConfig(
    Objective objective,
    int embeddingSize,
    boolean features,
    List<Integer> hidden,
    boolean history,
    double recency,
    double freshness,
    double neighborWeight,
    boolean productTerm,
    boolean batchNorm,
    double dropout,
    double productDropout,
    double idDropout,
    OptionalDouble relevantFrom,
    double preferenceWeight,
    int epochs,
    int patience,
    int batchSize,
    double learningRate,
    Schedule schedule,
    double weightDecay,
    double embeddingDecay,
    double clipNorm,
    SplitStrategy validation,
    long seed) {
  /** How many times less neighbors weigh where what came later is held out. */
  private static final double LATER = 12;

  /** Beyond any use, and far from what a float cannot hold. */
  private static final double MAX_WEIGHT = 1e6;

  /** How the learning rate changes over a training. */
  public enum Schedule {
    /** Not at all. */
    CONSTANT,
    /** Halved after an epoch that was not better on validation. */
    PLATEAU,
    /** Along half a cosine from its start to 0 at the last epoch. */
    COSINE
  }

  /** Copies the layers and checks every value. */
  public HybridConfig {
    hidden = List.copyOf(hidden);
    check("embeddingSize", embeddingSize, embeddingSize >= 0, "0 or more");
    for (int width : hidden) {
      check("hidden", width, width > 0, "widths above 0");
    }
    check(
        "embeddingSize", embeddingSize, embeddingSize > 0 || features, "above 0 without features");
    check("recency", recency, recency == 0 || positive(recency), "0 or more");
    check("freshness", freshness, freshness == 0 || positive(freshness), "0 or more");
    check(
        "neighborWeight",
        neighborWeight,
        neighborWeight >= 0 && neighborWeight <= MAX_WEIGHT,
        "from 0 to " + MAX_WEIGHT);
    check("dropout", dropout, dropout >= 0 && dropout < 1, "in [0, 1)");
    check("productDropout", productDropout, productDropout >= 0 && productDropout < 1, "in [0, 1)");
    check("idDropout", idDropout, idDropout >= 0 && idDropout < 1, "in [0, 1)");
    if (relevantFrom.isPresent()) {
      double from = relevantFrom.getAsDouble();
      check("relevantFrom", from, Double.isFinite(from), "a rating");
    }
    check("preferenceWeight", preferenceWeight, positive(preferenceWeight), "above 0");
    check("epochs", epochs, epochs >= 1, "at least 1");
    check("patience", patience, patience >= 1, "at least 1");
    check("batchSize", batchSize, batchSize >= 2, "at least 2");
    check("learningRate", learningRate, positive(learningRate), "above 0");
    check("weightDecay", weightDecay, weightDecay == 0 || positive(weightDecay), "0 or more");
    check(
        "embeddingDecay",
        embeddingDecay,
        embeddingDecay == 0 || positive(embeddingDecay),
        "0 or more");
    check("clipNorm", clipNorm, positive(clipNorm), "above 0");
    if (validation.equals(SplitStrategy.all())) {
      throw new IllegalArgumentException(
          "validation: 'all' holds no rows back to pick the epoch on; give another split");
    }
  }

  /** The settings that measured best on validation parts; docs/decisions has the trials. */
  public static HybridConfig defaults() {
    return new HybridDraft().config();
  }

  /**
   * The network that this project set out from: 128-dimensional embeddings and features through
   * 256-128-64, each layer with ReLU, dropout and batch normalization, Adam at 0.001, batches of
   * 256 as far as {@code batchSize} has them, 15 epochs, ratings alone. What it leaves open is
   * assumed: dropout 0.3, squared error, learning rate halved on a plateau, no weight decay.
   */
  public static HybridConfig original() {
    return defaults()
        .withObjective(Objective.RATING)
        .withEmbeddingSize(128)
        .withHidden(List.of(256, 128, 64))
        .withProductTerm(false)
        .withDropout(0.3)
        .withIdDropout(0.05)
        .withHistory(false)
        .withRecency(0)
        .withFreshness(0)
        .withNeighborWeight(0)
        .withPreferenceWeight(1)
        .withEpochs(15)
        .withPatience(15)
        .withBatchSize(256)
        .withLearningRate(0.001)
        .withSchedule(Schedule.PLATEAU)
        .withWeightDecay(0)
        .withEmbeddingDecay(0)
        .withClipNorm(1e9);
  }

  /** These settings with another {@code objective}. */
  public HybridConfig withObjective(Objective objective) {
    return with(draft -> draft.objective = objective);
  }

  /** These settings with another {@code embeddingSize}. */
  public HybridConfig withEmbeddingSize(int embeddingSize) {
    return with(draft -> draft.embeddingSize = embeddingSize);
  }

  /** These settings with another {@code features}. */
  public HybridConfig withFeatures(boolean features) {
    return with(draft -> draft.features = features);
  }

  /** These settings with another {@code hidden}. */
  public HybridConfig withHidden(List<Integer> hidden) {
    return with(draft -> draft.hidden = hidden);
  }

  /** These settings with another {@code history}. */
  public HybridConfig withHistory(boolean history) {
    return with(draft -> draft.history = history);
  }

  /** These settings with another {@code recency}. */
  public HybridConfig withRecency(double recency) {
    return with(draft -> draft.recency = recency);
  }

  /** These settings with another {@code freshness}. */
  public HybridConfig withFreshness(double freshness) {
    return with(draft -> draft.freshness = freshness);
  }

  /** These settings with another {@code neighborWeight}. */
  public HybridConfig withNeighborWeight(double neighborWeight) {
    return with(draft -> draft.neighborWeight = neighborWeight);
  }

  /** These settings with another {@code productTerm}. */
  public HybridConfig withProductTerm(boolean productTerm) {
    return with(draft -> draft.productTerm = productTerm);
  }

  /** These settings with another {@code batchNorm}. */
  public HybridConfig withBatchNorm(boolean batchNorm) {
    return with(draft -> draft.batchNorm = batchNorm);
  }

  /** These settings with another {@code dropout}. */
  public HybridConfig withDropout(double dropout) {
    return with(draft -> draft.dropout = dropout);
  }

  /** These settings with another {@code productDropout}. */
  public HybridConfig withProductDropout(double productDropout) {
    return with(draft -> draft.productDropout = productDropout);
  }

  /** These settings with another {@code idDropout}. */
  public HybridConfig withIdDropout(double idDropout) {
    return with(draft -> draft.idDropout = idDropout);
  }

  /** These settings with a {@code relevantFrom}. */
  public HybridConfig withRelevantFrom(double relevantFrom) {
    return with(draft -> draft.relevantFrom = OptionalDouble.of(relevantFrom));
  }

  /** These settings with another {@code preferenceWeight}. */
  public HybridConfig withPreferenceWeight(double preferenceWeight) {
    return with(draft -> draft.preferenceWeight = preferenceWeight);
  }

  /** These settings with another {@code epochs}. */
  public HybridConfig withEpochs(int epochs) {
    return with(draft -> draft.epochs = epochs);
  }

  /** These settings with another {@code patience}. */
  public HybridConfig withPatience(int patience) {
    return with(draft -> draft.patience = patience);
  }

  /** These settings with another {@code batchSize}. */
  public HybridConfig withBatchSize(int batchSize) {
    return with(draft -> draft.batchSize = batchSize);
  }

  /** These settings with another {@code learningRate}. */
  public HybridConfig withLearningRate(double learningRate) {
    return with(draft -> draft.learningRate = learningRate);
  }

  /** These settings with another {@code schedule}. */
  public HybridConfig withSchedule(Schedule schedule) {
    return with(draft -> draft.schedule = schedule);
  }

  /** These settings with another {@code weightDecay}. */
  public HybridConfig withWeightDecay(double weightDecay) {
    return with(draft -> draft.weightDecay = weightDecay);
  }

  /** These settings with another {@code embeddingDecay}. */
  public HybridConfig withEmbeddingDecay(double embeddingDecay) {
    return with(draft -> draft.embeddingDecay = embeddingDecay);
  }

  /** These settings with another {@code clipNorm}. */
  public HybridConfig withClipNorm(double clipNorm) {
    return with(draft -> draft.clipNorm = clipNorm);
  }

  /** These settings with another {@code validation}. */
  public HybridConfig withValidation(SplitStrategy validation) {
    return with(draft -> draft.validation = validation);
  }

  /** These settings with another {@code seed}. */
  public HybridConfig withSeed(long seed) {
    return with(draft -> draft.seed = seed);
  }

  private HybridConfig with(Consumer<HybridDraft> change) {
    HybridDraft draft = new HybridDraft(this);
    change.accept(draft);
    return draft.config();
  }

  /** All settings by name, as a bundle records them. */
  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("objective", String.valueOf(objective));
    map.put("embeddingSize", String.valueOf(embeddingSize));
    map.put("features", String.valueOf(features));
    map.put("hidden", String.valueOf(hidden));
    map.put("history", String.valueOf(history));
    map.put("recency", String.valueOf(recency));
    map.put("freshness", String.valueOf(freshness));
    map.put("neighborWeight", String.valueOf(neighborWeight));
    map.put("productTerm", String.valueOf(productTerm));
    map.put("batchNorm", String.valueOf(batchNorm));
    map.put("dropout", String.valueOf(dropout));
    map.put("productDropout", String.valueOf(productDropout));
    map.put("idDropout", String.valueOf(idDropout));
    map.put(
        "relevantFrom",
        relevantFrom.isPresent() ? String.valueOf(relevantFrom.getAsDouble()) : "three quarters");
    map.put("preferenceWeight", String.valueOf(preferenceWeight));
    map.put("epochs", String.valueOf(epochs));
    map.put("patience", String.valueOf(patience));
    map.put("batchSize", String.valueOf(batchSize));
    map.put("learningRate", String.valueOf(learningRate));
    map.put("schedule", String.valueOf(schedule));
    map.put("weightDecay", String.valueOf(weightDecay));
    map.put("embeddingDecay", String.valueOf(embeddingDecay));
    map.put("clipNorm", String.valueOf(clipNorm));
    map.put("validation", validation.name());
    map.put("seed", String.valueOf(seed));
    return map;
  }

  /**
   * These settings for some data, without what it has no use for: {@code recency} without a history
   * or a preference by products, or where validation does not hold out what users did next; {@code
   * freshness} without a preference, or where validation does not hold out what came after; {@code
   * neighborWeight} without a history or a preference, and most of it where validation holds out
   * what came later.
   */
  HybridConfig fittedTo(Dataset data) {
    boolean later = data.interactions().hasTimes() && validation.timed();
    boolean prefers = objective.hasPreference();
    boolean products = history && embeddingSize > 0 && productTerm;
    boolean next = later && validation.leak() == Leak.FUTURE_OF_OTHERS;
    boolean after = later && validation.leak() == Leak.NOTHING;
    double neighbors = later ? neighborWeight / LATER : neighborWeight;
    return withRecency(prefers && products && next ? recency : 0)
        .withFreshness(prefers && after ? freshness : 0)
        .withNeighborWeight(prefers && history ? neighbors : 0);
  }

  /** What rankings learn from a rating; see {@code relevantFrom}. */
  Liking liking(RatingScale scale) {
    return Liking.of(scale, relevantFrom.orElse(scale.relevantFrom()));
  }

  /** What a recent item's weight is multiplied by with each later one. */
  double decay() {
    return Math.exp(-1 / recency);
  }

  /** Whether hidden layers, or a layer in their place, predict ratings. */
  boolean hasHiddenPart() {
    return objective.hasRating() && !(hidden.isEmpty() && hasWidePart());
  }

  /** Whether linear terms, and the product where there is one, predict. */
  boolean hasWidePart() {
    return productTerm || objective.hasPreference();
  }

  private static boolean positive(double value) {
    return value > 0 && Double.isFinite(value);
  }

  private static void check(String name, double value, boolean valid, String allowed) {
    if (!valid) {
      throw new IllegalArgumentException(name + ": " + value + " is not allowed; give " + allowed);
    }
  }
}
