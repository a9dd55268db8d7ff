package io.recsys.examples.cli;

import io.recsys.data.Dataset;
import io.recsys.examples.report.Exploration;
import io.recsys.examples.report.ExplorationFigures;
import io.recsys.examples.report.ExplorationText;
import io.recsys.examples.report.Figure;
import io.recsys.source.LoadedParts;
import io.recsys.split.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The command that says what a data set holds. */
@Command(
    name = "explore",
    description = {
      "Says what the data holds: sizes, ratings, activity, genres and people, as far as it knows"
          + " them.",
      "With --out it also writes exploration_report.json, overview.png and, where there are genres"
          + " or people, genres_demographics.png."
    },
    defaultValueProvider = ExploreCommand.WholeData.class,
    sortOptions = false)
final class ExploreCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      order = 20,
      description = "The folder to write the report and the pictures to.")
  private @Nullable Path out;

  @Option(names = "--json", order = 21, description = "Answer with one JSON object.")
  private boolean json;

  @Mixin private Console console = new Console();

  ExploreCommand() {}

  @Override
  public Integer call() throws IOException {
    LoadedParts parts = StepBar.during(console, "reading", () -> data.load(console));
    Exploration facts = StepBar.during(console, "counting", () -> Exploration.of(parts.whole()));
    Map<String, Object> report = facts.toMap();
    if (parts.split().test().size() > 0) {
      report.put("split", split(parts.split()));
    }
    Path folder = out;
    if (folder != null) {
      write(folder, facts, report);
    }
    if (json) {
      console.out().println(Json.line(report));
    } else {
      console.out().print(ExplorationText.of(facts));
    }
    return 0;
  }

  private void write(Path folder, Exploration facts, Map<String, Object> report)
      throws IOException {
    Json.write(folder.resolve("exploration_report.json"), report);
    ExplorationFigures figures = new ExplorationFigures(facts);
    figures.overview().write(folder.resolve("overview.png"));
    Optional<Figure> people = figures.genresAndDemographics();
    if (people.isPresent()) {
      people.get().write(folder.resolve("genres_demographics.png"));
    } else {
      console.say("No genres_demographics.png: the data has neither genres nor facts about users.");
    }
  }

  /** What a split makes of the data, for the reports. */
  static Map<String, Object> split(Split split) {
    Dataset train = split.train();
    Split.Counts counts = split.counts();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", split.name());
    map.put("trainRows", train.interactions().size());
    map.put("testRows", split.test().size());
    map.put("testUsers", counts.testUsers());
    map.put("coldUsers", counts.coldUsers());
    map.put("testItems", counts.testItems());
    map.put("coldItems", counts.coldItems());
    map.put("warmRows", counts.warmRows());
    return map;
  }

  /** Takes the data whole unless a split is asked for. */
  static final class WholeData implements IDefaultValueProvider {
    WholeData() {}

    @Override
    public @Nullable String defaultValue(ArgSpec option) {
      return option instanceof OptionSpec spec && spec.longestName().equals("--split")
          ? "all"
          : null;
    }
  }
}
