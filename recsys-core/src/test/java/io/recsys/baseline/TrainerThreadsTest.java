package io.recsys.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.Query;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.data.Dataset;
import io.recsys.source.DemoDataset;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One seed gives one model, bit for bit, on any number of threads. */
class TrainerThreadsTest {
  private static final Dataset DATA = DemoDataset.generate(3);

  @ParameterizedTest
  @MethodSource
  void train_givesOneModelOnAnyNumberOfThreads(RecommenderTrainer trainer) {
    List<Recommendations> expected = answers(trainer, 1);
    assertThat(answers(trainer, 1)).isEqualTo(expected);
    assertThat(answers(trainer, 7)).isEqualTo(expected);
  }

  static Stream<RecommenderTrainer> train_givesOneModelOnAnyNumberOfThreads() {
    return Stream.of(
        new PopularityTrainer(),
        BiasTrainer.defaults(),
        ItemKnnTrainer.defaults(),
        EaseTrainer.defaults(),
        AlsTrainer.defaults().withEmbeddingSize(8).withRounds(2),
        ImplicitAlsTrainer.defaults().withEmbeddingSize(8).withRounds(2));
  }

  private static List<Recommendations> answers(RecommenderTrainer trainer, int threads) {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      // A parallel stream begun by a pool's thread runs in that pool.
      Recommender recommender = pool.submit(() -> trainer.train(DATA)).join();
      return DATA.users().ids().stream()
          .limit(50)
          .map(user -> recommender.recommend(Query.forUser(user).withK(100)))
          .toList();
    } finally {
      pool.shutdown();
    }
  }
}
