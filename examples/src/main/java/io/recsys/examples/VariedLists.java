package io.recsys.examples;

import io.recsys.Query;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.evaluation.CatalogMetric;
import io.recsys.evaluation.Diversity;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.Novelty;
import io.recsys.evaluation.RankingMetric;
import io.recsys.source.MovieLens;
import io.recsys.source.ReadOptions;
import io.recsys.split.Split;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows what more varied lists cost: figures of one model asked with more and more diversity. */
public final class VariedLists {
  private static final double[] DIVERSITIES = {0, 0.1, 0.2, 0.3, 0.5, 0.7};
  private static final int K = 10;

  private VariedLists() {}

  /**
   * Measures a hybrid of u1 of MovieLens 100K.
   *
   * @param args the release's folder, and that of a model, if it is not to be trained
   */
  public static void main(String[] args) throws IOException {
    Split split = MovieLens.readSplit(Path.of(args[0]), "u1", ReadOptions.defaults()).split();
    Recommender recommender =
        args.length > 1
            ? Recommender.load(Path.of(args[1]))
            : new HybridTrainer(HybridConfig.defaults()).train(split.train());
    run(recommender, split, System.out);
  }

  /** Measures a model on a split, prints the figures and returns the evaluations. */
  public static List<Evaluation> run(Recommender recommender, Split split, PrintStream out) {
    CatalogMetric genres = new Diversity(K, Diversity.By.GENRES);
    CatalogMetric coverage = CatalogMetric.coverage(K);
    CatalogMetric novelty = new Novelty(K, Novelty.Share.OF_INTERACTIONS);
    Evaluator evaluator =
        Evaluator.defaults()
            .withRankingMetrics(List.of(RankingMetric.ndcg(K)))
            .withCatalogMetrics(List.of(genres, coverage, novelty));
    List<Evaluation> evaluations = new ArrayList<>();
    for (double diversity : DIVERSITIES) {
      long start = System.nanoTime();
      Evaluation evaluation =
          evaluator.evaluate("" + diversity, new Varied(recommender, diversity), split);
      out.printf(
          Locale.ROOT,
          "diversity %.1f  ndcg@10 %.4f  unlike genres %.3f  coverage %.3f  novelty %.2f  (%.1f s)%n",
          diversity,
          evaluation.value("ndcg@10"),
          evaluation.value(genres.name()),
          evaluation.value(coverage.name()),
          evaluation.value(novelty.name()),
          (System.nanoTime() - start) / 1e9);
      evaluations.add(evaluation);
    }
    return evaluations;
  }

  /** A model of which every answer is varied. */
  private record Varied(Recommender model, double diversity) implements Recommender {
    @Override
    public Recommendations recommend(Query query) {
      return model.recommend(query.withDiversity(diversity));
    }

    @Override
    public double[] predict(String user, List<String> items) {
      return model.predict(user, items);
    }
  }
}
