package io.recsys.examples;

import io.recsys.Query;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.baseline.AlsTrainer;
import io.recsys.baseline.EaseTrainer;
import io.recsys.baseline.PopularityTrainer;
import io.recsys.data.Dataset;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.PairedTest;
import io.recsys.evaluation.RankingMetric;
import io.recsys.evaluation.RatingMetric;
import io.recsys.examples.report.Curves;
import io.recsys.source.MovieLens;
import io.recsys.source.ReadOptions;
import io.recsys.split.CrossValidation;
import io.recsys.split.Leak;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Shows what is worth knowing of someone whom a model was not trained on, a step at a time:
 * nothing, attributes, then up to twenty ratings. Every step is judged by the same other ratings of
 * the same users, and tested against the step before it.
 */
public final class ColdStart {
  private static final long SEED = 42;
  private static final int FOLDS = 5;
  private static final int[] RATINGS = {1, 3, 5, 10, ToldRatings.MOST};
  private static final String RMSE = "rmse";
  private static final String NDCG = "ndcg@10";

  private ColdStart() {}

  /** Which ratings are told, and which judge. */
  public enum Telling {
    /** Told are ratings drawn from all of a user's, and all others judge. */
    AT_RANDOM,
    /** Told are the user's first in time, and all later ones judge. */
    FIRST,
    /** Told are the user's first in time, and the twenty after them judge. */
    FIRST_THEN_NEXT
  }

  /**
   * Trains on four fifths of the users of a MovieLens release, and meets the others.
   *
   * @param args the release's folder, then in any order {@code folds} to meet all users, each by a
   *     model trained on the four fifths of a fold, {@code no-hybrid} to leave the slowest model
   *     out, {@code random} to leave out what is told in time, for data without true times, and the
   *     name of a PNG file to draw the curves in
   */
  public static void main(String[] args) throws IOException {
    List<String> options = List.of(args).subList(1, args.length);
    Dataset data = MovieLens.read(Path.of(args[0]), ReadOptions.defaults()).dataset();
    List<Split> splits =
        options.contains("folds")
            ? CrossValidation.ofUsers(FOLDS, SEED).splits(data).toList()
            : List.of(SplitStrategy.userCold(0.2).split(data, SEED));
    Split split = splits.size() == 1 ? splits.get(0) : everybody(data);
    Map<String, Function<String, Recommender>> models = new LinkedHashMap<>();
    for (RecommenderTrainer trainer : trainers(!options.contains("no-hybrid"))) {
      models.put(trainer.name(), trainedOnOthers(trainer, splits));
    }
    List<Curves> curves = new ArrayList<>();
    for (Telling telling : Telling.values()) {
      if (telling == Telling.AT_RANDOM || !options.contains("random")) {
        Map<String, List<Evaluation>> climbed = run(models, split, telling, System.out);
        curves.add(curves(NDCG, telling, climbed));
        curves.add(curves(RMSE, telling, climbed));
      }
    }
    for (String option : options) {
      if (option.endsWith(".png")) {
        Curves.figure("What is told of someone new: " + data.name(), curves).write(Path.of(option));
      }
    }
  }

  private static List<RecommenderTrainer> trainers(boolean hybrid) {
    List<RecommenderTrainer> trainers = new ArrayList<>();
    if (hybrid) {
      // Random rows, for ratings told at random have no order to learn from.
      trainers.add(
          new HybridTrainer(HybridConfig.defaults().withValidation(SplitStrategy.random(0.9))));
    }
    trainers.add(AlsTrainer.defaults());
    trainers.add(EaseTrainer.defaults());
    trainers.add(new PopularityTrainer());
    return trainers;
  }

  /** All rows to be judged by: no model that is asked has met their users. */
  private static Split everybody(Dataset data) {
    return new Split(
        "user-folds(" + FOLDS + ")",
        data.withInteractions(data.interactions().filter(position -> false)),
        data.interactions(),
        Leak.FUTURE_OF_OTHERS,
        SEED);
  }

  /** Trains on every split; gives for a user the model that has not met that one. */
  static Function<String, Recommender> trainedOnOthers(
      RecommenderTrainer trainer, List<Split> splits) {
    List<Recommender> trained = splits.stream().map(split -> trainer.train(split.train())).toList();
    return user -> {
      int index = splits.get(0).train().users().indexOf(user);
      return IntStream.range(0, splits.size())
          .filter(fold -> splits.get(fold).train().interactions().count(index) == 0)
          .mapToObj(trained::get)
          .findFirst()
          .orElseThrow();
    };
  }

