package io.recsys.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoDatasetTest {
  @Test
  void generate_sameSeedSameData() {
    assertThat(DemoDataset.generate(7)).isEqualTo(DemoDataset.generate(7));
    assertThat(DemoDataset.generate(7)).isNotEqualTo(DemoDataset.generate(8));
  }

  @Test
  void generate_givesTheSameDataAsEver() {
    Interactions ratings = DemoDataset.generate(42).interactions();
    long hash = 0;
    for (int position = 0; position < ratings.size(); position++) {
      hash = 31 * hash + ratings.item(position);
      hash = 31 * hash + (long) ratings.value(position);
      hash = 31 * hash + ratings.time(position);
    }
    assertThat(hash).isEqualTo(-8996088310964795399L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 42, -5})
  void generate_looksLikeRatings(long seed) {
    Dataset data = DemoDataset.generate(seed);
    Interactions ratings = data.interactions();

    assertThat(data.users().size()).isEqualTo(600);
    assertThat(data.items().size()).isEqualTo(500);
    assertThat(ratings.size()).isBetween(39_000, 51_000);
    assertThat(ratings.meanValue()).isBetween(3.3, 3.9);
    long first = Instant.parse("2022-01-01T00:00:00Z").getEpochSecond();
    long last = Instant.parse("2024-01-02T00:00:00Z").getEpochSecond();
    int[] counts = new int[500];
    int[] stars = new int[6];
    for (int position = 0; position < ratings.size(); position++) {
      counts[ratings.item(position)]++;
      stars[(int) ratings.value(position)]++;
      assertThat(ratings.time(position)).isBetween(first, last);
    }
    Arrays.sort(counts);
    int head = Arrays.stream(counts, 450, 500).sum();
    assertThat((double) head / ratings.size()).as("share of the top tenth").isBetween(0.19, 0.4);
    int tail = Arrays.stream(counts, 0, 50).sum();
    assertThat((double) tail / ratings.size()).as("share of the last tenth").isLessThan(0.05);
    for (int star = 1; star <= 5; star++) {
      assertThat(stars[star]).as("ratings of %d stars", star).isGreaterThan(ratings.size() / 50);
    }
  }

  @Test
  void generate_describesEverybodyAndEverything() {
    Dataset data = DemoDataset.generate(3);
    Set<String> titles = new HashSet<>();
    for (int item = 0; item < data.items().size(); item++) {
      assertThat(data.itemAttributes().text(MovieLens.TITLE, item))
          .matches("[\\w' ]+ \\((19|20)\\d\\d\\)");
      titles.add(String.valueOf(data.itemAttributes().text(MovieLens.TITLE, item)));
      assertThat(data.itemAttributes().terms(MovieLens.GENRES, item)).hasSizeBetween(1, 3);
      assertThat(data.itemAttributes().number(MovieLens.RELEASE, item))
          .isLessThan((double) Instant.parse("2022-01-01T00:00:00Z").getEpochSecond());
    }
    assertThat(titles).hasSize(500);
    for (int user = 0; user < data.users().size(); user++) {
      assertThat(data.userAttributes().number(MovieLens.AGE, user)).isBetween(15.0, 80.0);
      assertThat(data.userAttributes().text(MovieLens.GENDER, user)).isIn("F", "M");
      assertThat(data.userAttributes().text(MovieLens.OCCUPATION, user)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 42})
  void generate_letsAPersonalRankingBeatPopularity(long seed) {
    DemoRanking ranking = new DemoRanking(DemoDataset.generate(seed), seed);
    double popularity = ranking.ndcg(ranking.popularity());
    double ease = ranking.ndcg(ranking.ease(100));
    System.out.printf(
        "demo, seed %d: NDCG@10 popularity %.3f, EASE %.3f%n", seed, popularity, ease);
    assertThat(ease).isGreaterThan(2 * popularity);
  }

  @Test
  void generate_hasRealisticNoise() {
    Dataset data = DemoDataset.generate(5);
    DemoDataset truth = new DemoDataset(DemoDataset.Size.defaults(), 5);
    Interactions ratings = data.interactions();
    double square = 0;
    for (int user = 0; user < 600; user++) {
      for (int position = ratings.start(user); position < ratings.end(user); position++) {
        double planted = data.scale().clip(truth.stars(user, ratings.item(position)));
        double error = ratings.value(position) - planted;
        square += error * error;
      }
    }
    double rmse = Math.sqrt(square / ratings.size());
    assertThat(rmse).as("RMSE of one who knows the truth").isCloseTo(0.82, within(0.04));
  }

  @Test
  void generate_takesOtherSizes() {
    Dataset data = DemoDataset.generate(new DemoDataset.Size(40, 30, 300), 1);
    assertThat(data.users().size()).isEqualTo(40);
    assertThat(data.items().size()).isEqualTo(30);
    assertThat(data.interactions().size()).isBetween(200, 400);
    assertThatThrownBy(() -> new DemoDataset.Size(10, 10, 90))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ratings: 90");
    Dataset many = DemoDataset.generate(new DemoDataset.Size(10, 7000, 1000), 1);
    Set<String> titles = new HashSet<>();
    for (int item = 0; item < 7000; item++) {
      titles.add(String.valueOf(many.itemAttributes().text(MovieLens.TITLE, item)));
    }
    assertThat(titles).hasSizeGreaterThan(6990);
  }

  /** Two plain rankers on a random 80/20 split, to see what the data holds. */
  private static final class DemoRanking {
    private final int items;
    private final int users;
    private final boolean[][] train;
    private final boolean[][] relevant;

    DemoRanking(Dataset data, long seed) {
      items = data.items().size();
      users = data.users().size();
      train = new boolean[users][items];
      relevant = new boolean[users][items];
      Random random = new Random(seed);
      Interactions ratings = data.interactions();
      for (int user = 0; user < users; user++) {
        for (int position = ratings.start(user); position < ratings.end(user); position++) {
          if (random.nextDouble() < 0.8) {
            train[user][ratings.item(position)] = true;
          } else {
            relevant[user][ratings.item(position)] = ratings.value(position) >= 4;
          }
        }
      }
    }

    double[][] popularity() {
      double[] counts = new double[items];
      for (boolean[] row : train) {
        for (int item = 0; item < items; item++) {
          counts[item] += row[item] ? 1 : 0;
        }
      }
      double[][] scores = new double[users][];
      Arrays.fill(scores, counts);
      return scores;
    }

    /** Steck, Embarrassingly shallow autoencoders, 2019. */
    double[][] ease(double lambda) {
      double[][] p = new double[items][items];
      for (boolean[] row : train) {
        for (int i = 0; i < items; i++) {
          for (int j = 0; row[i] && j < items; j++) {
            p[i][j] += row[j] ? 1 : 0;
          }
        }
      }
      for (int i = 0; i < items; i++) {
        p[i][i] += lambda;
      }
      invert(p);
      double[][] scores = new double[users][items];
      for (int user = 0; user < users; user++) {
        for (int i = 0; i < items; i++) {
          for (int j = 0; train[user][i] && j < items; j++) {
            scores[user][j] += i == j ? 0 : -p[i][j] / p[j][j];
          }
        }
      }
      return scores;
    }

    private static void invert(double[][] a) {
      int n = a.length;
      for (int k = 0; k < n; k++) {
        double pivot = 1 / a[k][k];
        a[k][k] = 1;
        for (int j = 0; j < n; j++) {
          a[k][j] *= pivot;
        }
        for (int i = 0; i < n; i++) {
          if (i != k) {
            double factor = a[i][k];
            a[i][k] = 0;
            for (int j = 0; j < n; j++) {
              a[i][j] -= factor * a[k][j];
            }
          }
        }
      }
    }

    double ndcg(double[][] scores) {
      double sum = 0;
      int counted = 0;
      for (int user = 0; user < users; user++) {
        double[] score = scores[user].clone();
        int wanted = 0;
        for (int item = 0; item < items; item++) {
          score[item] = train[user][item] ? Double.NEGATIVE_INFINITY : score[item];
          wanted += relevant[user][item] ? 1 : 0;
        }
        double gain = 0;
        double ideal = 0;
        for (int rank = 1; rank <= 10; rank++) {
          int best = 0;
          for (int item = 1; item < items; item++) {
            best = score[item] > score[best] ? item : best;
          }
          score[best] = Double.NEGATIVE_INFINITY;
          double discount = Math.log(2) / Math.log(rank + 1);
          gain += relevant[user][best] ? discount : 0;
          ideal += rank <= wanted ? discount : 0;
        }
        if (wanted > 0) {
          sum += gain / ideal;
          counted++;
        }
      }
      return sum / counted;
    }
  }
}
