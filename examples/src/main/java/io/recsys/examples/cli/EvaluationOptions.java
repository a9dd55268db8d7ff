package io.recsys.examples.cli;

import io.recsys.evaluation.Candidates;
import io.recsys.evaluation.Evaluator;
import io.recsys.source.CandidateFile;
import io.recsys.source.LoadedCandidates;
import io.recsys.split.CandidateLists;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is measured, and which items compete in a ranking. */
final class EvaluationOptions {
  private static final String FILE = "file:";

  @Option(
      names = "-k",
      paramLabel = "K",
      order = 11,
      split = ",",
      defaultValue = "10",
      description = "The lengths of ranking to measure, such as 5,10. Default: ${DEFAULT-VALUE}.")
  private int[] k = {10};

  @Option(
      names = "--relevant",
      paramLabel = "RATING",
      order = 12,
      description =
          "The lowest rating that makes a test row relevant. Default: three quarters up the scale.")
  private @Nullable Double relevant;

  @Option(
      names = "--candidates",
      paramLabel = "WHICH",
      order = 13,
      description =
          "The items that compete: full, all without the user's training items; sampled(99), the"
              + " relevant ones and 99 drawn; or file:FILE with user,item on each line. Default:"
              + " the lists that come with the split, else full.")
  private @Nullable String candidates;

  /** The lowest relevant rating, where it was given. */
  OptionalDouble relevantFrom() {
    return relevant == null ? OptionalDouble.empty() : OptionalDouble.of(relevant);
  }

  /** What to measure on some data, whose draws derive from a seed. */
  Evaluator evaluator(Console console, LoadedParts parts, long seed) throws IOException {
    Candidates competing = competing(console, parts);
    return console.checked(
        () -> {
          Evaluator evaluator = Evaluator.defaults().withK(k).withCandidates(competing).withSeed(seed);
          return relevant == null ? evaluator : evaluator.withRelevantFrom(relevant);
        });
  }

  private Candidates competing(Console console, LoadedParts parts) throws IOException {
    CandidateLists prescribed = parts.candidates();
    String name = candidates;
    if (name == null) {
      return prescribed == null
          ? Candidates.full()
          : listed("those of " + parts.split().name(), prescribed);
    }
    if (!name.startsWith(FILE)) {
      return console.checked(() -> Candidates.parse(name));
    }
    Path file = Path.of(name.substring(FILE.length()));
    LoadedCandidates loaded = CandidateFile.read(file, parts.split().train());
    if (loaded.unknown() + loaded.duplicates() > 0) {
      console.say(
          "%s: of %d candidates %d are unknown to the data and %d repeat another",
          file, loaded.pairs(), loaded.unknown(), loaded.duplicates());
    }
    return listed(name, loaded.lists());
  }

  private static Candidates listed(String name, CandidateLists lists) {
    return Candidates.listed(
        name, user -> lists.count(user) == 0 ? null : lists.candidates(user));
  }
}
