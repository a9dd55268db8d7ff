package io.recsys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import es.uam.eps.ir.ranksys.core.Recommendation;
import es.uam.eps.ir.ranksys.core.preference.PreferenceData;
import es.uam.eps.ir.ranksys.core.preference.SimplePreferenceData;
import es.uam.eps.ir.ranksys.diversity.sales.metrics.Entropy;
import es.uam.eps.ir.ranksys.diversity.sales.metrics.GiniIndex;
import es.uam.eps.ir.ranksys.metrics.RecommendationMetric;
import es.uam.eps.ir.ranksys.metrics.SystemMetric;
import es.uam.eps.ir.ranksys.metrics.basic.AveragePrecision;
import es.uam.eps.ir.ranksys.metrics.basic.NDCG;
import es.uam.eps.ir.ranksys.metrics.basic.Precision;
import es.uam.eps.ir.ranksys.metrics.basic.Recall;
import es.uam.eps.ir.ranksys.metrics.basic.ReciprocalRank;
import es.uam.eps.ir.ranksys.metrics.rel.BinaryRelevanceModel;
import io.recsys.SmallData;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jooq.lambda.tuple.Tuple;
import org.jooq.lambda.tuple.Tuple3;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ranksys.core.util.tuples.Tuple2od;

/** Holds our metrics to those of RankSys 0.4.3 on random lists and ratings. */
class RankSysOracleTest {
  private static final String ITEMS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int USERS = 40;
  private static final int THRESHOLD = 3;

  private final Map<String, String> rankings = new HashMap<>();
  private final List<Tuple3<String, String, Double>> ratings = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void rankingMetrics_agreeWithRankSys(int seed) {
    Split split = draw(new Random(seed), 0);
    int k = 1 + seed * 2;
    Evaluation ours =
        Evaluator.defaults()
            .withRankingMetrics(
                List.of(
                    RankingMetric.precision(k),
                    RankingMetric.recall(k),
                    RankingMetric.mrr(k),
                    RankingMetric.map(k),
                    RankingMetric.ndcg(k).withGain(Ndcg.Gain.EXPONENTIAL_RELEVANT)))
            .withRelevantFrom(THRESHOLD)
            .evaluate("random", FixedRecommender.ranking(rankings), split);
    PreferenceData<String, String> data = SimplePreferenceData.load(ratings.stream());
    BinaryRelevanceModel<String, String> relevance =
        new BinaryRelevanceModel<>(false, data, THRESHOLD);
    check(ours, "precision@" + k, new Precision<>(k, relevance));
    check(ours, "recall@" + k, new Recall<>(k, relevance));
    check(ours, "mrr@" + k, new ReciprocalRank<>(k, relevance));
    check(ours, "map@" + k, new AveragePrecision<>(k, relevance));
    check(
        ours,
        "ndcg-exp-relevant@" + k,
        new NDCG<>(k, new NDCG.NDCGRelevanceModel<>(false, data, THRESHOLD)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void catalogMetrics_agreeWithRankSys(int seed) {
    int k = 1 + seed;
    // RankSys takes a shorter list for one of k places.
    Split split = draw(new Random(seed), k);
    Evaluation ours =
        Evaluator.defaults()
            .withCatalogMetrics(List.of(CatalogMetric.entropy(k), new CatalogMetric.Gini(k, true)))
            .evaluate("random", FixedRecommender.ranking(rankings), split);
    assertThat(ours.value("entropy@" + k)).isCloseTo(system(ours, new Entropy<>(k)), within(1e-9));
    assertThat(1 - ours.value("gini-corrected@" + k))
        .isCloseTo(system(ours, new GiniIndex<>(k, ITEMS.length())), within(1e-9));
  }

  private void check(Evaluation ours, String name, RecommendationMetric<String, String> theirs) {
    double[] values = ours.perUser(name);
    for (int user = 0; user < values.length; user++) {
      if (!Double.isNaN(values[user])) {
        String id = ours.users().get(user);
        assertThat(values[user])
            .as("%s of %s", name, id)
            .isCloseTo(theirs.evaluate(recommendation(id)), within(1e-9));
      }
    }
  }

  private double system(Evaluation ours, SystemMetric<String, String> theirs) {
    ours.users().forEach(user -> theirs.add(recommendation(user)));
    return theirs.evaluate();
  }

  private Recommendation<String, String> recommendation(String user) {
    List<Tuple2od<String>> items = new ArrayList<>();
    String ranking = rankings.getOrDefault(user, "");
    for (int place = 0; place < ranking.length(); place++) {
      items.add(new Tuple2od<>(ranking.substring(place, place + 1), -place));
    }
    return new Recommendation<>(user, items);
  }

  private Split draw(Random random, int shortest) {
    StringBuilder test = new StringBuilder();
    for (int user = 0; user < USERS; user++) {
      List<String> items = new ArrayList<>(letters());
      Collections.shuffle(items, random);
      rankings.put(
          "u" + user,
          String.join("", items)
              .substring(0, shortest + random.nextInt(ITEMS.length() - shortest)));
      Collections.shuffle(items, random);
      for (String item : items.subList(0, 1 + random.nextInt(12))) {
        int rating = 1 + random.nextInt(5);
        test.append("u").append(user).append(' ').append(item).append(' ').append(rating);
        test.append(',');
        ratings.add(Tuple.tuple("u" + user, item, (double) rating));
      }
    }
    StringBuilder train = new StringBuilder();
    for (String item : letters()) {
      train.append("someone ").append(item).append(" 3,");
    }
    return SmallData.split(train.toString(), test.toString());
  }

  private static List<String> letters() {
    return ITEMS.chars().mapToObj(Character::toString).toList();
  }
}