  /**
   * Measures models on a split's users without a training row, prints the figures and returns the
   * evaluations by model, from nothing known to all.
   *
   * @param models for a user, the model of a name that was not trained on that one
   */
  public static Map<String, List<Evaluation>> run(
      Map<String, Function<String, Recommender>> models,
      Split split,
      Telling telling,
      PrintStream out) {
    ToldRatings told = ToldRatings.of(split, telling);
    Evaluator evaluator =
        Evaluator.defaults()
            .withRatingMetrics(List.of(RatingMetric.rmse()))
            .withRankingMetrics(List.of(RankingMetric.ndcg(10)))
            .withCatalogMetrics(List.of());
    Map<String, List<Evaluation>> climbed = new LinkedHashMap<>();
    models.forEach(
        (name, trained) -> {
          List<Evaluation> steps = new ArrayList<>();
          steps.add(
              evaluator.evaluate("nothing", new Asking(trained, told, 0, false), told.judged()));
          steps.add(
              evaluator.evaluate("attributes", new Asking(trained, told, 0, true), told.judged()));
          for (int count : RATINGS) {
            String step = count + (count == 1 ? " rating" : " ratings");
            steps.add(
                evaluator.evaluate(step, new Asking(trained, told, count, true), told.judged()));
          }
          out.printf("%s, told %s%n%s%n", name, telling, text(steps));
          climbed.put(name, steps);
        });
    return climbed;
  }

  /** A model that is told something of whom it is asked about, and recommends nothing told. */
  private record Asking(
      Function<String, Recommender> models, ToldRatings told, int count, boolean attributes)
      implements Recommender {
    @Override
    public Recommendations recommend(Query query) {
      return models.apply(Objects.requireNonNull(query.user())).recommend(asked(query));
    }

    @Override
    public double[] predict(String user, List<String> items) {
      return models.apply(user).predict(asked(Query.forUser(user)), items);
    }

    private Query asked(Query query) {
      String user = Objects.requireNonNull(query.user());
      // The data holds the attributes of its users, also of those without a row.
      return query
          .withUser(attributes ? user : null)
          .withHistory(told.ratings(user, count))
          .withExclude(told.items(user));
    }
  }

  /** A line for each step, with how far it is from the one before and how likely by chance. */
  static String text(List<Evaluation> steps) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      Evaluation step = steps.get(i);
      text.append(String.format(Locale.ROOT, "%-12s", step.model()));
      for (String metric : List.of(RMSE, NDCG)) {
        if (step.metrics().containsKey(metric)) {
          String change = i == 0 ? "" : change(PairedTest.of(step, steps.get(i - 1), metric));
          text.append(
              String.format(Locale.ROOT, "%9s %.4f %-19s", metric, step.value(metric), change));
        }
      }
      text.append(System.lineSeparator());
    }
    Evaluation any = steps.get(0);
    return text
        + String.format(
            Locale.ROOT,
            "%d ratings of %d users judge, of whom %d have a relevant one%n",
            any.protocol().testRows(),
            any.users().size(),
            any.protocol().rankedUsers());
  }

  private static String change(PairedTest test) {
    return test.pValue() < 0.001
        ? String.format(Locale.ROOT, "%+.4f (p < 0.001)", test.difference())
        : String.format(Locale.ROOT, "%+.4f (p = %.3f)", test.difference(), test.pValue());
  }

  /** A metric of every model that has it, by the number of ratings told beside attributes. */
  private static Curves curves(
      String metric, Telling telling, Map<String, List<Evaluation>> climbed) {
    Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
    climbed.forEach(
        (model, steps) -> {
          Map<Double, Double> line = new TreeMap<>();
          for (int i = 1; i < steps.size() && steps.get(i).metrics().containsKey(metric); i++) {
            line.put(i == 1 ? 0.0 : RATINGS[i - 2], steps.get(i).value(metric));
          }
          if (!line.isEmpty()) {
            lines.put(model, line);
          }
        });
    String how =
        switch (telling) {
          case AT_RANDOM -> "told at random";
          case FIRST -> "told first in time, judged by the rest";
          case FIRST_THEN_NEXT -> "told first in time, judged by the next 20";
        };
    return new Curves(metric + ", " + how, "ratings told", lines);
  }
}
