package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.recsys.SmallData;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.FeatureSchema;
import io.recsys.feature.TrainingFeatures;
import io.recsys.model.HybridNetwork;
import io.recsys.model.HybridNetwork.Output;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightExportTest {
  /** User w and item c have test rows alone. The mean rating is 3.5. */
  private static final Dataset DATA =
      SmallData.split("u a 5, u b 2, v a 3, v d 4", "w a 1, v c 2").train();

  private static final FeatureEncoder ENCODER =
      TrainingFeatures.fit(FeatureSchema.none(), DATA, 1).encoder();
  private static final int SIZE = 3;
  private static final int[] WIDTHS = {2 * SIZE, 5, 4, 1};

  private static HybridConfig config() {
    return HybridConfig.defaults()
        .withEmbeddingSize(SIZE)
        .withFeatures(false)
        .withHistory(false)
        .withFreshness(0)
        .withHidden(List.of(5, 4));
  }

  private static Map<String, float[]> trained(Random random) {
    Map<String, float[]> trained = new LinkedHashMap<>();
    trained.put("user.embedding", drawn(random, (DATA.users().size() + 1) * SIZE));
    trained.put("item.embedding", drawn(random, (DATA.items().size() + 1) * SIZE));
    trained.put("product.weight", drawn(random, 2 * SIZE));
    trained.put("linear.weight", drawn(random, 2 * 2 * SIZE));
    trained.put("item.bias", drawn(random, 2 * (DATA.items().size() + 1)));
    for (int layer = 0; layer < 3; layer++) {
      String name = "layer." + layer;
      int width = WIDTHS[layer + 1];
      trained.put(name + ".weight", drawn(random, WIDTHS[layer] * width));
      trained.put(name + ".bias", drawn(random, width));
      if (layer < 2) {
        trained.put(name + ".gamma", drawn(random, width));
        trained.put(name + ".beta", drawn(random, width));
        trained.put(name + ".mean", drawn(random, width));
        float[] variance = drawn(random, width);
        for (int i = 0; i < width; i++) {
          variance[i] *= variance[i];
        }
        // A unit that is always 0 has no variance; the small constant keeps it from dividing by 0.
        variance[0] = 0;
        trained.put(name + ".variance", variance);
      }
    }
    trained.put("bilinear.weight", drawn(random, SIZE * SIZE));
    return trained;
  }

  private static float[] drawn(Random random, int size) {
    float[] drawn = new float[size];
    for (int i = 0; i < size; i++) {
      drawn[i] = (float) random.nextGaussian();
    }
    return drawn;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void export_foldsNormalizationIntoTheSameOutputs(long seed) {
    Random random = new Random(seed);
    Map<String, float[]> trained = trained(random);
    HybridNetwork network = WeightExport.export(config(), trained, DATA, ENCODER, null);
    assertThat(network.weights().keySet())
        .noneMatch(name -> name.matches(".*\\.(gamma|beta|mean|variance)"));
    for (int trial = 0; trial < 20; trial++) {
      float[] input = drawn(random, WIDTHS[0]);
      double[] expected = forward(trained, input);
      double[] folded = forward(network.weights(), input);
      // The layers give 0.7 of the rating, 0.4 of a newcomer's, and their offset the mean that
      // training took off. The preference is none of their business.
      assertThat(folded[0]).isCloseTo(0.7 * expected[0] + 3.5, within(tolerance(expected[0])));
      assertThat(folded[1]).isZero();
      assertThat(folded[2]).isCloseTo(0.4 * expected[0] + 3.5, within(tolerance(expected[0])));
    }
  }

  /** A variance of 0 makes a factor of 316, and floats have some seven digits. */
  private static double tolerance(double value) {
    return 2e-3 * Math.max(1, Math.abs(value));
  }

  /** The layers one after another, with normalization after ReLU where there is one. */
  private static double[] forward(Map<String, float[]> weights, float[] input) {
    double[] x = new double[input.length];
    Arrays.setAll(x, i -> input[i]);
    for (int layer = 0; layer < 3; layer++) {
      String name = "layer." + layer;
      float[] weight = array(weights, name + ".weight");
      float[] bias = array(weights, name + ".bias");
      double[] out = new double[bias.length];
      for (int o = 0; o < out.length; o++) {
        out[o] = bias[o];
        for (int i = 0; i < x.length; i++) {
          out[o] += weight[o * x.length + i] * x[i];
        }
        out[o] = layer < 2 ? Math.max(0, out[o]) : out[o];
        if (weights.containsKey(name + ".gamma")) {
          double centered = out[o] - array(weights, name + ".mean")[o];
          out[o] =
              array(weights, name + ".gamma")[o]
                      * centered
                      / Math.sqrt(array(weights, name + ".variance")[o] + 1e-5)
                  + array(weights, name + ".beta")[o];
        }
      }
      x = out;
    }
    return x;
  }

  @Test
  void export_givesUntrainedUsersAndItemsTheUnknownRow_andLeavesTheOthers() {
    Map<String, float[]> trained = trained(new Random(1));
    Map<String, float[]> weights =
        WeightExport.export(config(), trained, DATA, ENCODER, null).weights();
    for (String table : List.of("user.embedding", "item.embedding")) {
      boolean ofUsers = table.startsWith("user");
      int rows = ofUsers ? DATA.users().size() : DATA.items().size();
      int untrained = ofUsers ? DATA.users().indexOf("w") : DATA.items().indexOf("c");
      for (int row = 0; row <= rows; row++) {
        assertThat(row(weights, table, row))
            .as("%s[%d]", table, row)
            .isEqualTo(row(trained, table, row == untrained ? rows : row));
      }
    }
  }

  private static float[] row(Map<String, float[]> weights, String table, int row) {
    return Arrays.copyOfRange(array(weights, table), row * SIZE, (row + 1) * SIZE);
  }

  @Test
  void export_leavesWhatWasTrainedAsItIs() {
    Map<String, float[]> trained = trained(new Random(1));
    WeightExport.export(config(), trained, DATA, ENCODER, null);
    trained(new Random(1)).forEach((name, a) -> assertThat(array(trained, name)).isEqualTo(a));
  }

  @Test
  void export_sharesTheRatingOfTheWidePart_andLeavesThePreference() {
    Map<String, float[]> trained = trained(new Random(2));
    HybridNetwork network = WeightExport.export(config(), trained, DATA, ENCODER, null);
    assertThat(network.outputs())
        .containsExactly(Output.RATING, Output.PREFERENCE, Output.NEWCOMER_RATING);
    for (String name : List.of("linear.weight", "product.weight")) {
      float[] before = array(trained, name);
      float[] after = array(network.weights(), name);
      int width = before.length / 2;
      assertThat(after).hasSize(3 * width);
      for (int i = 0; i < width; i++) {
        assertThat(after[i]).isCloseTo(0.3f * before[i], within(1e-6f));
        assertThat(after[width + i]).isEqualTo(before[width + i]);
        assertThat(after[2 * width + i]).isCloseTo(0.6f * before[i], within(1e-6f));
      }
    }
    assertThat(array(network.weights(), "bilinear.weight"))
        .isEqualTo(array(trained, "bilinear.weight"));
    assertThat(array(network.weights(), "bilinear.share"))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : Float.compare(a, b))
        .containsExactly(0.3f, 0f, 0.6f);
  }

  @Test
  void export_makesALayerOfLinearTermsAlone_andAddsNoMeanToAPreference() {
    Map<String, float[]> trained = trained(new Random(1));
    trained.keySet().removeIf(name -> name.startsWith("layer.") || name.startsWith("bilinear."));
    float[] linear = drawn(new Random(3), 2 * SIZE);
    trained.put("linear.weight", linear);
    trained.put("product.weight", drawn(new Random(4), SIZE));
    trained.put("item.bias", new float[DATA.items().size() + 1]);
    HybridNetwork network =
        WeightExport.export(
            config().withObjective(Objective.RANKING), trained, DATA, ENCODER, null);
    assertThat(network.outputs()).containsExactly(Output.PREFERENCE);
    assertThat(network.layers()).isEqualTo(1);
    assertThat(array(network.weights(), "layer.0.weight")).isEqualTo(linear);
    assertThat(array(network.weights(), "layer.0.bias")).containsExactly(0);
  }

  @Test
  void export_addsHistoriesToTheirUsers() {
    Map<String, float[]> trained = trained(new Random(1));
    float[] implicit = drawn(new Random(5), (DATA.items().size() + 1) * SIZE);
    float[] explicit = drawn(new Random(6), implicit.length);
    trained.put("implicit.embedding", implicit);
    trained.put("explicit.embedding", explicit);
    float[] recent = drawn(new Random(7), implicit.length);
    trained.put("recent.embedding", recent);
    HybridConfig config = config().withHistory(true).withRecency(1 / Math.log(2));
    Map<String, float[]> weights =
        WeightExport.export(config, trained, DATA, ENCODER, null).weights();
    // User u rated a 5 and b 2: mean (7 + 5 * 3.5) / 7 = 3.5, so 1.5 above it and 1.5 below.
    int u = DATA.users().indexOf("u");
    int a = DATA.items().indexOf("a");
    int b = DATA.items().indexOf("b");
    for (int d = 0; d < SIZE; d++) {
      double history = implicit[a * SIZE + d] + implicit[b * SIZE + d];
      history += 1.5 * explicit[a * SIZE + d] - 1.5 * explicit[b * SIZE + d];
      double expected = array(trained, "user.embedding")[u * SIZE + d] + history / Math.sqrt(2);
      assertThat((double) array(weights, "user.embedding")[u * SIZE + d])
          .isCloseTo(expected, within(1e-5));
    }
    // The later of the two counts twice.
    Interactions rows = DATA.interactions();
    boolean last = rows.item(rows.end(u) - 1) == b;
    for (int d = 0; d < SIZE; d++) {
      double sum = recent[a * SIZE + d] * (last ? 1 : 2) + recent[b * SIZE + d] * (last ? 2 : 1);
      assertThat((double) array(weights, "user.recent")[u * SIZE + d])
          .isCloseTo(sum / Math.sqrt(5), within(1e-5));
    }
    assertThat(array(weights, "recent.decay")).containsExactly(new float[] {0.5f}, within(1e-6f));
    // Nobody rated c: a history must not draw on what chance put there.
    int c = DATA.items().indexOf("c");
    assertThat(row(weights, "implicit.embedding", c))
        .isEqualTo(row(trained, "implicit.embedding", DATA.items().size()));
  }

  @Test
  void export_addsToThePreferenceThatAnItemCameLate() {
    Map<String, float[]> trained = trained(new Random(1));
    float[] before =
        array(WeightExport.export(config(), trained, DATA, ENCODER, null).weights(), "item.bias");
    HybridConfig fresh = config().withFreshness(2);
    Arrivals arrivals = new Arrivals(DATA.interactions(), fresh.liking(DATA.scale()));
    float[] after =
        array(WeightExport.export(fresh, trained, DATA, ENCODER, arrivals).weights(), "item.bias");
    int items = DATA.items().size() + 1;
    double most = 0;
    for (int i = 0; i < before.length; i++) {
      // Outputs are a rating, a preference, a newcomer's rating; the last item is the unknown one.
      boolean preferred = i / items == 1 && i % items < items - 1;
      double expected = preferred ? 2 * arrivals.lateness(i % items) : 0;
      assertThat((double) after[i] - before[i]).isCloseTo(expected, within(1e-6));
      most = Math.max(most, expected);
    }
    assertThat(most).isPositive();
  }

  @Test
  void export_namesWhatIsMissing() {
    Map<String, float[]> trained = trained(new Random(1));
    trained.remove("layer.1.gamma");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightExport.export(config(), trained, DATA, ENCODER, null))
        .withMessageContaining("layer.1.gamma");
  }

  private static float[] array(Map<String, float[]> arrays, String name) {
    return Objects.requireNonNull(arrays.get(name), name);
  }
}
