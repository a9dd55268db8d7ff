package io.recsys.examples.cli;

import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.Interval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that measures lists and predictions made by any system. */
@Command(
    name = "metrics",
    description = {
      "Measures lists and predicted ratings that any system made, with the metrics that models here"
          + " are measured with.",
      "A user of the truth without a list counts as 0; a list of a user without truth counts for the"
          + " catalog alone. Columns are parted by comma, semicolon, tab, | or ::."
    },
    sortOptions = false)
final class MetricsCommand implements Callable<Integer> {
  @Option(
      names = "--recommendations",
      paramLabel = "FILE",
      order = 1,
      description =
          "Lists: user,item,rank or user,item,score; the header tells which. Without one, whole"
              + " numbers from 0 or 1 on are ranks.")
  private @Nullable Path recommendations;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      order = 2,
      description = "What the lists should find: user,item[,rating].")
  private @Nullable Path truth;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      order = 3,
      description = "What the system learned from: user,item[,rating]; for novelty and diversity.")
  private @Nullable Path train;

  @Option(
      names = "--catalog",
      paramLabel = "N",
      order = 4,
      description = "How many items there are. Default: those of the files.")
  private @Nullable Integer catalog;

  @Option(
      names = "-k",
      paramLabel = "N",
      order = 5,
      split = ",",
      defaultValue = "10",
      description = "The numbers of places to look at, such as 5,10. Default: ${DEFAULT-VALUE}.")
  private List<Integer> ks = List.of();

  @Option(
      names = "--relevant",
      paramLabel = "R",
      order = 6,
      description = "The lowest rating that makes a row of the truth relevant. Default: any.")
  private @Nullable Double relevant;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      order = 7,
      description = "Predicted ratings: user,item,predicted,actual.")
  private @Nullable Path predictions;

  @Option(names = "--json", order = 8, description = "Answer with one JSON object.")
  private boolean json;

  @Mixin private Console console = new Console();

  MetricsCommand() {}

  @Override
  public Integer call() throws IOException {
    checkOptions();
    Optional<PredictionsFile> predicted = StepBar.during(console, "predictions", this::predicted);
    Optional<Evaluation> lists = StepBar.during(console, "lists", this::lists);
    Map<String, Double> metrics = new LinkedHashMap<>();
    lists.ifPresent(evaluation -> metrics.putAll(evaluation.metrics()));
    predicted.ifPresent(file -> metrics.putAll(file.metrics()));
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>(metrics);
      Map<String, Object> protocol = new LinkedHashMap<>();
      lists.ifPresent(evaluation -> protocol.putAll(evaluation.protocol().toMap()));
      predicted.ifPresent(file -> protocol.put("predictedRows", file.rows().size()));
      answer.put("protocol", protocol);
      console.out().println(Json.line(answer));
    } else {
      lists.ifPresent(this::print);
      metrics.forEach(
          (name, value) ->
              console
                  .out()
                  .printf(Locale.ROOT, "%-14s %10.6f%s%n", name, value, range(lists, name)));
    }
    return 0;
  }

  private void checkOptions() {
    if (recommendations == null && predictions == null) {
      throw console.misuse("Nothing to measure: give --recommendations FILE or --predictions FILE");
    }
    if (recommendations != null && truth == null) {
      throw console.misuse("--recommendations FILE needs --truth FILE to be held against");
    }
    if (recommendations == null
        && (truth != null || train != null || catalog != null || relevant != null)) {
      throw console.misuse("--truth, --train, --catalog and --relevant go with --recommendations");
    }
    if (ks.isEmpty() || ks.stream().anyMatch(k -> k < 1)) {
      throw console.misuse("-k: " + ks + " has a number below 1; look at 1 place or more");
    }
    if (catalog != null && catalog < 1) {
      throw console.misuse("--catalog: " + catalog + " is below 1; count the items there are");
    }
    if (relevant != null && !Double.isFinite(relevant)) {
      throw console.misuse("--relevant: " + relevant + " is no rating; give a number");
    }
  }

  private Optional<PredictionsFile> predicted() throws IOException {
    if (predictions == null) {
      return Optional.empty();
    }
    PredictionsFile file = PredictionsFile.read(predictions);
    if (file.missing() > 0) {
      console.say(
          "%d of %d rows have no prediction, so there are no rating metrics",
          file.missing(), file.rows().size());
    }
    return Optional.of(file);
  }

  private Optional<Evaluation> lists() throws IOException {
    if (recommendations == null || truth == null) {
      return Optional.empty();
    }
    ListsFile lists = ListsFile.read(recommendations);
    console.say("%d lists, in order of %s", lists.lists().size(), lists.order());
    ListsMeasurement measurement =
        new ListsMeasurement(
            lists,
            ListsMeasurement.Rows.read(truth),
            train == null ? ListsMeasurement.Rows.none() : ListsMeasurement.Rows.read(train));
    Evaluation evaluation = measurement.measure(ks.stream().distinct().toList(), relevant, catalog);
    if (evaluation.protocol().rankedUsers() == 0) {
      console.say("no user has a relevant row, so there are no ranking metrics");
    }
    return Optional.of(evaluation);
  }

  private void print(Evaluation lists) {
    console
        .out()
        .printf(
            Locale.ROOT,
            "%d users with a relevant row, %d without; %d items; 95 %% intervals over users%n%n",
            lists.protocol().rankedUsers(),
            lists.protocol().skippedUsers(),
            lists.protocol().items());
  }

  private static String range(Optional<Evaluation> lists, String name) {
    return lists
        .filter(evaluation -> evaluation.metrics().containsKey(name))
        .flatMap(evaluation -> evaluation.interval(name))
        .map(MetricsCommand::text)
        .orElse("");
  }

  private static String text(Interval interval) {
    return String.format(Locale.ROOT, "  [%.6f, %.6f]", interval.low(), interval.high());
  }
}
