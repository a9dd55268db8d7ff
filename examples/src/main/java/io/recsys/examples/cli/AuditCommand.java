package io.recsys.examples.cli;

import io.recsys.evaluation.FeaturePipeline;
import io.recsys.evaluation.LeakageAudit;
import io.recsys.source.LoadedParts;
import io.recsys.split.SplitStrategy;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that looks for leaks in data as it is split, and in features of it. */
@Command(
    name = "audit",
    description = {
      "Looks for ways in which test ratings reach a model before it is judged: in the split of the"
          + " data, in the features made of it, in the training of models.",
      "A model is trained three times or four. Ends with 1 where it finds a leak."
    },
    sortOptions = false)
final class AuditCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--models",
      paramLabel = "NAMES",
      order = 20,
      split = ",",
      defaultValue = "bias",
      description =
          "The models to train, by the names that compare has for them. Default: ${DEFAULT-VALUE}.")
  private List<String> models = List.of();

  @Option(names = "--json", order = 21, description = "Answer with one JSON object.")
  private boolean json;

  @Mixin private Console console = new Console();

  AuditCommand() {}

  @Override
  public Integer call() throws IOException {
    Models known = new Models(OptionalDouble.empty(), data.seed());
    // Asked before the data is read: a mistyped name is heard at once.
    for (String model : models) {
      console.checked(() -> known.trainer(model, SplitStrategy.random(0.9)));
    }
    LoadedParts parts = StepBar.during(console, "reading", () -> data.load(console));
    LeakageAudit.Report report = StepBar.during(console, "auditing", audit(known, parts)::run);
    if (json) {
      console.out().println(Json.line(report.toMap()));
    } else {
      console.out().print(report.toText());
    }
    return report.passed() ? 0 : 1;
  }

  private LeakageAudit audit(Models known, LoadedParts parts) {
    LeakageAudit audit =
        LeakageAudit.of(parts.split())
            .withFeatures(FeaturePipeline.standard(data.seed()))
            .withSeed(data.seed());
    for (String model : models) {
      audit = audit.withTrainer(model, split -> known.trainer(model, parts.validation()));
    }
    return audit;
  }
}
