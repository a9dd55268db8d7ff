package io.recsys.evaluation;

import io.recsys.evaluation.FeaturePipeline.Encoding;
import io.recsys.evaluation.LeakageAudit.Finding;
import io.recsys.split.Split;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** What may leak in features. */
final class FeatureChecks {
  private static final List<String> CHECKS =
      List.of("test-ratings", "test-rows", "own-rating", "later-rows", "shuffled-labels");

  private final Split split;
  private final FeaturePipeline pipeline;
  private final int probes;
  private final long seed;
  private final Verdicts verdicts;

  FeatureChecks(Split split, FeaturePipeline pipeline, int probes, long seed) {
    this.split = split;
    this.pipeline = pipeline;
    this.probes = probes;
    this.seed = seed;
    this.verdicts = new Verdicts(pipeline.name());
  }

  List<Finding> run() {
    Encoding base = encode(split);
    Movement train = new Movement(base.train());
    Movement test = new Movement(base.test());
    if (!repeats(train, test)) {
      for (String check : CHECKS) {
        verdicts.notRun(check, "The same split gave other features the second time: fix the seed.");
      }
      return verdicts.findings();
    }
    if (split.test().size() < 2) {
      verdicts.notRun("test-ratings", "There are fewer than two test rows.");
      verdicts.notRun("test-rows", "There are fewer than two test rows.");
    } else {
      testRatings(base, train, test);
      testRows(base, train, test);
    }
    new RowProbes(split, base.train(), train, seed)
        .run(probes, altered -> encode(altered).train(), verdicts);
    shuffledLabels();
    return verdicts.findings();
  }

  /** The pipeline's features, checked to be of the split's rows. */
  private Encoding encode(Split of) {
    Encoding encoding = pipeline.encode(of);
    check("training", encoding.train().rows(), of.train().interactions().size());
    check("test", encoding.test().rows(), of.test().size());
    return encoding;
  }

  private void check(String part, int rows, int expected) {
    if (rows != expected) {
      throw new IllegalArgumentException(
          String.format(
              "features: '%s' gave %d rows for %d %s rows; give one for each position",
              pipeline.name(), rows, expected, part));
    }
  }

  private boolean repeats(Movement train, Movement test) {
    Encoding again = encode(split);
    return none(train.moved(again.train(), row -> row))
        && none(test.moved(again.test(), row -> row));
  }

  private void testRatings(Encoding base, Movement train, Movement test) {
    Encoding after = encode(Altered.testRatings(split));
    int[] trainMoved = train.moved(after.train(), row -> row);
    int[] testMoved = test.moved(after.test(), row -> row);
    if (none(trainMoved) && none(testMoved)) {
      verdicts.clean(
          "test-ratings", "Changing all %d test ratings moved nothing.", split.test().size());
      return;
    }
    verdicts.leak(
        "test-ratings",
        "Compute it from the ratings of split.train() alone.",
        "Changing the %d test ratings moved %s.",
        split.test().size(),
        places(base, trainMoved, testMoved));
  }

  private void testRows(Encoding base, Movement train, Movement test) {
    int[] trainMoved = new int[base.train().names().size()];
    int[] testMoved = new int[trainMoved.length];
    // A maximum is of one half or the other, so one of the two runs misses it.
    for (int kept = 0; kept < 2; kept++) {
      Encoding after = encode(Altered.testRows(split, kept));
      int remainder = kept;
      IntUnaryOperator place = row -> row % 2 == remainder ? row / 2 : -1;
      add(train.moved(after.train(), row -> row), trainMoved);
      add(test.moved(after.test(), place), testMoved);
    }
    if (none(trainMoved) && none(testMoved)) {
      verdicts.clean("test-rows", "Leaving out either half of the test rows moved nothing.");
      return;
    }
    verdicts.leak(
        "test-rows",
        "Fit scalers, vocabularies and statistics on split.train() alone.",
        "Leaving out half of the test rows moved %s.",
        places(base, trainMoved, testMoved));
  }

  private void shuffledLabels() {
    Split shuffled = Altered.trainShuffled(split, seed);
    FeatureColumns columns = encode(shuffled).train();
    new SolvableLabels(shuffled.train().interactions(), columns, seed).run(verdicts);
  }

  private static String places(Encoding base, int[] train, int[] test) {
    List<String> names = base.train().names();
    int[] either = new int[train.length];
    for (int column = 0; column < either.length; column++) {
      either[column] = Math.max(train[column], test[column]);
    }
    String moved = Movement.text(names, either, "%s");
    String where = none(train) ? "in test rows" : none(test) ? "in training rows" : "in both parts";
    return moved + " (" + where + ")";
  }

  private static void add(int[] counts, int[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += counts[i];
    }
  }

  private static boolean none(int[] moved) {
    for (int count : moved) {
      if (count > 0) {
        return false;
      }
    }
    return true;
  }
}
