package io.recsys.examples.cli;

import io.recsys.data.Dataset;
import io.recsys.examples.report.FeatureFacts;
import io.recsys.feature.FeatureSchema;
import io.recsys.feature.TrainingFeatures;
import io.recsys.source.LoadedParts;
import io.recsys.split.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that writes data as the model sees it. */
@Command(
    name = "preprocess",
    description = {
      "Writes the data as the model sees it: train_features.csv, test_features.csv,"
          + " movies_metadata.csv and users_metadata.csv, with preprocessing_report.json and"
          + " features.png.",
      "Numbers are standardized. A training row's statistics come from other folds, never from"
          + " itself; a test row is encoded as of its user's last training interaction."
    },
    sortOptions = false)
final class PreprocessCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      order = 20,
      description = "The folder to write to.")
  private Path out = Path.of("");

  @Mixin private Console console = new Console();

  PreprocessCommand() {}

  @Override
  public Integer call() throws IOException {
    LoadedParts parts = StepBar.during(console, "reading", () -> data.load(console));
    Dataset train = parts.split().train();
    TrainingFeatures features =
        StepBar.during(
            console,
            "fitting",
            () -> TrainingFeatures.fit(FeatureSchema.standard(train), train, data.seed()));
    FeatureTable table = new FeatureTable(features, train);
    int rows = train.interactions().size() + parts.split().test().size();
    try (StepBar bar = StepBar.of(console, "rows", rows)) {
      write("train_features.csv", csv -> table.writeTrain(csv, bar));
      write("test_features.csv", csv -> table.writeTest(parts.split().test(), csv, bar));
    }
    write(
        "movies_metadata.csv",
        csv -> FeatureTable.writeAttributes("item", train.items(), train.itemAttributes(), csv));
    write(
        "users_metadata.csv",
        csv -> FeatureTable.writeAttributes("user", train.users(), train.userAttributes(), csv));
    report(
        parts.split(), StepBar.during(console, "counting", () -> FeatureFacts.of(features, train)));
    return 0;
  }

  private void report(Split split, FeatureFacts facts) throws IOException {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("data", split.train().name());
    report.put("users", split.train().users().size());
    report.put("items", split.train().items().size());
    report.put("split", ExploreCommand.split(split));
    report.put("seed", data.seed());
    report.put("features", facts.toList());
    Path json = out.resolve("preprocessing_report.json");
    Json.write(json, report);
    console.out().println(json);
    Path picture = out.resolve("features.png");
    facts.figure().write(picture);
    console.out().println(picture);
  }

  private void write(String name, Content content) throws IOException {
    Path file = out.resolve(name);
    try (CsvOutput csv = CsvOutput.to(file, console.out())) {
      content.write(csv);
      csv.commit();
    }
    console.out().println(file);
  }

  /** What fills a file. */
  @FunctionalInterface
  private interface Content {
    void write(CsvOutput csv) throws IOException;
  }
}
