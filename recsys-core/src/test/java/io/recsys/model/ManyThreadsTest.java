package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.Query;
import io.recsys.Questions;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.RecommenderHolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recommenders asked by many threads, of which each answer must be one of a single thread's. */
@Timeout(120)
class ManyThreadsTest {
  private static final HybridRecommender FIRST = DrawnHybrid.ofHistories(1);

  /** Another model of the same users and items. */
  private static final HybridRecommender SECOND = DrawnHybrid.ofHistories(2);

  private static final Questions QUESTIONS =
      Questions.drawn(FIRST.model().data().users().ids(), FIRST.model().data().items().ids(), 3);

  @TempDir private Path temporary;

  /** Runs for as long as the threads are to ask. */
  private static void pause() throws InterruptedException {
    Thread.sleep(300);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void answers_areThoseOfOneThread(long seed) throws Exception {
    for (HybridRecommender model : List.of(DrawnHybrid.of(seed), DrawnHybrid.ofHistories(seed))) {
      List<Object> expected = QUESTIONS.ask(model);
      int[] counts = QUESTIONS.ask(model, List.of(expected), ManyThreadsTest::pause);
      assertThat(counts[0]).isGreaterThan(100);
      assertThat(counts[1]).isZero();
    }
  }

  @Test
  void answers_ofAHolderAreThoseOfOneModel_howeverOftenItIsReplaced() throws Exception {
    List<List<Object>> expected = List.of(QUESTIONS.ask(FIRST), QUESTIONS.ask(SECOND));
    RecommenderHolder holder = RecommenderHolder.of(FIRST);
    int[] counts =
        QUESTIONS.ask(
            holder,
            expected,
            () -> {
              for (int i = 0; i < 10; i++) {
                holder.swap(SECOND);
                holder.rollback();
                holder.swap(i % 2 == 0 ? SECOND : FIRST);
              }
            });
    assertThat(counts[0]).isPositive();
    assertThat(counts[1]).isPositive();
    assertThat(counts[2]).isZero();
  }

  @Test
  void answers_stay_whileReloadsFail() throws Exception {
    Path damaged = temporary.resolve("damaged");
    SECOND.save(damaged);
    Files.write(damaged.resolve("items.csv"), new byte[9]);
    RecommenderHolder holder = RecommenderHolder.of(FIRST);
    int[] failures = {0};
    int[] counts =
        QUESTIONS.ask(
            holder,
            List.of(QUESTIONS.ask(FIRST), QUESTIONS.ask(SECOND)),
            () -> {
              for (int i = 0; i < 20; i++) {
                try {
                  holder.reload(damaged);
                } catch (IOException e) {
                  assertThat(e).hasMessageStartingWith("the model in use stays");
                  assertThat(e).hasCauseInstanceOf(ModelFormatException.class);
                  failures[0]++;
                }
              }
            });
    assertThat(failures[0]).isEqualTo(20);
    assertThat(counts[0]).isPositive();
    assertThat(counts[1] + counts[2]).isZero();
    assertThat(holder.current()).isSameAs(FIRST);
  }

  @Test
  void reloads_fromManyThreads_endWithTwoWholeModels() throws Exception {
    Path one = temporary.resolve("one");
    Path two = temporary.resolve("two");
    FIRST.save(one);
    SECOND.save(two);
    List<List<Object>> expected = List.of(QUESTIONS.ask(FIRST), QUESTIONS.ask(SECOND));
    RecommenderHolder holder = RecommenderHolder.load(one);
    int[] counts =
        QUESTIONS.ask(
            holder,
            expected,
            () -> {
              List<Callable<Object>> reloads = new ArrayList<>();
              for (int i = 0; i < 8; i++) {
                Path folder = i % 2 == 0 ? two : one;
                reloads.add(
                    () -> {
                      holder.reload(folder);
                      return "done";
                    });
              }
              ExecutorService threads = Executors.newFixedThreadPool(4);
              try {
                for (Future<Object> done : threads.invokeAll(reloads)) {
                  assertThat(done.get()).isEqualTo("done");
                }
              } finally {
                threads.shutdownNow();
              }
            });
    assertThat(counts[2]).isZero();
    assertThat(QUESTIONS.ask(holder)).isIn(expected);
    holder.rollback();
    assertThat(QUESTIONS.ask(holder)).isIn(expected);
  }

  /** What many threads must not share: working memory. */
  private static final class SharedScratch implements Recommender {
    private final Recommender model;
    private final double[] scratch = new double[100];

    SharedScratch(Recommender model) {
      this.model = model;
    }

    @Override
    public Recommendations recommend(Query query) {
      return model.recommend(query);
    }

    @Override
    public double[] predict(String user, List<String> items) {
      double[] ratings = model.predict(user, items);
      System.arraycopy(ratings, 0, scratch, 0, ratings.length);
      LockSupport.parkNanos(1);
      return Arrays.copyOf(scratch, ratings.length);
    }
  }

  @Test
  void askingFindsSharedMemory() throws Exception {
    Recommender broken = new SharedScratch(FIRST);
    List<Object> expected = QUESTIONS.ask(broken);
    int[] counts = QUESTIONS.ask(broken, List.of(expected), ManyThreadsTest::pause);
    assertThat(counts[1]).isPositive();
  }

  /** A holder whose answer takes its ratings from whatever model is there when it needs them. */
  private static final class TornHolder implements Recommender {
    private final RecommenderHolder models;

    TornHolder(RecommenderHolder models) {
      this.models = models;
    }

    @Override
    public Recommendations recommend(Query query) {
      Recommendations ranked = models.recommend(query);
      LockSupport.parkNanos(1);
      List<Recommendation> rated = new ArrayList<>();
      for (Recommendation found : ranked) {
        double rating = models.predict(query, List.of(found.item()))[0];
        rated.add(
            new Recommendation(
                found.rank(), found.item(), found.title(), found.genres(), found.score(), rating));
      }
      return new Recommendations(ranked.user(), ranked.basis(), rated);
    }

    @Override
    public double[] predict(String user, List<String> items) {
      return models.predict(user, items);
    }
  }

  @Test
  void askingFindsAnAnswerOfTwoModels() throws Exception {
    RecommenderHolder models = RecommenderHolder.of(FIRST);
    Recommender torn = new TornHolder(models);
    List<List<Object>> expected = new ArrayList<>();
    for (HybridRecommender model : List.of(FIRST, SECOND)) {
      expected.add(QUESTIONS.ask(new TornHolder(RecommenderHolder.of(model))));
    }
    int[] counts =
        QUESTIONS.ask(
            torn,
            expected,
            () -> {
              for (int i = 0; i < 10; i++) {
                models.swap(i % 2 == 0 ? SECOND : FIRST);
              }
            });
    assertThat(counts[2]).isPositive();
  }
}
