package io.recsys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.recsys.baseline.BiasTrainer;
import io.recsys.baseline.PopularityTrainer;
import io.recsys.evaluation.LeakageAudit.Finding;
import io.recsys.evaluation.LeakageAudit.Report;
import io.recsys.source.MovieLens;
import io.recsys.source.ReadOptions;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("real-data")
@Tag("slow")
@EnabledIfEnvironmentVariable(named = "RECSYS_DATA", matches = ".+")
class LeakageAuditRealDataTest {
  private static final Path DATA = Path.of(System.getenv("RECSYS_DATA"), "ml-100k");

  @ParameterizedTest
  @CsvSource({"u1", "temporal(0.8)"})
  void run_leavesTheLibraryAlone(String name) throws IOException {
    Report report =
        LeakageAudit.of(split(name))
            .withFeatures(FeaturePipeline.standard(42))
            .withTrainer(BiasTrainer.defaults())
            .withTrainer(new PopularityTrainer())
            .run();

    assertThat(report.passed()).as(report.toText()).isTrue();
    assertThat(report.notRun()).hasSize(3);
  }

  @Test
  void run_findsWhatIsPlanted() throws IOException {
    Split split = split("temporal(0.8)");
    Report report =
        LeakageAudit.of(split)
            .withFeatures(PlantedFeatures.GENRE_SET_MEANS_OVER_ALL)
            .withFeatures(PlantedFeatures.LEAVE_ONE_OUT)
            .withTrainer(PlantedTrainers.onTestRows(split))
            .run();

    assertThat(report.leaks())
        .extracting(Finding::subject, Finding::check)
        .contains(
            tuple("GENRE_SET_MEANS_OVER_ALL", "test-ratings"),
            tuple("GENRE_SET_MEANS_OVER_ALL", "shuffled-labels"),
            tuple("LEAVE_ONE_OUT", "shuffled-labels"),
            tuple("on-test-rows", "test-rows-seen"),
            tuple("on-test-rows", "shuffled-labels"));
    assertThat(report.leaks())
        .extracting(Finding::subject)
        .containsOnly("GENRE_SET_MEANS_OVER_ALL", "LEAVE_ONE_OUT", "on-test-rows");
  }

  private static Split split(String name) throws IOException {
    if (MovieLens.readsSplit(name)) {
      return MovieLens.readSplit(DATA, name, ReadOptions.defaults()).split();
    }
    return SplitStrategy.parse(name)
        .split(MovieLens.read(DATA, ReadOptions.defaults()).dataset(), 42);
  }
}
