package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.TrainingListener.Phase;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.FeatureSchema;
import io.recsys.feature.TrainingFeatures;
import io.recsys.model.HybridModel;
import io.recsys.model.HybridNetwork.Output;
import io.recsys.model.HybridRecommender;
import io.recsys.model.Provenance;
import io.recsys.source.DemoDataset;
import io.recsys.source.MovieLens;
import io.recsys.source.ReadOptions;
import io.recsys.split.SplitStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's scores and those of the exported model in plain Java are the same. */
class ParityTest {
  private static final double TOLERANCE = 1e-4;
  private static final List<Objective> OBJECTIVES = List.of(Objective.values());
  private static final List<List<Integer>> HIDDEN = List.of(List.of(17, 9), List.of(), List.of(5));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void java_scoresAsTheEngineDoes_forDrawnShapes(long seed) {
    Random random = new Random(seed);
    HybridConfig config =
        HybridConfig.defaults()
            .withObjective(OBJECTIVES.get(random.nextInt(3)))
            .withEmbeddingSize(random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(20))
            .withHidden(HIDDEN.get(random.nextInt(3)))
            .withProductTerm(random.nextBoolean())
            .withBatchNorm(random.nextBoolean())
            .withBatchSize(64)
            .withHistory(random.nextInt(4) > 0)
            .withRecency(random.nextInt(3) * 2)
            .withValidation(SplitStrategy.perUserTemporal(0.9))
            .withSeed(seed);
    Dataset data = DemoDataset.generate(new DemoDataset.Size(30, 40, 350), seed);
    check(
        config.withFeatures(config.embeddingSize() == 0 || random.nextBoolean()).fittedTo(data),
        data,
        40);
  }

  @Test
  @Tag("real-data")
  @Tag("slow")
  @EnabledIfEnvironmentVariable(named = "RECSYS_DATA", matches = ".+")
  void java_scoresAsTheEngineDoes_forEveryUserOfMovieLens() throws IOException {
    Path folder = Path.of(System.getenv("RECSYS_DATA"), "ml-100k");
    Dataset data = MovieLens.read(folder, ReadOptions.defaults()).dataset();
    check(HybridConfig.defaults().fittedTo(data), data, 200);
  }

  /** Trains an epoch, then compares the scores of every user for {@code count} items. */
  private static void check(HybridConfig whole, Dataset data, int count) {
    // Neighbors are no part of the network; they are added to what it says.
    HybridConfig config = whole.withNeighborWeight(0);
    FeatureSchema schema = config.features() ? FeatureSchema.standard(data) : FeatureSchema.none();
    TrainingFeatures features = TrainingFeatures.fit(schema, data, config.seed());
    try (TrainingLoop loop =
            new TrainingLoop(config, new TrainingLoop.Pass(Phase.REFIT, data, features), null);
        NDManager manager = NDManager.newBaseManager()) {
      double[] rates = new double[loop.batches()];
      Arrays.fill(rates, 0.001);
      loop.epoch(1, rates, (batch, loss) -> {});
      HybridModel model = loop.model(Provenance.of(data), config.freshness());
      HybridRecommender recommender = new HybridRecommender(model);
      HybridBlock block = new HybridBlock(config, loop.shapes());
      Map<String, float[]> served = new HashMap<>(loop.state());
      loop.state().forEach((name, array) -> served.put(name.replace("average.", ""), array));
      block.initialize(manager, served);
      Engine engine =
          new Engine(
              block, new Batches(data, features, config), features.encoder(), config.decay());
      int items = data.items().size();
      for (int user = 0; user < data.users().size(); user++) {
        int shift = user;
        int[] asked =
            IntStream.range(0, count).map(i -> (i * 7 + shift) % items).distinct().toArray();
        compare(recommender, user, asked, engine.forward(manager, data, user, asked));
      }
    }
  }

  private static void compare(
      HybridRecommender recommender, int user, int[] asked, float[] expected) {
    Dataset data = recommender.model().data();
    List<Output> outputs = recommender.model().network().outputs();
    int width = expected.length / asked.length;
    List<String> ids = Arrays.stream(asked).mapToObj(data.items()::id).toList();
    int rating = outputs.indexOf(Output.RATING);
    if (rating >= 0) {
      double[] predicted = recommender.predict(data.users().id(user), ids);
      double mean = recommender.model().encoder().statistics().mean();
      for (int i = 0; i < asked.length; i++) {
        double stars = data.scale().clip(mean + expected[i * width + rating]);
        assertThat(Math.abs(predicted[i] - stars)).isLessThan(TOLERANCE);
      }
    }
    int preference = outputs.indexOf(Output.PREFERENCE);
    if (preference >= 0) {
      Query query =
          Query.forUser(data.users().id(user))
              .withK(asked.length)
              .withExcludeSeen(false)
              .withCandidates(Set.copyOf(ids));
      Map<String, Double> scores =
          recommender.recommend(query).items().stream()
              .collect(Collectors.toMap(Recommendation::item, Recommendation::score));
      for (int i = 0; i < asked.length; i++) {
        double score = Objects.requireNonNull(scores.get(ids.get(i)));
        double engine = expected[i * width + preference];
        assertThat(Math.abs(score - engine)).isLessThan(TOLERANCE * Math.max(1, Math.abs(engine)));
      }
    }
  }

