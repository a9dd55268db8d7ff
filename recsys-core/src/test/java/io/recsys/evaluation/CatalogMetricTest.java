package io.recsys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.recsys.SmallData;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogMetricTest {
  private static final String ITEMS = "ABCDEFGHIJ";

  static Stream<IntFunction<CatalogMetric>> metrics() {
    return Stream.of(
        CatalogMetric::coverage,
        CatalogMetric::gini,
        CatalogMetric::entropy,
        CatalogMetric::popularity,
        CatalogMetric::novelty,
        k -> CatalogMetric.novelty(k).withShare(Novelty.Share.OF_USERS),
        CatalogMetric::diversity,
        CatalogMetric::serendipity,
        k -> new Serendipity(k, false));
  }

  /** Random training rows and test rows of eight users, named u0 to u7 in an order given. */
  private static Split split(Random random, List<Integer> names) {
    StringBuilder train = new StringBuilder();
    StringBuilder test = new StringBuilder();
    for (int name : names) {
      List<String> items = new ArrayList<>(letters());
      Collections.shuffle(items, random);
      for (int i = 0; i < 6; i++) {
        StringBuilder part = i < 4 ? train : test;
        part.append('u').append(name).append(' ').append(items.get(i)).append(" 5,");
      }
    }
    return SmallData.split(train.toString(), test.toString());
  }

  private static Map<String, String> rankings(Random random, List<Integer> names) {
    Map<String, String> rankings = new HashMap<>();
    for (int name : names) {
      List<String> items = new ArrayList<>(letters());
      Collections.shuffle(items, random);
      rankings.put("u" + name, String.join("", items).substring(0, 2 + random.nextInt(6)));
    }
    return rankings;
  }

  private static Evaluation evaluate(CatalogMetric metric, int seed, List<Integer> names) {
    Split split = split(new Random(seed), names);
    return Evaluator.defaults()
        .withCatalogMetrics(List.of(metric))
        .evaluate("m", FixedRecommender.ranking(rankings(new Random(-seed), names)), split);
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void value_doesNotDependOnWhoIsWho(IntFunction<CatalogMetric> metric) {
    for (int seed = 1; seed < 20; seed++) {
      CatalogMetric at = metric.apply(1 + seed % 6 + 1);
      double value = evaluate(at, seed, List.of(0, 1, 2, 3, 4, 5, 6, 7)).value(at.name());
      double permuted = evaluate(at, seed, List.of(3, 7, 1, 0, 6, 2, 5, 4)).value(at.name());
      assertThat(permuted).as("seed %d", seed).isCloseTo(value, within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void value_ofManyListsIsTheMeanOfEach_whereItSaysSo(IntFunction<CatalogMetric> metric) {
    CatalogMetric at = metric.apply(4);
    Split split = split(new Random(1), List.of(0, 1, 2, 3));
    int[] items = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    RankedLists lists =
        RankedLists.of(
            new RankedLists.Columns(
                split.train(),
                10,
                new int[] {0, 1, 2},
                new int[] {0, 4, 6, 9},
                items,
                new java.util.BitSet(),
                CoOccurrence.of(split.train().interactions())));
    double mean = 0;
    for (int list = 0; list < 3; list++) {
      mean += at.value(lists.list(list)) / 3;
    }
    if (at.averaging() == Averaging.USERS) {
      assertThat(at.value(lists)).isCloseTo(mean, within(1e-12));
    } else {
      assertThat(at.averaging()).isEqualTo(Averaging.NONE);
    }
  }

  @Test
  void values_keepTheirBounds() {
    for (int seed = 1; seed < 50; seed++) {
      List<Integer> names = List.of(0, 1, 2, 3, 4, 5, 6, 7);
      for (String name : List.of("coverage@4", "gini@4", "diversity@4", "unexpectedness@4")) {
        CatalogMetric metric =
            metrics()
                .map(m -> m.apply(4))
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(evaluate(metric, seed, names).value(name)).as(name).isBetween(0.0, 1.0);
      }
      double entropy = evaluate(CatalogMetric.entropy(4), seed, names).value("entropy@4");
      assertThat(entropy).isBetween(0.0, Math.log(10) / Math.log(2));
    }
  }

  @Test
  void gini_isZeroForEqualShares_andNearOneForOneItem() {
    Split split = SmallData.split("v A 3, v B 3, v C 3, v D 3", "x A 5, y A 5");
    Map<String, String> equal = Map.of("x", "AB", "y", "CD");
    Map<String, String> same = Map.of("x", "A", "y", "A");
    CatalogMetric gini = new CatalogMetric.Gini(2, true);
    Evaluator evaluator = Evaluator.defaults().withCatalogMetrics(List.of(gini));
    assertThat(evaluator.evaluate("m", FixedRecommender.ranking(equal), split).value(gini.name()))
        .isZero();
    assertThat(evaluator.evaluate("m", FixedRecommender.ranking(same), split).value(gini.name()))
        .isEqualTo(1);
  }

  @Test
  void coverage_countsUsersWithoutRelevantRowsToo() {
    Split split = SmallData.split("v A 3, v B 3", "x A 5, y B 1");
    Evaluation evaluation =
        Evaluator.defaults()
            .evaluate("m", FixedRecommender.ranking(Map.of("x", "A", "y", "B")), split);
    assertThat(evaluation.value("coverage@10")).isEqualTo(1);
    assertThat(evaluation.protocol().rankedUsers()).isEqualTo(1);
  }

  @Test
  void coOccurrence_countsSharedUsers_howeverManyThereAre() {
    Random random = new Random(3);
    Interactions.Builder builder = Interactions.builder();
    int users = 2000;
    for (int user = 0; user < users; user++) {
      for (int item = 0; item < 8; item++) {
        // The first items have few users, the last many.
        if (random.nextDouble() < Math.pow(0.5, 9 - item)) {
          builder.add(user, item, 1, 0);
        }
      }
    }
    Interactions rows = builder.build(users, 8, false);
    CoOccurrence similarity = CoOccurrence.of(rows);
    for (int a = 0; a < 8; a++) {
      for (int b = 0; b < 8; b++) {
        int common = 0;
        int ofA = 0;
        int ofB = 0;
        for (int user = 0; user < users; user++) {
          common += rows.contains(user, a) && rows.contains(user, b) ? 1 : 0;
          ofA += rows.contains(user, a) ? 1 : 0;
          ofB += rows.contains(user, b) ? 1 : 0;
        }
        assertThat(similarity.popularity(a)).isEqualTo(ofA);
        assertThat(similarity.of(a, b))
            .as("%d, %d", a, b)
            .isCloseTo(common / Math.sqrt((double) ofA * ofB), within(1e-12));
      }
    }
  }

  @Test
  void diversity_byGenres_comparesTerms() {
    Split split = SmallData.split("v A 3, v B 3, v C 3", "x A 5");
    AttributeTable genres =
        AttributeTable.builder(3)
            .column("genres", AttributeTable.Type.TERMS)
            .terms("genres", 0, List.of("Drama", "War"))
            .terms("genres", 1, List.of("Drama"))
            .build();
    Dataset plain = split.train();
    Dataset described =
        new Dataset(
            plain.name(),
            plain.users(),
            plain.items(),
            plain.userAttributes(),
            genres,
            plain.interactions(),
            plain.scale());
    Diversity metric = CatalogMetric.diversity(3).withSimilarity(Diversity.By.GENRES);
    Evaluator evaluator = Evaluator.defaults().withCatalogMetrics(List.of(metric));
    FixedRecommender lists = FixedRecommender.ranking(Map.of("x", "ABC"));
    Split withGenres = new Split("s", described, split.test());
    assertThat(evaluator.evaluate("m", lists, withGenres).value("diversity-genres@3"))
        .isCloseTo(1 - Math.sqrt(0.5) / 3, within(1e-12));
    assertThat(evaluator.evaluate("m", lists, split).metrics())
        .doesNotContainKey("diversity-genres@3");
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void metrics_refuseNoPlaces(IntFunction<CatalogMetric> metric) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> metric.apply(0))
        .withMessageStartingWith("k:");
  }

  private static List<String> letters() {
    return ITEMS.chars().mapToObj(Character::toString).toList();
  }
}
