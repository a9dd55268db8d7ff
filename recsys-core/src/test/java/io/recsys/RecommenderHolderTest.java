package io.recsys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.baseline.BiasTrainer;
import io.recsys.data.Dataset;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RecommenderHolderTest extends RecommenderContract {
  private static final Path FOLDER = Path.of("models", "movies");

  @Override
  protected Recommender train(Dataset data) {
    return RecommenderHolder.of(BiasTrainer.defaults().train(data));
  }

  /** A recommender that says a score and a rating of one item. */
  private static class Fixed implements Recommender {
    private final double score;
    private final double rating;

    Fixed(double score, double rating) {
      this.score = score;
      this.rating = rating;
    }

    @Override
    public Recommendations recommend(Query query) {
      Recommendation one = new Recommendation(1, "a", "A", List.of(), score, rating);
      return new Recommendations(query.user(), Basis.POPULARITY, List.of(one));
    }

    @Override
    public double[] predict(String user, List<String> items) {
      double[] ratings = new double[items.size()];
      Arrays.fill(ratings, rating);
      return ratings;
    }
  }

  private static double answer(Recommender recommender) {
    return recommender.topK("1", 1).items().get(0).score();
  }

  /** A holder of the first, for which the folders {@code 2} and so on hold others. */
  private static RecommenderHolder holder(RecommenderHolder.Loader loader) {
    return new RecommenderHolder(new Fixed(1, 3), loader);
  }

  private static Recommender fixed(Path folder) {
    return new Fixed(Integer.parseInt(folder.toString()), 3);
  }

  @Test
  void reload_replacesTheModel_andRollbackGoesToTheOneBeforeOnce() throws IOException {
    RecommenderHolder holder = holder(RecommenderHolderTest::fixed);
    assertThatIllegalStateException()
        .isThrownBy(holder::rollback)
        .withMessageContaining("no model before");
    holder.reload(Path.of("2"));
    holder.reload(Path.of("3"));
    assertThat(answer(holder)).isEqualTo(3);
    holder.rollback();
    assertThat(answer(holder)).isEqualTo(2);
    assertThatIllegalStateException().isThrownBy(holder::rollback);
    holder.swap(new Fixed(4, Double.NaN));
    assertThat(answer(holder)).isEqualTo(4);
    holder.rollback();
    assertThat(answer(holder)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, 3, score of item 'a' is NaN",
    "Infinity, 3, score of item 'a' is Infinity",
    "1, -Infinity, rating of item 'a' is -Infinity"
  })
  void newModel_isRefused_whenItsAnswersAreNoNumbers(double score, double rating, String reason) {
    Recommender broken = new Fixed(score, rating);
    RecommenderHolder holder = holder(folder -> broken);
    Recommender before = holder.current();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> holder.swap(broken))
        .withMessageStartingWith("recommender: ")
        .withMessageContaining(reason);
    assertThatThrownBy(() -> holder.reload(FOLDER))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the model in use stays")
        .hasMessageContainingAll(FOLDER.toString(), reason);
    assertThatIllegalArgumentException().isThrownBy(() -> RecommenderHolder.of(broken));
    assertThat(holder.current()).isSameAs(before);
    assertThatIllegalStateException().isThrownBy(holder::rollback);
  }

  @Test
  void newModel_isRefused_whenItAnswersNothingOrFails() {
    RecommenderHolder holder = holder(RecommenderHolderTest::fixed);
    Recommender before = holder.current();
    Recommender silent =
        new Fixed(1, 3) {
          @Override
          public Recommendations recommend(Query query) {
            return new Recommendations(query.user(), Basis.POPULARITY, List.of());
          }
        };
    assertThatIllegalArgumentException()
        .isThrownBy(() -> holder.swap(silent))
        .withMessageContaining("recommends nothing");
    // One that fails only for someone with a history.
    Recommender failing =
        new Fixed(1, 3) {
          @Override
          public Recommendations recommend(Query query) {
            if (!query.history().isEmpty()) {
              throw new UnsupportedOperationException("no history please");
            }
            return super.recommend(query);
          }
        };
    assertThatIllegalArgumentException()
        .isThrownBy(() -> holder.swap(failing))
        .withMessageContaining("no history please")
        .withCauseInstanceOf(UnsupportedOperationException.class);
    // One that rates some items and not others.
    Recommender halfRating =
        new Fixed(1, 3) {
          @Override
          public double[] predict(String user, List<String> items) {
            return new double[] {Double.NaN};
          }
        };
    assertThatIllegalArgumentException().isThrownBy(() -> holder.swap(halfRating));
    assertThat(holder.current()).isSameAs(before);
  }

  @Test
  void reload_keepsTheModelInUse_whateverLoadingThrows() throws IOException {
    Map<Path, Throwable> faults =
        Map.of(
            Path.of("io"), new FileNotFoundException("gone"),
            Path.of("bug"), new IllegalStateException("oops"),
            Path.of("memory"), new OutOfMemoryError("Java heap space"));
    RecommenderHolder holder =
        holder(
            folder -> {
              Throwable fault = faults.get(folder);
              if (fault instanceof IOException e) {
                throw e;
              } else if (fault instanceof RuntimeException e) {
                throw e;
              } else if (fault instanceof Error e) {
                throw e;
              }
              return fixed(folder);
            });
    Recommender before = holder.current();
    for (String name : List.of("io", "bug")) {
      assertThatThrownBy(() -> holder.reload(Path.of(name)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the model in use stays, for the new one failed: " + name + ": ")
          .hasCause(faults.get(Path.of(name)));
    }
    assertThatThrownBy(() -> holder.reload(Path.of("memory"))).isInstanceOf(OutOfMemoryError.class);
    assertThat(holder.current()).isSameAs(before);
    holder.reload(Path.of("2"));
    assertThat(answer(holder)).isEqualTo(2);
  }

  @Test
  void load_saysThatThereIsNoModel() {
    assertThatThrownBy(() -> RecommenderHolder.load(FOLDER))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> RecommenderHolder.of(new Fixed(1, 3)).reload(FOLDER))
        .hasMessageStartingWith("the model in use stays")
        .hasMessageContaining("there is no such model folder")
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  @Test
  void reloads_waitForEachOther_andRollbackForNone() throws Exception {
    AtomicInteger loading = new AtomicInteger();
    List<String> loaded = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    RecommenderHolder holder =
        holder(
            folder -> {
              loaded.add(folder + " beside " + loading.getAndIncrement());
              begun.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              loading.decrementAndGet();
              return fixed(folder);
            });
    holder.swap(new Fixed(7, 3));
    List<Thread> threads = new ArrayList<>();
    for (String name : List.of("2", "3", "4")) {
      Thread thread = new Thread(() -> reload(holder, name));
      thread.start();
      threads.add(thread);
      begun.await();
      // Those who wait get their turn in the order in which they came.
      while (threads.size() > 1 && thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    assertThat(answer(holder)).isEqualTo(7);
    holder.rollback();
    assertThat(answer(holder)).isEqualTo(1);
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(loaded).containsExactly("2 beside 0", "3 beside 0", "4 beside 0");
    assertThat(answer(holder)).isEqualTo(4);
    holder.rollback();
    assertThat(answer(holder)).isEqualTo(3);
  }

  private static void reload(RecommenderHolder holder, String folder) {
    try {
      holder.reload(Path.of(folder));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void answerInFlight_comesFromTheModelItBeganWith() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch swapped = new CountDownLatch(1);
    Recommender slow =
        new Fixed(5, 3) {
          @Override
          public Recommendations recommend(Query query) {
            if ("slow".equals(query.user())) {
              asked.countDown();
              try {
                swapped.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            }
            return super.recommend(query);
          }
        };
    RecommenderHolder holder = RecommenderHolder.of(slow);
    Map<String, Double> answers = new ConcurrentHashMap<>();
    Thread asker =
        new Thread(() -> answers.put("slow", holder.topK("slow", 1).items().get(0).score()));
    asker.start();
    asked.await();
    holder.swap(new Fixed(6, 3));
    assertThat(answer(holder)).isEqualTo(6);
    swapped.countDown();
    asker.join();
    assertThat(answers).containsEntry("slow", 5.0);
  }

  /** A default method of the interface would ask the holder twice, or leave the model's out. */
  @Test
  void holder_hasEveryMethodOfARecommender() throws NoSuchMethodException {
    for (Method method : Recommender.class.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        Method own =
            RecommenderHolder.class.getMethod(method.getName(), method.getParameterTypes());
        assertThat(own.getDeclaringClass()).as("%s", method).isEqualTo(RecommenderHolder.class);
      }
    }
  }
}