  /** The trained block, asked about one user as training asks, but with the whole history. */
  private record Engine(HybridBlock block, Batches batches, FeatureEncoder encoder, double decay) {
    float[] forward(NDManager parent, Dataset data, int user, int[] items) {
      try (NDManager manager = parent.newSubManager()) {
        NDList inputs = inputs(manager, data.interactions(), user, items);
        inputs.addAll(batches.catalog(manager));
        NDList out = block.forward(new ParameterStore(manager, false), inputs, false);
        float[] hidden = values(out, "hidden");
        float[] wide = values(out, "wide");
        float[] preference = values(out, "preference");
        int outputs = (hidden.length + wide.length > 0 ? 1 : 0) + (preference.length > 0 ? 1 : 0);
        float[] scores = new float[items.length * outputs];
        for (int row = 0; row < items.length; row++) {
          if (hidden.length + wide.length > 0) {
            scores[row * outputs] = rating(user, row, hidden, wide);
          }
          if (preference.length > 0) {
            scores[row * outputs + outputs - 1] = preference[itemRow(items[row])];
          }
        }
        return scores;
      }
    }

    private float rating(int user, int row, float[] hidden, float[] wide) {
      if (hidden.length == 0 || wide.length == 0) {
        return hidden.length == 0 ? wide[row] : hidden[row];
      }
      float share = encoder.statistics().userCount(user) < 20 ? 0.4f : 0.7f;
      return share * hidden[row] + (1 - share) * wide[row];
    }

    private static float[] values(NDList out, String name) {
      NDArray array = out.get(name);
      return array == null ? new float[0] : array.toFloatArray();
    }

    /** An item without training interactions is scored as the unknown one. */
    private int itemRow(int item) {
      return encoder.statistics().itemCount(item) > 0 ? item : encoder.statistics().items();
    }

    /** What the latest rows of a user weigh. */
    private float[] recent(Interactions train, int user, int scores) {
      float[] recent = new float[scores];
      double squares = 0;
      for (int position = train.start(user); position < train.end(user); position++) {
        squares += Math.pow(decay, 2.0 * (train.end(user) - 1 - position));
      }
      for (int position = train.start(user); position < train.end(user); position++) {
        double weight = Math.pow(decay, train.end(user) - 1.0 - position);
        recent[train.item(position)] = (float) (weight / Math.sqrt(squares));
      }
      return recent;
    }

    private NDList inputs(NDManager manager, Interactions train, int user, int[] items) {
      int width = encoder.userWidth() + encoder.itemWidth() + encoder.pairWidth();
      int categories = encoder.userCategories() + encoder.itemCategories();
      boolean known = encoder.statistics().userCount(user) > 0;
      int[] category = new int[items.length * categories];
      float[] columns = new float[items.length * width];
      long time = encoder.defaultTime(user);
      for (int row = 0; row < items.length; row++) {
        for (int c = 0; c < encoder.userCategories(); c++) {
          category[row * categories + c] = encoder.userCategory(c, user);
        }
        int offset = row * width;
        encoder.encodeUser(user, time, columns, offset);
        offset += encoder.userWidth();
        encoder.encodeItem(items[row], columns, offset);
        encoder.encodePair(user, items[row], time, columns, offset + encoder.itemWidth());
      }
      int scores = train.items() + 1;
      float[] implicit = new float[scores];
      float[] explicit = new float[scores];
      double weight = 1 / Math.sqrt(Math.max(1, train.count(user)));
      for (int position = train.start(user); position < train.end(user); position++) {
        double rated = train.value(position) - encoder.statistics().userMean(user);
        implicit[train.item(position)] = (float) weight;
        explicit[train.item(position)] = (float) (weight * rated);
      }
      NDList inputs = new NDList();
      add(inputs, "users", manager.create(new int[] {known ? user : train.users()}));
      add(inputs, "chunks", manager.create(new int[items.length]));
      add(inputs, "items", manager.create(IntStream.of(items).map(this::itemRow).toArray()));
      add(inputs, "columns", manager.create(columns, new Shape(items.length, width)));
      if (categories > 0) {
        Shape shape = new Shape(items.length, categories);
        add(inputs, "categories", manager.create(category, shape));
      }
      add(inputs, "implicit", manager.create(implicit, new Shape(1, scores)));
      add(inputs, "explicit", manager.create(explicit, new Shape(1, scores)));
      add(inputs, "recent", manager.create(recent(train, user, scores), new Shape(1, scores)));
      add(inputs, "barred", manager.create(new float[scores], new Shape(1, scores)));
      return inputs;
    }

    private static void add(NDList inputs, String name, NDArray array) {
      array.setName(name);
      inputs.add(array);
    }
  }
}
