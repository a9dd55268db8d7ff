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
  void score_hasTheSharesOfTheForm_thatItsOutputHas(long seed) {
    HybridModel drawn = DrawnHybrid.of(seed).model();
    HybridModel without = with(drawn, w -> w.put("bilinear.share", new float[2]));
    for (int output = 0; output < 2; output++) {
      float share = output == 0 ? 0.3f : 0.6f;
      float[] shares = new float[2];
      shares[output] = share;
      HybridModel model = with(drawn, w -> w.put("bilinear.share", shares));
      int items = model.data().items().size();
      for (int user = -1; user < model.data().users().size(); user++) {
        float[] scores = scores(model, user, output);
        float[] before = scores(without, user, output);
        for (int item = -1; item < items; item++) {
          assertThat((double) scores[item + 1] - before[item + 1])
              .isCloseTo(share * form(model, user, item), within(1e-5));
        }
        assertThat(scores(model, user, 1 - output))
            .containsExactly(scores(without, user, 1 - output));
      }
    }
  }

  private static double form(HybridModel model, int user, int item) {
    HybridNetwork network = model.network();
    int u = (user < 0 ? model.data().users().size() : user) * SIZE;
    int v = (item < 0 ? model.data().items().size() : item) * SIZE;
    double form = 0;
    for (int c = 0; c < SIZE; c++) {
      for (int d = 0; d < SIZE; d++) {
        form +=
            (double) network.weight("user.embedding")[u + c]
                * network.weight("bilinear.weight")[c * SIZE + d]
                * network.weight("item.embedding")[v + d];
      }
    }
    return form;
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
