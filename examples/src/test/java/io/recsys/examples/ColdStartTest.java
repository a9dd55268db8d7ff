package io.recsys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.data.Dataset;
import io.recsys.evaluation.Evaluation;
import io.recsys.source.DemoDataset;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColdStartTest {
  @Test
  void ratingsOfSomeoneNew_payOnDemoData() {
    Dataset data = DemoDataset.generate(new DemoDataset.Size(300, 200, 12_000), 3);
    Split split = SplitStrategy.userCold(0.3).split(data, 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    HybridConfig config = HybridConfig.defaults().withEpochs(6);

    List<Evaluation> evaluations =
        ColdStart.run(
            new HybridTrainer(config).train(split.train()),
            split,
            new PrintStream(bytes, true, StandardCharsets.UTF_8));

    assertThat(evaluations).hasSize(7);
    Evaluation nothing = evaluations.get(0);
    Evaluation all = evaluations.get(6);
    assertThat(all.model()).isEqualTo("attributes, 20 ratings");
    assertThat(all.value("rmse")).isLessThan(nothing.value("rmse"));
    assertThat(all.value("ndcg@10")).isGreaterThan(nothing.value("ndcg@10"));
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("attributes, 5 ratings");
  }
}
