package io.recsys.examples;

import io.recsys.Query;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.data.Interactions;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.RankingMetric;
import io.recsys.source.MovieLens;
import io.recsys.source.ReadOptions;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Shows what attributes and the first few ratings are worth for users whom a model was not trained
 * on: all are judged by the rows after their first twenty, of which more and more are told.
 * Attributes move ratings alone: rankings of people without a history are the same for all.
 */
public final class ColdStart {
  /** How many of the first ratings are told. */
  private static final int[] TOLD = {0, 1, 2, 5, 10, 20};

  private static final int FIRST = 20;

  private ColdStart() {}

  /**
   * Trains the hybrid on the earliest 80 % of MovieLens 100K.
   *
   * @param args the release's folder
   */
  public static void main(String[] args) throws IOException {
    Split split =
        SplitStrategy.temporal(0.8)
            .split(MovieLens.read(Path.of(args[0]), ReadOptions.defaults()).dataset(), 42);
    HybridConfig config = HybridConfig.defaults().withValidation(SplitStrategy.temporal(0.9));
    run(new HybridTrainer(config).train(split.train()), split, System.out);
  }

  /**
   * Measures a model of the split's training part on users who have no row in it, prints the
   * figures and returns the evaluations: of nothing known, then of attributes and more and more
   * ratings.
   */
  public static List<Evaluation> run(Recommender recommender, Split split, PrintStream out) {
    Interactions test = split.test();
    Split later =
        split.withTest(
            test.filter(
                position ->
                    split.train().interactions().count(test.user(position)) == 0
                        && position - test.start(test.user(position)) >= FIRST));
    Evaluator evaluator =
        Evaluator.defaults()
            .withRankingMetrics(List.of(RankingMetric.ndcg(10)))
            .withCatalogMetrics(List.of());
    List<Evaluation> evaluations = new ArrayList<>();
    Asking nobody = new Asking(recommender, split, 0, false);
    evaluations.add(evaluator.evaluate("nothing", nobody, later));
    for (int told : TOLD) {
      String name = "attributes, " + told + " ratings";
      evaluations.add(evaluator.evaluate(name, new Asking(recommender, split, told, true), later));
    }
    for (Evaluation evaluation : evaluations) {
      out.printf(
          Locale.ROOT,
          "%-24s rmse %.4f  ndcg@10 %.4f%n",
          evaluation.model(),
          evaluation.value("rmse"),
          evaluation.value("ndcg@10"));
    }
    return evaluations;
  }

  /**
   * A model that is told the first test ratings of whom it is asked about, and recommends none of
   * the first twenty.
   *
   * @param model the model
   * @param split holds the ratings
   * @param told how many ratings are told
   * @param known whether the user is, whose attributes the data has
   */
  private record Asking(Recommender model, Split split, int told, boolean known)
      implements Recommender {
    @Override
    public Recommendations recommend(Query query) {
      return model.recommend(asked(query));
    }

    @Override
    public double[] predict(String user, List<String> items) {
      return model.predict(asked(Query.forUser(user)), items);
    }

    private Query asked(Query query) {
      Interactions test = split.test();
      int index = split.train().users().indexOf(Objects.requireNonNull(query.user()));
      int first = test.start(index);
      int end = Math.min(first + FIRST, test.end(index));
      Map<String, Double> history = new LinkedHashMap<>();
      HashSet<String> begun = new HashSet<>();
      for (int position = first; position < end; position++) {
        String item = split.train().items().id(test.item(position));
        begun.add(item);
        if (position < first + told) {
          history.put(item, (double) test.value(position));
        }
      }
      Query asked = known ? query : query.withUser(null);
      return asked.withHistory(history).withExclude(begun);
    }
  }
}
