package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Basis;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.feature.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a history that a query brings along changes. */
class FoldInTest {
  @TempDir private Path temporary;

  @Test
  void add_isTheWeightedSumOfBothEmbeddings() {
    float[] implicit = {1, 2, 10, 20, 100, 200};
    float[] explicit = {1, 0, 0, 1, 1, 1};
    float[] vectors = {0, 0, 5, 5};
    History history = History.of(new int[] {0, 2}, new float[] {5, 2}, new long[2]);
    new FoldIn(implicit, explicit, new float[0], 0, 2).add(history, 3, vectors, 2);
    // (1 + 100 + 2 * 1 - 1 * 1) / sqrt(2) and (2 + 200 + 2 * 0 - 1 * 1) / sqrt(2), beside the 5.
    assertThat(vectors)
        .containsExactly(
            new float[] {0, 0, (float) (5 + 102 / Math.sqrt(2)), (float) (5 + 201 / Math.sqrt(2))},
            within(1e-4f));
  }

  @Test
  void add_toAVectorWithAHistory_isTheSumOverBoth() {
    float[] implicit = {1, 2, 10, 20, 100, 200};
    float[] recent = {3, 5, 30, 50, 300, 500};
    FoldIn foldIn = new FoldIn(implicit, new float[6], recent, 0.5, 2);
    History all = History.of(new int[] {0, 1, 2}, new float[3], new long[3]);
    float[] whole = new float[2];
    foldIn.add(all, 0, whole, 0);
    float[] wholeRecent = new float[2];
    foldIn.addRecent(all, wholeRecent, 0);
    History former = History.of(new int[] {0, 1}, new float[2], new long[2]);
    float[] parts = new float[2];
    float[] recentParts = new float[2];
    foldIn.add(former, 0, parts, 0);
    foldIn.addRecent(former, recentParts, 0);
    History latter = History.of(new int[] {2}, new float[1], new long[1]);
    foldIn.addLater(latter, 2, 0, parts);
    foldIn.addLaterRecent(latter, 2, recentParts);
    assertThat(parts).containsExactly(whole, within(1e-3f));
    assertThat(recentParts).containsExactly(wholeRecent, within(1e-3f));
  }

