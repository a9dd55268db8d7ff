package io.recsys.examples.cli;

import io.recsys.evaluation.Candidates;
import io.recsys.evaluation.Evaluator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how to measure. */
final class EvaluatorOptions {
  @Option(
      names = "--candidates",
      paramLabel = "NAME",
      order = 15,
      defaultValue = "full",
      description =
          "What competes in a ranking: full, or sampled(99) for 99 items drawn beside the relevant"
              + " ones, whose figures compare with no other. Default: ${DEFAULT-VALUE}.")
  private String candidates = "full";

  @Option(
      names = "--relevant",
      paramLabel = "R",
      order = 16,
      description =
          "The lowest rating that makes a test row relevant. Default: three quarters up the scale.")
  private @Nullable Double relevant;

  @Option(
      names = "-k",
      paramLabel = "N",
      order = 17,
      defaultValue = "10",
      description = "How many places of a ranking to look at. Default: ${DEFAULT-VALUE}.")
  private int k = 10;

  /** The evaluator that the options ask for. */
  Evaluator evaluator(Console console, long seed) {
    return console.checked(
        () -> {
          Evaluator evaluator =
              Evaluator.defaults()
                  .withK(k)
                  .withSeed(seed)
                  .withCandidates(Candidates.parse(candidates));
          return relevant == null ? evaluator : evaluator.withRelevantFrom(relevant);
        });
  }
}
