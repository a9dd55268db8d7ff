package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.source.DemoDataset;
import io.recsys.split.SplitStrategy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HybridConfigTest {
  private static Map<String, HybridConfig> changed(HybridConfig config) {
    Map<String, HybridConfig> changed = new LinkedHashMap<>();
    changed.put("objective", config.withObjective(Objective.RANKING));
    changed.put("embeddingSize", config.withEmbeddingSize(9));
    changed.put("features", config.withFeatures(false));
    changed.put("hidden", config.withHidden(List.of(7)));
    changed.put("history", config.withHistory(!config.history()));
    changed.put("recency", config.withRecency(8));
    changed.put("freshness", config.withFreshness(1.5));
    changed.put("neighborWeight", config.withNeighborWeight(3.5));
    changed.put("productTerm", config.withProductTerm(!config.productTerm()));
    changed.put("batchNorm", config.withBatchNorm(false));
    changed.put("dropout", config.withDropout(0.9));
    changed.put("productDropout", config.withProductDropout(0.6));
    changed.put("idDropout", config.withIdDropout(0.8));
    changed.put("relevantFrom", config.withRelevantFrom(3));
    changed.put("preferenceWeight", config.withPreferenceWeight(0.7));
    changed.put("epochs", config.withEpochs(66));
    changed.put("patience", config.withPatience(55));
    changed.put("batchSize", config.withBatchSize(44));
    changed.put("learningRate", config.withLearningRate(0.33));
    changed.put("schedule", config.withSchedule(HybridConfig.Schedule.CONSTANT));
    changed.put("weightDecay", config.withWeightDecay(0.22));
    changed.put("embeddingDecay", config.withEmbeddingDecay(0.11));
    changed.put("clipNorm", config.withClipNorm(12));
    changed.put("validation", config.withValidation(SplitStrategy.temporal(0.7)));
    changed.put("seed", config.withSeed(-1));
    return changed;
  }

  @Test
  void with_changesOneSettingAlone() {
    for (HybridConfig config : List.of(HybridConfig.defaults(), HybridConfig.original())) {
      changed(config)
          .forEach(
              (name, other) -> {
                Map<String, String> expected = config.toMap();
                String value = other.toMap().get(name);
                assertThat(expected.put(name, String.valueOf(value))).as(name).isNotEqualTo(value);
                assertThat(other.toMap()).isEqualTo(expected);
              });
    }
  }

  @Test
  void toMap_namesEveryComponent() {
    List<String> components =
        Arrays.stream(HybridConfig.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();
    assertThat(HybridConfig.defaults().toMap().keySet()).containsExactlyElementsOf(components);
    assertThat(changed(HybridConfig.defaults()).keySet()).containsExactlyElementsOf(components);
  }

  @Test
  void fittedTo_mindsWhenItemsCame_whereWhatComesAfterIsAsked() {
    HybridConfig config = HybridConfig.defaults().withValidation(SplitStrategy.temporal(0.9));
    Dataset timed = DemoDataset.generate(new DemoDataset.Size(10, 10, 25), 1);
    HybridConfig fitted = config.fittedTo(timed);
    assertThat(fitted.freshness()).isEqualTo(config.freshness()).isPositive();
    assertThat(fitted.recency()).isZero();

    SplitStrategy next = SplitStrategy.perUserTemporal(0.9);
    assertThat(config.withValidation(next).fittedTo(timed).freshness()).isZero();
    assertThat(config.withValidation(next).fittedTo(timed).recency()).isPositive();
    assertThat(config.withValidation(SplitStrategy.random(0.9)).fittedTo(timed).freshness())
        .isZero();
    assertThat(config.withObjective(Objective.RATING).fittedTo(timed).freshness()).isZero();
    assertThat(config.fittedTo(timeless(timed)).freshness()).isZero();
  }

  @Test
  void fittedTo_letsNeighborsSayLess_whereWhatComesLaterIsAsked() {
    HybridConfig config = HybridConfig.defaults().withNeighborWeight(6);
    Dataset timed = DemoDataset.generate(new DemoDataset.Size(10, 10, 25), 1);
    HybridConfig after = config.withValidation(SplitStrategy.temporal(0.9));
    HybridConfig next = config.withValidation(SplitStrategy.perUserTemporal(0.9));
    HybridConfig anywhere = config.withValidation(SplitStrategy.random(0.9));
    HybridConfig newcomers = config.withValidation(SplitStrategy.userCold(0.1));
    assertThat(after.fittedTo(timed).neighborWeight()).isEqualTo(0.5);
    assertThat(next.fittedTo(timed).neighborWeight()).isEqualTo(0.5);
    assertThat(next.fittedTo(timeless(timed)).neighborWeight()).isEqualTo(6);
    assertThat(anywhere.fittedTo(timed).neighborWeight()).isEqualTo(6);
    assertThat(newcomers.fittedTo(timed).neighborWeight()).isEqualTo(6);
    assertThat(newcomers.fittedTo(timed).recency()).isZero();
    assertThat(anywhere.withHistory(false).fittedTo(timed).neighborWeight()).isZero();
    assertThat(anywhere.withObjective(Objective.RATING).fittedTo(timed).neighborWeight()).isZero();
  }

  private static Dataset timeless(Dataset data) {
    Interactions.Builder rows = Interactions.builder();
    for (int p = 0; p < data.interactions().size(); p++) {
      Interactions timed = data.interactions();
      rows.add(timed.user(p), timed.item(p), timed.value(p), 0);
    }
    return new Dataset(
        "timeless",
        data.users(),
        data.items(),
        data.userAttributes(),
        data.itemAttributes(),
        rows.build(data.users().size(), data.items().size(), false),
        data.scale());
  }

  @Test
  void config_refusesWhatCannotBeTrained() {
    refuse("embeddingSize", c -> c.withEmbeddingSize(-1));
    refuse("embeddingSize", c -> c.withFeatures(false).withEmbeddingSize(0));
    refuse("hidden", c -> c.withHidden(List.of(8, 0)));
    for (double share : new double[] {-0.1, 1, Double.NaN}) {
      refuse("dropout", c -> c.withDropout(share));
      refuse("productDropout", c -> c.withProductDropout(share));
      refuse("idDropout", c -> c.withIdDropout(share));
    }
    for (double above : new double[] {-1, 0, Double.NaN, Double.POSITIVE_INFINITY}) {
      refuse("preferenceWeight", c -> c.withPreferenceWeight(above));
      refuse("learningRate", c -> c.withLearningRate(above));
      refuse("clipNorm", c -> c.withClipNorm(above));
    }
    for (double decay : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refuse("recency", c -> c.withRecency(decay));
      refuse("freshness", c -> c.withFreshness(decay));
      refuse("neighborWeight", c -> c.withNeighborWeight(decay));
      refuse("weightDecay", c -> c.withWeightDecay(decay));
      refuse("embeddingDecay", c -> c.withEmbeddingDecay(decay));
    }
    refuse("neighborWeight", c -> c.withNeighborWeight(1e300));
    refuse("relevantFrom", c -> c.withRelevantFrom(Double.NaN));
    refuse("epochs", c -> c.withEpochs(0));
    refuse("patience", c -> c.withPatience(0));
    refuse("batchSize", c -> c.withBatchSize(1));
    refuse("validation", c -> c.withValidation(SplitStrategy.all()));
  }

  private static void refuse(String name, UnaryOperator<HybridConfig> change) {
    assertThatIllegalArgumentException()
        .as(name)
        .isThrownBy(() -> change.apply(HybridConfig.defaults()))
        .withMessageStartingWith(name + ": ");
  }
}
