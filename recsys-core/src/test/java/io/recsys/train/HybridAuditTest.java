package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.evaluation.LeakageAudit;
import io.recsys.evaluation.LeakageAudit.Finding;
import io.recsys.evaluation.LeakageAudit.Report;
import io.recsys.source.DemoDataset;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class HybridAuditTest {
  @Test
  void audit_findsNothing() {
    DemoDataset.Size size = new DemoDataset.Size(150, 120, 5000);
    Split split = SplitStrategy.random(0.8).split(DemoDataset.generate(size, 4), 4);
    HybridConfig config = HybridConfig.defaults().withEmbeddingSize(16).withEpochs(5);

    Report report =
        LeakageAudit.of(split).withTrainer("hybrid", any -> new HybridTrainer(config)).run();

    assertThat(report.passed()).as(report.toText()).isTrue();
    assertThat(report.notRun()).extracting(Finding::check).isEmpty();
  }
}
