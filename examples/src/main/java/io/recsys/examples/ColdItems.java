package io.recsys.examples;

import io.recsys.Basis;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.baseline.BiasTrainer;
import io.recsys.baseline.PopularityTrainer;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.evaluation.Candidates;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.RankingMetric;
import io.recsys.evaluation.RatingMetric;
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
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Shows what the attributes of items are worth of which a model has seen no row. Such items are
 * ranked among themselves, for half of the users; what the other half thought of them is what there
 * would be to know beside attributes.
 */
public final class ColdItems {
  private static final long SEED = 42;

  private ColdItems() {}

  /**
   * Trains on four fifths of the items of a MovieLens release, and meets the others.
   *
   * @param args the release's folder
   */
  public static void main(String[] args) throws IOException {
    Dataset data = MovieLens.read(Path.of(args[0]), ReadOptions.defaults()).dataset();
    SplitStrategy strategy = SplitStrategy.itemCold(0.2);
    Split split = strategy.split(data, SEED);
    HybridConfig config = HybridConfig.defaults().withValidation(strategy.validation());
    run(new HybridTrainer(config).train(split.train()), split, System.out);
  }

  /**
   * Measures a model of the split's training part on items without a training row, prints the
   * figures and returns the evaluations: of users' means and a drawn order, of the model without
   * and with attributes, and of what other users thought of the items.
   */
  public static List<Evaluation> run(Recommender model, Split split, PrintStream out) {
    BitSet judging = new BitSet();
    Random random = new Random(SEED);
    IntStream.range(0, split.test().users()).forEach(u -> judging.set(u, random.nextBoolean()));
    Interactions rows = newRows(split);
    Split judged = split.withTest(rows.filter(p -> judging.get(rows.user(p))));
    Dataset others = with(split.train(), rows.filter(p -> !judging.get(rows.user(p))));
    int[] items = IntStream.range(0, rows.size()).map(rows::item).distinct().sorted().toArray();
    Evaluator evaluator =
        Evaluator.defaults()
            .withRatingMetrics(List.of(RatingMetric.rmse()))
            .withRankingMetrics(List.of(RankingMetric.ndcg(10)))
            .withCatalogMetrics(List.of())
            .withCandidates(Candidates.listed("new items", user -> items));
    Recommender bias = BiasTrainer.defaults().train(split.train());
    Recommender told =
        new Parts(
            new PopularityTrainer().train(others), BiasTrainer.defaults().train(others), false);
    List<Evaluation> steps = new ArrayList<>();
    steps.add(evaluator.evaluate("user's mean", new Parts(new Drawn(), bias, false), judged));
    steps.add(evaluator.evaluate("nothing", new Parts(new Drawn(), model, true), judged));
    steps.add(evaluator.evaluate("attributes", model, judged));
    steps.add(evaluator.evaluate("ratings", told, judged));
    out.printf("%d new items%n%s", items.length, ColdStart.text(steps));
    return steps;
  }

  /** The test rows of items without a training row. */
  private static Interactions newRows(Split split) {
    Interactions train = split.train().interactions();
    BitSet known = new BitSet();
    IntStream.range(0, train.size()).forEach(position -> known.set(train.item(position)));
    Interactions test = split.test();
    return test.filter(position -> !known.get(test.item(position)));
  }

  private static Dataset with(Dataset train, Interactions added) {
    Interactions.Builder rows = Interactions.builder();
    for (Interactions part : List.of(train.interactions(), added)) {
      for (int user = 0; user < part.users(); user++) {
        for (int p = part.start(user); p < part.end(user); p++) {
          rows.add(user, part.item(p), part.value(p), part.time(p));
        }
      }
    }
    boolean timed = train.interactions().hasTimes();
    return train.withInteractions(rows.build(added.users(), added.items(), timed));
  }

  /**
   * A model that ranks and one that rates.
   *
   * @param blind whether the one that rates is not told which item it is asked about
   */
  private record Parts(Recommender ranks, Recommender rates, boolean blind) implements Recommender {
    @Override
    public Recommendations recommend(Query query) {
      return ranks.recommend(query);
    }

    @Override
    public double[] predict(String user, List<String> items) {
      // No item has the empty id.
      return rates.predict(user, blind ? Collections.nCopies(items.size(), "") : items);
    }
  }

  /** A model that knows nothing: each user gets an order drawn for that user. */
  private record Drawn() implements Recommender {
    @Override
    public Recommendations recommend(Query query) {
      Set<String> candidates = Objects.requireNonNull(query.candidates());
      // Sorted first, for a set has no order that is always the same.
      List<String> items = new ArrayList<>(new TreeSet<>(candidates));
      Collections.shuffle(items, new Random(SEED + Objects.hashCode(query.user())));
      List<Recommendation> drawn = new ArrayList<>();
      for (String item : items.subList(0, Math.min(query.k(), items.size()))) {
        int rank = drawn.size() + 1;
        drawn.add(new Recommendation(rank, item, item, List.of(), -rank, Double.NaN));
      }
      return new Recommendations(query.user(), Basis.POPULARITY, drawn);
    }

    @Override
    public double[] predict(String user, List<String> items) {
      return items.stream().mapToDouble(item -> Double.NaN).toArray();
    }
  }
}
