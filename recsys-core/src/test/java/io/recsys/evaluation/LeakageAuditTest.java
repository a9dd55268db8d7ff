package io.recsys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.Gson;
import io.recsys.SmallData;
import io.recsys.baseline.BiasTrainer;
import io.recsys.baseline.PopularityTrainer;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.evaluation.FeaturePipeline.Encoding;
import io.recsys.evaluation.LeakageAudit.Finding;
import io.recsys.evaluation.LeakageAudit.Outcome;
import io.recsys.evaluation.LeakageAudit.Report;
import io.recsys.source.DemoDataset;
import io.recsys.split.Leak;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeakageAuditTest {
  private static final DemoDataset.Size SIZE = new DemoDataset.Size(120, 110, 3600);
  private static final Split SPLIT =
      SplitStrategy.random(0.8).split(DemoDataset.generate(SIZE, 1), 1);

  @ParameterizedTest
  @CsvSource({
    "MEANS_OVER_ALL, test-ratings",
    "MEANS_OVER_ALL, test-rows",
    "MEANS_OVER_ALL, own-rating",
    "GENRE_SET_MEANS_OVER_ALL, test-ratings",
    "GENRE_SET_MEANS_OVER_ALL, own-rating",
    "GENRE_SET_MEANS_OVER_ALL, shuffled-labels",
    "SCALER_FITTED_ON_ALL, test-rows",
    "LEAVE_ONE_OUT, shuffled-labels",
    "LEAVE_ONE_OUT_OF_ITEM, shuffled-labels",
    "OWN_ROW_INCLUDED, own-rating",
    "NEXT_RATING, later-rows",
    "LATER_MEAN, later-rows"
  })
  void run_findsWhatIsPlantedInFeatures(PlantedFeatures planted, String check) {
    for (long seed = 0; seed < 5; seed++) {
      Split split = SplitStrategy.random(0.8).split(DemoDataset.generate(SIZE, seed), seed);
      Report report = LeakageAudit.of(split).withFeatures(planted).withSeed(seed).run();

      assertThat(report.passed()).isFalse();
      assertThat(leaks(report)).as("seed %d: %s", seed, report.toText()).contains(check);
    }
  }

  /** What one leak is must not be taken for another, or nobody finds it. */
  @Test
  void run_accusesOfNothingElse() {
    assertThat(leaks(audited(PlantedFeatures.SCALER_FITTED_ON_ALL))).containsExactly("test-rows");
    assertThat(leaks(audited(PlantedFeatures.LEAVE_ONE_OUT))).containsExactly("shuffled-labels");
    assertThat(leaks(audited(PlantedFeatures.NEXT_RATING))).containsExactly("later-rows");
    assertThat(leaks(audited(PlantedFeatures.LATER_MEAN))).containsExactly("later-rows");
    assertThat(leaks(audited(PlantedFeatures.OWN_ROW_INCLUDED))).containsExactly("own-rating");
  }

  @Test
  void run_findsTestRowsThatTrained() {
    for (long seed = 0; seed < 5; seed++) {
      Split split = SplitStrategy.random(0.8).split(DemoDataset.generate(SIZE, seed), seed);
      Report report = LeakageAudit.of(split).withTrainer(PlantedTrainers.onTestRows(split)).run();

      assertThat(leaks(report)).as(report.toText()).contains("test-rows-seen");
    }
  }

  @Test
  void run_findsTestRatingsThatAModelKnows() {
    Report report =
        LeakageAudit.of(SPLIT).withTrainer(PlantedTrainers.knowingTestRatings(SPLIT)).run();

    assertThat(leaks(report)).containsExactly("shuffled-labels");
  }

  @Test
  void run_findsAChoiceMadeOnTheTestPart() {
    Report report =
        LeakageAudit.of(SPLIT).withTrainer("picking", PlantedTrainers::pickingOnTest).run();

    assertThat(leaks(report)).containsExactly("choice-by-test");
    assertThat(report.leaks().get(0).found()).contains("user ", " in place of ");
  }

  @Test
  void run_findsThatATrainerMadeFromTheSplitTrainsOnItsTestRows() {
    Report report =
        LeakageAudit.of(SPLIT).withTrainer("all rows", PlantedTrainers::onTestRows).run();

    assertThat(leaks(report)).contains("choice-by-test", "test-rows-seen");
  }

  @Test
  void run_doesNotTakeAnUnsteadyTrainerForALeak() {
    Report report =
        LeakageAudit.of(SPLIT).withTrainer("unsteady", split -> PlantedTrainers.unsteady()).run();
    assertThat(report.passed()).as(report.toText()).isTrue();

    PlantedFeaturesOfChance chance = new PlantedFeaturesOfChance();
    Report features = LeakageAudit.of(SPLIT).withFeatures(chance).run();
    assertThat(features.passed()).isTrue();
    assertThat(features.notRun()).hasSize(5).allMatch(finding -> finding.found().contains("seed"));
  }

  @Test
  void run_findsRowsInBothParts() {
    Report report = LeakageAudit.of(SmallData.split("1 1 5, 1 2 3, 2 1 4", "1 2 3, 2 2 1")).run();

    assertThat(leaks(report)).containsExactly("overlap");
    assertThat(report.leaks().get(0).found()).startsWith("1 of 2 test rows");
  }

  @Test
  void run_findsTrainingRowsOfTheFuture_whereTheSplitRulesThemOut() {
    // Rows of SmallData are a second apart within a part, so test rows are as early as training's.
    Split mixed = SmallData.split("1 1 5, 1 2 3, 2 1 4, 2 4 2", "1 3 3, 2 3 1");

    assertThat(outcome(LeakageAudit.of(mixed).run(), "time-order")).isEqualTo(Outcome.NOTE);
    LeakageAudit global = LeakageAudit.of(promising(Leak.NOTHING, mixed));
    assertThat(leaks(global.run())).containsExactly("time-order");
    LeakageAudit perUser = LeakageAudit.of(promising(Leak.FUTURE_OF_OTHERS, mixed));
    assertThat(leaks(perUser.run())).containsExactly("time-order");
    Split demo = SplitStrategy.temporal(0.8).split(DemoDataset.generate(SIZE, 2), 2);
    assertThat(outcome(LeakageAudit.of(demo).run(), "time-order")).isEqualTo(Outcome.CLEAN);
    Split own = SplitStrategy.leaveLastOut().split(DemoDataset.generate(SIZE, 2), 2);
    assertThat(outcome(LeakageAudit.of(own).run(), "time-order")).isEqualTo(Outcome.NOTE);
  }

  @ParameterizedTest
  @EnumSource(
      value = PlantedFeatures.class,
      names = {"EARLIER_MEAN", "NO_RATINGS"})
  void run_leavesHonestFeaturesOfOthersAlone(PlantedFeatures honest) {
    for (long seed = 0; seed < 20; seed++) {
      Split split = SplitStrategy.random(0.8).split(DemoDataset.generate(SIZE, seed), seed);
      Report report = LeakageAudit.of(split).withFeatures(honest).withSeed(seed).run();

      assertThat(report.passed()).as("seed %d: %s", seed, report.toText()).isTrue();
      assertThat(outcome(report, "later-rows")).isEqualTo(Outcome.CLEAN);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"random(0.8)", "temporal(0.8)"})
  void run_leavesTheLibraryAlone(String strategy) {
    leavesTheLibraryAlone(strategy, 0, 3);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {"random(0.8)", "temporal(0.8)", "per-user-temporal(0.8)", "leave-last-out"})
  void run_leavesTheLibraryAlone_overManySeeds(String strategy) {
    leavesTheLibraryAlone(strategy, 3, 23);
  }

  private static void leavesTheLibraryAlone(String strategy, long first, long last) {
    for (long seed = first; seed < last; seed++) {
      Dataset data = DemoDataset.generate(SIZE, seed);
      Split split = SplitStrategy.parse(strategy).split(data, seed);
      Report report =
          LeakageAudit.of(split)
              .withFeatures(FeaturePipeline.standard(seed))
              .withTrainer(BiasTrainer.defaults())
              .withTrainer("bias of split", any -> BiasTrainer.defaults())
              .withTrainer(new PopularityTrainer())
              .withSeed(seed)
              .run();

      assertThat(report.passed()).as("seed %d: %s", seed, report.toText()).isTrue();
      assertThat(outcome(report, "own-rating")).isEqualTo(Outcome.CLEAN);
      assertThat(outcome(report, "later-rows")).isEqualTo(Outcome.NOTE);
    }
  }

  @Test
  void run_listsWhatItCannotRun() {
    Split everything = SplitStrategy.all().split(DemoDataset.generate(SIZE, 3), 3);
    Report report =
        LeakageAudit.of(everything)
            .withFeatures(FeaturePipeline.standard(1))
            .withTrainer(BiasTrainer.defaults())
            .run();
    assertThat(report.notRun())
        .extracting(Finding::check)
        .containsExactly(
            "overlap",
            "time-order",
            "test-ratings",
            "test-rows",
            "choice-by-test",
            "test-rows-seen",
            "shuffled-labels");

    Split timeless = withoutTimes(SPLIT);
    Report untimed = LeakageAudit.of(timeless).withFeatures(FeaturePipeline.standard(1)).run();
    assertThat(untimed.notRun())
        .extracting(Finding::check)
        .containsExactly("time-order", "later-rows");
    assertThat(untimed.toText()).contains("could not be run", "NOT RUN  split, time-order: ");

    Report tiny =
        LeakageAudit.of(SmallData.split("1 1 5, 1 2 3, 2 1 4", "1 3 3, 2 3 1"))
            .withFeatures(FeaturePipeline.standard(1))
            .withTrainer(new PopularityTrainer())
            .run();
    assertThat(tiny.passed()).as(tiny.toText()).isTrue();
    assertThat(tiny.notRun()).extracting(Finding::check).contains("shuffled-labels");
  }

  @Test
  void run_refusesFeaturesOfOtherRows() {
    FeatureColumns three = FeatureColumns.of(List.of("x"), 3, (row, out) -> out[0] = row);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> LeakageAudit.of(SPLIT).withFeatures(split -> new Encoding(three, three)).run())
        .withMessageContaining("'features' gave 3 rows for");
    FeatureColumns other = FeatureColumns.of(List.of("y"), 3, (row, out) -> out[0] = row);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Encoding(three, other))
        .withMessageContaining("[y]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureColumns.of(List.of("x", "x"), 0, (row, out) -> {}))
        .withMessageContaining("twice");
  }

  @Test
  void report_isTextAndJson() {
    Report report = audited(PlantedFeatures.LEAVE_ONE_OUT);

    assertThat(report.toText())
        .contains("demo, split random(0.8): 1 leak in 7 checks; 0 could not be run.")
        .contains("LEAK     LEAVE_ONE_OUT, shuffled-labels: Shuffled training ratings");
    String json = new Gson().toJson(report.toMap());
    assertThat(json)
        .contains("\"passed\":false")
        .contains("\"check\":\"shuffled-labels\",\"outcome\":\"leak\"")
        .contains("\"mend\":");
  }

  @Test
  void run_givesTheSameReportTwice() {
    LeakageAudit audit =
        LeakageAudit.of(SPLIT)
            .withFeatures(FeaturePipeline.standard(1))
            .withTrainer(BiasTrainer.defaults());
    assertThat(audit.run()).isEqualTo(audit.run());
  }

  private static Report audited(FeaturePipeline pipeline) {
    return LeakageAudit.of(SPLIT).withFeatures(pipeline).run();
  }

  private static List<String> leaks(Report report) {
    return report.leaks().stream().map(Finding::check).toList();
  }

  private static Outcome outcome(Report report, String check) {
    return report.checks().stream()
        .filter(finding -> finding.check().equals(check))
        .collect(Collectors.toList())
        .get(0)
        .outcome();
  }

  private static Split promising(Leak leak, Split split) {
    return new Split(split.name(), split.train(), split.test(), leak, null);
  }

  private static Split withoutTimes(Split split) {
    Dataset train = split.train();
    return new Split(
        split.name(),
        train.withInteractions(withoutTimes(train.interactions())),
        withoutTimes(split.test()));
  }

  private static Interactions withoutTimes(Interactions rows) {
    Interactions.Builder builder = Interactions.builder();
    for (int row = 0; row < rows.size(); row++) {
      builder.add(rows.user(row), rows.item(row), rows.value(row), 0);
    }
    return builder.build(rows.users(), rows.items(), false);
  }

  /** A feature drawn anew each time. */
  private static final class PlantedFeaturesOfChance implements FeaturePipeline {
    private final Random random = new Random(5);

    @Override
    public Encoding encode(Split split) {
      return new Encoding(drawn(split.train().interactions().size()), drawn(split.test().size()));
    }

    private FeatureColumns drawn(int rows) {
      return FeatureColumns.of(
          List.of("chance"), rows, (row, out) -> out[0] = random.nextGaussian());
    }
  }
}
