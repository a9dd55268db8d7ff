package io.recsys.examples;

import io.recsys.RecommenderTrainer;
import io.recsys.baseline.AlsTrainer;
import io.recsys.baseline.BiasTrainer;
import io.recsys.baseline.EaseTrainer;
import io.recsys.baseline.ImplicitAlsTrainer;
import io.recsys.baseline.ItemKnnTrainer;
import io.recsys.baseline.Weighting;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.Evaluator;
import io.recsys.source.MovieLens;
import io.recsys.source.ReadOptions;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Picks the settings of baselines on validation rows: a random fifth of the training part, so that
 * no setting is picked by a test row.
 */
public final class TuneBaselines {
  private static final long SEED = 42;

  private TuneBaselines() {}

  /**
   * Tries the settings on a split of MovieLens.
   *
   * @param args the release's folder, and the split, {@code random(0.8)} unless given
   */
  public static void main(String[] args) throws IOException {
    String name = args.length > 1 ? args[1] : "random(0.8)";
    Path folder = Path.of(args[0]);
    Split split =
        name.startsWith("file:")
            ? MovieLens.readSplit(folder, name, ReadOptions.defaults()).split()
            : SplitStrategy.parse(name)
                .split(MovieLens.read(folder, ReadOptions.defaults()).dataset(), SEED);
    run(split, settings(), System.out);
  }

  /** The settings that are worth a try, those of the defaults among them. */
  public static List<RecommenderTrainer> settings() {
    List<RecommenderTrainer> settings = new ArrayList<>();
    settings.add(BiasTrainer.defaults());
    settings.add(new BiasTrainer(5, 3, 10));
    settings.add(new BiasTrainer(2, 1, 10));
    ItemKnnTrainer knn = ItemKnnTrainer.defaults();
    for (int neighbors : new int[] {20, 40, 80, 200}) {
      settings.add(knn.withNeighbors(neighbors).withRankingNeighbors(neighbors));
    }
    for (Weighting weighting : Weighting.values()) {
      for (double regularization : new double[] {200, 300, 500, 800}) {
        settings.add(
            EaseTrainer.defaults().withWeighting(weighting).withRegularization(regularization));
      }
    }
    AlsTrainer als = AlsTrainer.defaults();
    for (double regularization : new double[] {2, 4, 8}) {
      settings.add(als.withRegularization(regularization));
      // Biases of 0, in effect.
      settings.add(als.withRegularization(regularization).withBiasRegularization(1e9));
    }
    ImplicitAlsTrainer ials = ImplicitAlsTrainer.defaults();
    for (int size : new int[] {32, 64, 128}) {
      for (double regularization : new double[] {0.01, 0.03, 0.1}) {
        settings.add(ials.withEmbeddingSize(size).withRegularization(regularization));
      }
    }
    return settings;
  }

  /** Trains and measures every setting, prints the figures and returns the evaluations. */
  public static List<Evaluation> run(
      Split split, List<? extends RecommenderTrainer> settings, PrintStream out) {
    Split validation = SplitStrategy.random(0.8).split(split.train(), SEED);
    Evaluator evaluator = Evaluator.defaults().withCatalogMetrics(List.of());
    List<Evaluation> evaluations = new ArrayList<>();
    for (RecommenderTrainer setting : settings) {
      Evaluation evaluation =
          evaluator.evaluate(setting.toString(), setting.train(validation.train()), validation);
      evaluations.add(evaluation);
      out.printf(
          Locale.ROOT,
          "rmse %s  ndcg@10 %.4f  %s%n",
          evaluation.metrics().containsKey("rmse")
              ? String.format(Locale.ROOT, "%.4f", evaluation.value("rmse"))
              : "     -",
          evaluation.value("ndcg@10"),
          setting);
    }
    return evaluations;
  }
}
