package io.recsys.examples.cli;

import io.recsys.model.HybridRecommender;
import io.recsys.source.TableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that predicts the ratings of pairs of users and items. */
@Command(
    name = "predict",
    description = {
      "Predicts ratings for pairs of user and item, into CSV: user,item,prediction.",
      "An unknown user or item is predicted from what is known about the other."
    },
    sortOptions = false)
final class PredictCommand implements Callable<Integer> {
  private static final int CHUNK = 1 << 16;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      order = 0,
      description = "The model's folder.")
  private Path model = Path.of("");

  @Option(
      names = "--pairs",
      required = true,
      paramLabel = "FILE",
      order = 1,
      description =
          "User and item on each line, parted by tab, :: or comma; more columns are ignored.")
  private Path pairs = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "CSV",
      order = 2,
      description = "Where the answer goes. Default: standard output.")
  private @Nullable Path out;

  @Mixin private Console console = new Console();

  PredictCommand() {}

  @Override
  public Integer call() throws IOException {
    HybridRecommender recommender = HybridRecommender.load(model);
    long count = 0;
    try (TableFile file = TableFile.pairs(pairs);
        CsvOutput csv = CsvOutput.to(out, console.out());
        StepBar bar = StepBar.of(console, "pairs")) {
      csv.line("user", "item", "prediction");
      while (file.hasRow()) {
        List<Pair> chunk = chunk(file);
        List<double[]> predictions =
            runs(chunk).parallelStream().map(run -> predict(recommender, run)).toList();
        int row = 0;
        for (double[] run : predictions) {
          for (double rating : run) {
            Pair pair = chunk.get(row++);
            csv.line(pair.user(), pair.item(), Double.isNaN(rating) ? "" : (float) rating);
          }
        }
        count += chunk.size();
        bar.step(chunk.size());
      }
      csv.commit();
    }
    console.say("%d ratings predicted%s", count, out == null ? "" : " in " + out);
    return 0;
  }

  private static List<Pair> chunk(TableFile file) throws IOException {
    List<Pair> chunk = new ArrayList<>();
    for (; file.hasRow() && chunk.size() < CHUNK; file.advance()) {
      chunk.add(new Pair(file.text(0), file.text(1)));
    }
    return chunk;
  }

  private static double[] predict(HybridRecommender recommender, List<Pair> run) {
    return recommender.predict(run.get(0).user(), run.stream().map(Pair::item).toList());
  }

  /**
   * The pairs in runs of one user each, for a user's part of the network is computed once a run.
   */
  private static List<List<Pair>> runs(List<Pair> pairs) {
    List<List<Pair>> runs = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= pairs.size(); i++) {
      if (i == pairs.size() || !pairs.get(i).user().equals(pairs.get(start).user())) {
        runs.add(pairs.subList(start, i));
        start = i;
      }
    }
    return runs;
  }

  /** A user and an item, by their ids. */
  private record Pair(String user, String item) {}
}
