package io.recsys.examples.cli;

import io.recsys.evaluation.Candidates;
import io.recsys.evaluation.Evaluator;
import io.recsys.source.CandidateFile;
import io.recsys.source.LoadedCandidates;
import io.recsys.source.LoadedParts;
import io.recsys.split.CandidateLists;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how to measure. */
final class EvaluatorOptions {
  private static final String FILE = "file:";

  @Option(
      names = "--candidates",
      paramLabel = "WHICH",
      order = 15,
      defaultValue = "full",
      description =
          "What competes in a ranking: full; sampled(99), that many items drawn beside the relevant"
              + " ones; file, the lists that the split brings; file:FILE, those of a file with"
              + " user,item on each line. Figures of different ones do not compare."
              + " Default: full.")
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
      paramLabel = "K",
      order = 17,
      split = ",",
      defaultValue = "10",
      description =
          "How many places of a ranking to look at; several such as 5,10. Default:"
              + " ${DEFAULT-VALUE}.")
  private int[] k = {10};

  /** The evaluator that the options ask for; candidates are settled with the data. */
  Evaluator evaluator(Console console, long seed) {
    return console.checked(
        () -> {
          Evaluator evaluator = Evaluator.defaults().withK(k).withSeed(seed);
          return relevant == null ? evaluator : evaluator.withRelevantFrom(relevant);
        });
  }

  /** The lowest relevant rating, where one is asked for. */
  OptionalDouble relevantFrom() {
    return relevant == null ? OptionalDouble.empty() : OptionalDouble.of(relevant);
  }

  /** The items that compete in a ranking. */
  Candidates candidates(Console console, LoadedParts parts) throws IOException {
    CandidateLists lists = parts.candidates();
    if (candidates.equals("file")) {
      if (lists == null) {
        throw console.misuse(
            "--candidates file: split "
                + parts.split().name()
                + " brings no lists; use full, sampled(99) or file:FILE");
      }
      return Candidates.listed(parts.split().name(), lists);
    }
    if (candidates.startsWith(FILE)) {
      Path file = Path.of(candidates.substring(FILE.length()));
      LoadedCandidates loaded = CandidateFile.read(file, parts.split().train());
      if (loaded.unknown() > 0) {
        console.say(
            "%d of %d pairs of candidates are of users or items that the data lacks",
            loaded.unknown(), loaded.pairs());
      }
      return Candidates.listed(file.toString(), loaded.lists());
    }
    return console.checked(() -> Candidates.parse(candidates));
  }
}
