package io.recsys.evaluation;

import io.recsys.Query;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.baseline.BiasTrainer;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.split.Split;
import java.util.List;
import java.util.Random;

/** Trainers with a leak planted in each, to try an audit on. */
final class PlantedTrainers {
  private PlantedTrainers() {}

  /** Trains the bias model on the test rows too. */
  static RecommenderTrainer onTestRows(Split split) {
    return named(
        "on-test-rows",
        data -> {
          Interactions.Builder rows = Interactions.builder();
          for (Interactions part : List.of(data.interactions(), split.test())) {
            for (int row = 0; row < part.size(); row++) {
              rows.add(part.user(row), part.item(row), part.value(row), part.time(row));
            }
          }
          Interactions all = rows.build(data.users().size(), data.items().size(), true);
          return BiasTrainer.defaults().train(data.withInteractions(all));
        });
  }

  /** Trains the bias model as it should, and looks test ratings up where it can. */
  static RecommenderTrainer knowingTestRatings(Split split) {
    return named(
        "knowing-test-ratings",
        data -> new Knowing(BiasTrainer.defaults().train(data), data, split.test()));
  }

  /** Trains the bias model with the shrinkage that is best on the test part. */
  static RecommenderTrainer pickingOnTest(Split split) {
    BiasTrainer best = BiasTrainer.defaults();
    double least = Double.POSITIVE_INFINITY;
    for (double shrinkage : new double[] {0, 1, 3, 10, 30, 100, 1000}) {
      BiasTrainer trainer = BiasTrainer.defaults().withItemShrinkage(shrinkage);
      double rmse =
          Evaluator.defaults()
              .withRankingMetrics(List.of())
              .evaluate("bias", trainer.train(split.train()), split)
              .value("rmse");
      if (rmse < least) {
        least = rmse;
        best = trainer;
      }
    }
    return best;
  }

  /** Trains another model each time, honestly. */
  static RecommenderTrainer unsteady() {
    Random random = new Random(1);
    return named(
        "unsteady",
        data -> BiasTrainer.defaults().withUserShrinkage(1 + random.nextInt(1000)).train(data));
  }

  private static RecommenderTrainer named(String name, Training training) {
    return new RecommenderTrainer() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Recommender train(Dataset data) {
        return training.train(data);
      }
    };
  }

  /** The training of a trainer. */
  private interface Training {
    Recommender train(Dataset data);
  }

  /** A model that answers test rows from memory. */
  private record Knowing(Recommender honest, Dataset data, Interactions test)
      implements Recommender {
    @Override
    public Recommendations recommend(Query query) {
      return honest.recommend(query);
    }

    @Override
    public double[] predict(String user, List<String> items) {
      double[] ratings = honest.predict(user, items);
      int index = data.users().indexOf(user);
      for (int i = 0; i < ratings.length; i++) {
        for (int row = test.start(index); row < test.end(index); row++) {
          if (data.items().id(test.item(row)).equals(items.get(i))) {
            ratings[i] = test.value(row);
          }
        }
      }
      return ratings;
    }
  }
}
