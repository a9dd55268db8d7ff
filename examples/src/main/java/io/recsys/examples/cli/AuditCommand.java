package io.recsys.examples.cli;

import io.recsys.baseline.BiasTrainer;
import io.recsys.evaluation.FeaturePipeline;
import io.recsys.evaluation.LeakageAudit;
import io.recsys.source.LoadedParts;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that looks for leaks in data as it is split, and in features of it. */
@Command(
    name = "audit",
    description = {
      "Looks for ways in which test ratings reach a model before it is judged: in the split of the"
          + " data, in the features made of it, in a training of the bias model.",
      "Ends with 1 where it finds one."
    },
    sortOptions = false)
final class AuditCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Option(names = "--json", order = 20, description = "Answer with one JSON object.")
  private boolean json;

  @Mixin private Console console = new Console();

  AuditCommand() {}

  @Override
  public Integer call() throws IOException {
    LoadedParts parts = StepBar.during(console, "reading", () -> data.load(console));
    LeakageAudit audit =
        LeakageAudit.of(parts.split())
            .withFeatures(FeaturePipeline.standard(data.seed()))
            .withTrainer("bias", split -> BiasTrainer.defaults())
            .withSeed(data.seed());
    LeakageAudit.Report report = StepBar.during(console, "auditing", audit::run);
    if (json) {
      console.out().println(Json.line(report.toMap()));
    } else {
      console.out().print(report.toText());
    }
    return report.passed() ? 0 : 1;
  }
}
