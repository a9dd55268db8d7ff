package io.recsys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.Recommendations;
import io.recsys.data.Dataset;
import io.recsys.evaluation.Evaluation;
import io.recsys.source.DemoDataset;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import io.recsys.train.HybridConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainAndSaveTest {
  @TempDir private Path folder;

  @Test
  void model_isTrainedSavedLoadedAndAsked() throws IOException {
    Dataset data = DemoDataset.generate(new DemoDataset.Size(60, 100, 1500), 7);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Path model = folder.resolve("model");

    Evaluation evaluation =
        TrainAndSave.run(data, HybridConfig.defaults().withEpochs(1), model, out);
    assertThat(evaluation.value("rmse")).isBetween(0.5, 2.0);

    Recommendations recommendations = QuickStart.run(model, "5", out);
    assertThat(recommendations.items()).hasSize(10);
    String printed = bytes.toString(StandardCharsets.UTF_8);
    assertThat(printed)
        .containsPattern("rmse \\d")
        .contains("1. " + recommendations.items().get(0).title());
  }

  @Test
  void ablation_comparesTheWholeWithEachVariant() {
    Dataset data = DemoDataset.generate(new DemoDataset.Size(60, 100, 1500), 7);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Split split = SplitStrategy.random(0.8).split(data, 1);

    List<Evaluation> evaluations = Ablation.run(split, HybridConfig.defaults().withEpochs(1), out);

    assertThat(evaluations)
        .extracting(Evaluation::model)
        .containsExactly(
            "whole",
            "no embeddings",
            "no features",
            "no MLP",
            "no history",
            "no neighbors",
            "ratings alone",
            "rankings alone");
    assertThat(evaluations.get(0).value("rmse")).isNotEqualTo(evaluations.get(2).value("rmse"));
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("no MLP");
  }
}
