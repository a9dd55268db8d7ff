package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.recsys.feature.History;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bilinear form of a user's and an item's embedding adds to a rating. */
class BilinearTest {
  private static final int SIZE = DrawnHybrid.SIZE;

  private static HybridModel with(HybridModel model, Consumer<Map<String, float[]>> change) {
    Map<String, float[]> weights = model.network().weights();
    change.accept(weights);
    return new HybridModel(
        model.data(),
        model.encoder(),
        new HybridNetwork(model.network().outputs(), SIZE, weights),
        model.neighbors(),
        model.effects(),
        model.provenance());
  }

  private static float[] scores(HybridModel model, int user, int output) {
    HybridScorer scorer = new HybridScorer(model);
    History none = History.of(new int[0], new float[0], new long[0]);
    int[] items = IntStream.range(-1, model.data().items().size()).toArray();
    return scorer.request(scorer.subject(user, none), true).score(items, output);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void score_hasItsShareOfTheForm_andAPreferenceNone(long seed) {
    HybridModel model = DrawnHybrid.of(seed).model();
    HybridModel without = with(model, w -> w.put("bilinear.share", new float[2]));
    HybridNetwork network = model.network();
    float[] form = network.weight("bilinear.weight");
    int items = model.data().items().size();
    for (int user = -1; user < model.data().users().size(); user++) {
      float[] rating = scores(model, user, 0);
      float[] before = scores(without, user, 0);
      for (int item = -1; item < items; item++) {
        int u = (user < 0 ? model.data().users().size() : user) * SIZE;
        int v = (item < 0 ? items : item) * SIZE;
        double expected = 0;
        for (int c = 0; c < SIZE; c++) {
          for (int d = 0; d < SIZE; d++) {
            expected +=
                (double) network.weight("user.embedding")[u + c]
                    * form[c * SIZE + d]
                    * network.weight("item.embedding")[v + d];
          }
        }
        assertThat((double) rating[item + 1] - before[item + 1])
            .isCloseTo(0.25 * expected, within(1e-5));
      }
      assertThat(scores(model, user, 1)).containsExactly(scores(without, user, 1));
    }
  }

  @Test
  void model_refusesAFormWithoutItsShares_orTheProductsItStandsBeside() {
    HybridModel model = DrawnHybrid.of(1).model();
    for (String name : new String[] {"bilinear.weight", "bilinear.share", "product.weight"}) {
      assertThatThrownBy(() -> with(model, weights -> weights.remove(name)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("weights: there is no '" + name + "'");
      assertThatThrownBy(
              () ->
                  with(
                      model,
                      w -> w.put(name, new float[Objects.requireNonNull(w.get(name)).length + 1])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + name + "' has ");
    }
  }
}
