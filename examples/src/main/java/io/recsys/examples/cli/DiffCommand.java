package io.recsys.examples.cli;

import io.recsys.evaluation.Comparison;
import io.recsys.evaluation.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that compares two saved evaluations. */
@Command(
    name = "diff",
    description = {
      "Compares two evaluations, saved by train or evaluate with --save, metric by metric: both"
          + " values, the difference, its 95 %% interval, and whether chance explains it.",
      "The plain --json answers of train and evaluate are read too; they hold no values of single"
          + " users, so there is no test. Evaluations whose protocols differ are refused."
    },
    sortOptions = false)
final class DiffCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "A.json", description = "The first evaluation.")
  private Path first = Path.of("");

  @Parameters(index = "1", paramLabel = "B.json", description = "The second evaluation.")
  private Path second = Path.of("");

  @Option(names = "--json", order = 1, description = "Answer with one JSON object.")
  private boolean json;

  @Mixin private Console console = new Console();

  DiffCommand() {}

  @Override
  public Integer call() throws IOException {
    console.out().println(StepBar.during(console, "comparing", this::answer));
    return 0;
  }

  private String answer() throws IOException {
    Evaluation a = Evaluation.read(first);
    Evaluation b = Evaluation.read(second);
    if (a.model().equals(b.model())) {
      a = a.withModel(first.toString());
      b = b.withModel(second.toString());
    }
    Comparison comparison = new Comparison(a, b);
    return json ? Json.line(comparison.toMap()) : comparison.toText().stripTrailing();
  }
}