  @Test
  void addRecent_halvesWithEachLaterItem() {
    FoldIn foldIn =
        new FoldIn(new float[6], new float[6], new float[] {1, 0, 10, 0, 100, 1}, 0.5, 2);
    float[] vectors = {7, 7, 0, 0};
    foldIn.addRecent(History.of(new int[] {2, 0, 1}, new float[3], new long[3]), vectors, 2);
    // (100 / 4 + 1 / 2 + 10) / sqrt(1 / 16 + 1 / 4 + 1) and (1 / 4) / the same.
    double length = Math.sqrt(21.0 / 16);
    assertThat(vectors)
        .containsExactly(
            new float[] {7, 7, (float) (35.5 / length), (float) (0.25 / length)}, within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void someoneWithTheHistoryOfAUser_isAnsweredLikeTheUser(long seed) {
    HybridRecommender recommender = DrawnHybrid.ofHistories(seed);
    Dataset data = recommender.model().data();
    for (String user : data.users().ids()) {
      Map<String, Double> history = history(data, user);
      if (history.isEmpty()) {
        continue;
      }
      Recommendations known = recommender.topK(user, 15);
      Recommendations folded = recommender.recommend(Query.forHistory(history).withK(15));
      assertThat(folded.basis()).isEqualTo(Basis.HISTORY);
      assertThat(folded.size()).isEqualTo(known.size());
      Map<String, Recommendation> byItem = new HashMap<>();
      folded.items().forEach(item -> byItem.put(item.item(), item));
      for (Recommendation expected : known) {
        Recommendation found = Objects.requireNonNull(byItem.get(expected.item()));
        assertThat(found.score()).isCloseTo(expected.score(), within(1e-3));
        assertThat(found.predictedRating()).isCloseTo(expected.predictedRating(), within(1e-3));
      }
    }
  }

  private static Map<String, Double> history(Dataset data, String user) {
    Interactions rows = data.interactions();
    int index = data.users().indexOf(user);
    Map<String, Double> history = new LinkedHashMap<>();
    for (int position = rows.start(index); position < rows.end(index); position++) {
      history.put(data.items().id(rows.item(position)), (double) rows.value(position));
    }
    return history;
  }

  @Test
  void history_thatNamesNothingKnown_isNone() {
    HybridRecommender recommender = DrawnHybrid.ofHistories(1);
    Recommendations answer = recommender.recommend(Query.forHistory(Map.of("no such item", 5.0)));
    assertThat(answer).isEqualTo(recommender.recommend(Query.forAnyone()));
    assertThat(answer.basis()).isEqualTo(Basis.POPULARITY);
  }

  @Test
  void history_movesTheAnswerOfAKnownUser_andStaysWithTheQuery() {
    HybridRecommender recommender = DrawnHybrid.ofHistories(2);
    String user = recommender.model().data().users().id(0);
    List<String> items = recommender.model().data().items().ids();
    double[] before = recommender.predict(user, items);
    Map<String, Double> more = Map.of(recommender.topK(user, 1).items().get(0).item(), 1.0);
    Recommendations moved = recommender.recommend(Query.forUser(user).withHistory(more));
    assertThat(moved.basis()).isEqualTo(Basis.USER);
    assertThat(moved.items()).noneMatch(item -> more.containsKey(item.item()));
    assertThat(recommender.predict(Query.forUser(user).withHistory(more), items))
        .isNotEqualTo(before);
    assertThat(recommender.predict(user, items)).isEqualTo(before);
  }

  @Test
  void bundle_keepsWhatHistoriesNeed() throws IOException {
    HybridRecommender recommender = DrawnHybrid.ofHistories(3);
    Path folder = temporary.resolve("model");
    recommender.save(folder);
    HybridRecommender loaded = HybridRecommender.load(folder);
    Query query = Query.forHistory(history(recommender.model().data(), "1"));
    assertThat(loaded.recommend(query)).isEqualTo(recommender.recommend(query));
    assertThat(loaded.recommend(query).basis()).isEqualTo(Basis.HISTORY);
  }

  @Test
  void modelWithoutUsers_answersAHistoryAsBefore() {
    HybridRecommender recommender = DrawnHybrid.ofHistories(4);
    Query query = Query.forHistory(history(recommender.model().data(), "2"));
    HybridRecommender anonymous = new HybridRecommender(recommender.model().withoutUsers());
    assertThat(anonymous.recommend(query)).isEqualTo(recommender.recommend(query));
  }

  @Test
  void history_ofTheSameItemsInAnotherOrder_isAnotherHistory() {
    HybridRecommender recommender = DrawnHybrid.ofHistories(4);
    Map<String, Double> history = history(recommender.model().data(), "2");
    Map<String, Double> backwards = new LinkedHashMap<>();
    List<String> items = new ArrayList<>(history.keySet());
    Collections.reverse(items);
    items.forEach(item -> backwards.put(item, history.getOrDefault(item, 0.0)));
    assertThat(items).hasSizeGreaterThan(1);
    List<Recommendation> forwards = recommender.recommend(Query.forHistory(history)).items();
    assertThat(recommender.recommend(Query.forHistory(backwards)).items()).isNotEqualTo(forwards);
  }

  @Test
  void modelThatLearnedFromNoHistories_answersWithout() {
    HybridRecommender recommender = DrawnHybrid.of(1);
    Query query = Query.forHistory(Map.of("1", 5.0)).withExcludeSeen(false);
    assertThat(recommender.recommend(query))
        .isEqualTo(recommender.recommend(Query.forAnyone().withExcludeSeen(false)));
  }
}
