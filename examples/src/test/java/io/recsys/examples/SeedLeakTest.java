package io.recsys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.evaluation.LeakageAudit.Finding;
import io.recsys.source.DemoDataset;
import io.recsys.source.MovieLens;
import io.recsys.source.ReadOptions;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class SeedLeakTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void run_showsTheLeakOnInventedData() {
    DemoDataset.Size size = new DemoDataset.Size(150, 200, 7000);
    Split split = SplitStrategy.temporal(0.8).split(DemoDataset.generate(size, 5), 5);

    SeedLeak.Result result = SeedLeak.run(split, Map.of("other", 1.25), out);

    assertThat(result.leaked()).isLessThan(result.honest() - 0.1);
    assertCaught(result);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("other", "1.250");
  }

  @Tag("slow")
  @Tag("real-data")
  @Test
  @EnabledIfEnvironmentVariable(named = "RECSYS_DATA", matches = ".+")
  void run_reachesWhatNoHonestMethodDoes() throws IOException {
    Path folder = Path.of(System.getenv("RECSYS_DATA"), "ml-100k");
    Split split =
        SplitStrategy.temporal(0.8)
            .split(MovieLens.read(folder, ReadOptions.defaults()).dataset(), 42);

    SeedLeak.Result result = SeedLeak.run(split, Map.of(), out);

    assertThat(result.leaked()).isBetween(0.61, 0.66);
    assertThat(result.honest()).isBetween(1.00, 1.10);
    assertThat(result.bias()).isBetween(1.02, 1.05);
    assertCaught(result);
  }

  private static void assertCaught(SeedLeak.Result result) {
    assertThat(result.audit().leaks())
        .as(result.audit().toText())
        .extracting(Finding::subject)
        .containsOnly("means over all rows");
    assertThat(result.audit().leaks())
        .extracting(Finding::check)
        .contains("test-ratings", "test-rows", "own-rating", "shuffled-labels");
  }
}
