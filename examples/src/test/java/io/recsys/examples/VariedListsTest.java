package io.recsys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.baseline.EaseTrainer;
import io.recsys.data.Dataset;
import io.recsys.evaluation.Evaluation;
import io.recsys.source.DemoDataset;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariedListsTest {
  @Test
  void moreDiversity_makesListsLessAlike() {
    Dataset data = DemoDataset.generate(new DemoDataset.Size(200, 150, 6_000), 3);
    Split split = SplitStrategy.random(0.8).split(data, 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Evaluation> evaluations =
        VariedLists.run(
            EaseTrainer.defaults().train(split.train()),
            split,
            new PrintStream(bytes, true, StandardCharsets.UTF_8));
    assertThat(evaluations).hasSize(6);
    assertThat(evaluations.get(5).value("diversity-genres@10"))
        .isGreaterThan(evaluations.get(0).value("diversity-genres@10") + 0.1);
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("diversity 0.7  ndcg@10 ");
  }
}
