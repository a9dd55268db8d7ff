package io.recsys.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

class ColdItemsTest {
  @Test
  void attributesOfNewItems_payOnDemoData() {
    Dataset data = DemoDataset.generate(new DemoDataset.Size(300, 200, 12_000), 3);
    Split split = SplitStrategy.itemCold(0.3).split(data, 1);
    HybridConfig config = HybridConfig.defaults().withEpochs(6);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    List<Evaluation> steps =
        ColdItems.run(
            new HybridTrainer(config).train(split.train()),
            split,
            new PrintStream(bytes, true, StandardCharsets.UTF_8));

    assertThat(steps)
        .extracting(Evaluation::model)
        .containsExactly("user's mean", "nothing", "attributes", "ratings");
    // In these data attributes tell who chooses an item, and nothing of its stars: over splits of
    // seeds 1 to 4 rankings gain from 40 to 93 %, ratings from -0.012 to 0.006.
    double nothing = steps.get(1).value("ndcg@10");
    assertThat(steps.get(2).value("ndcg@10")).isGreaterThan(1.2 * nothing);
    assertThat(steps.get(3).value("ndcg@10")).isGreaterThan(steps.get(2).value("ndcg@10"));
    assertThat(steps.get(2).value("rmse")).isCloseTo(steps.get(1).value("rmse"), within(0.03));
    assertThat(steps.get(3).value("rmse")).isLessThan(steps.get(2).value("rmse"));
    assertThat(bytes.toString(StandardCharsets.UTF_8)).startsWith("60 new items");
  }
}
