package io.recsys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.baseline.BiasTrainer;
import io.recsys.baseline.EaseTrainer;
import io.recsys.baseline.ImplicitAlsTrainer;
import io.recsys.baseline.ItemKnnTrainer;
import io.recsys.evaluation.Evaluation;
import io.recsys.source.DemoDataset;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TuneBaselinesTest {
  @Test
  void run_measuresOnRowsOfTheTrainingPart() {
    Split split = SplitStrategy.random(0.8).split(DemoDataset.generate(1), 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Evaluation> evaluations =
        TuneBaselines.run(
            split,
            List.of(BiasTrainer.defaults(), EaseTrainer.defaults()),
            new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(evaluations)
        .extracting(evaluation -> evaluation.protocol().dataHash())
        .containsOnly(split.train().hash());
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("BiasTrainer[", "EaseTrainer[");
  }

  @Test
  void settings_holdTheDefaults() {
    assertThat(TuneBaselines.settings())
        .contains(
            BiasTrainer.defaults(),
            EaseTrainer.defaults(),
            ImplicitAlsTrainer.defaults(),
            ItemKnnTrainer.defaults().withRankingNeighbors(40));
  }
}
