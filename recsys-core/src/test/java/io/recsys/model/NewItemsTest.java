package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommender;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewItemsTest {
  /** Ids before and after all others, so that the others get other indices. */
  private static final List<String> IDS = List.of("zzz", "0", "new");

  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void itemsKnownBefore_areAnsweredAsBefore(long seed) {
    for (HybridRecommender old : List.of(DrawnHybrid.of(seed), DrawnHybrid.ofHistories(seed))) {
      Dataset data = old.model().data();
      HybridRecommender more = old.withItems(IDS, AttributeTable.empty(3));
      assertThat(more.model().data().items().ids())
          .containsAll(IDS)
          .containsAll(data.items().ids());
      Set<String> known = new HashSet<>(data.items().ids());
      Map<String, Double> history = Map.of(data.items().id(3), 5.0, data.items().id(7), 1.0);
      Query described = Query.forAttributes(Map.of("age", "24", "gender", "F")).withK(100);
      assertThat(more.recommend(described.withCandidates(known)))
          .isEqualTo(old.recommend(described));
      for (String user : data.users().ids()) {
        assertThat(more.predict(user, data.items().ids()))
            .isEqualTo(old.predict(user, data.items().ids()));
        Query query = Query.forUser(user).withK(100).withHistory(history);
        assertThat(more.recommend(query.withCandidates(known))).isEqualTo(old.recommend(query));
      }
    }
  }

  @Test
  void aNewItem_isPredictedAsAnUnknownOneWithItsAttributes() throws IOException {
    HybridRecommender old = DrawnHybrid.of(4);
    Dataset data = old.model().data();
    AttributeTable attributes =
        AttributeTable.builder(3)
            .column("title", AttributeTable.Type.TEXT)
            .column("genres", AttributeTable.Type.TERMS)
            .text("title", 1, "A new one")
            .terms("genres", 1, data.itemAttributes().terms("genres", 0))
            .build();
    HybridRecommender more = old.withItems(IDS, attributes);
    String user = data.users().id(0);
    float unknown = old.answer(user, "no such item").score();
    assertThat(more.answer(user, "zzz").score()).isEqualTo(unknown);
    assertThat(more.answer(user, "0").score()).isNotCloseTo(unknown, within(1e-6f));
    assertThat(more.predict(user, "zzz")).isEqualTo(old.predict(user, "no such item"));
    Query query = Query.forUser(user).withCandidates(Set.of("0"));
    assertThat(more.recommend(query).items())
        .extracting(Recommendation::title)
        .containsExactly("A new one");
    Path folder = temporary.resolve("model");
    more.save(folder);
    assertThat(Recommender.load(folder).topK(user, 100)).isEqualTo(more.topK(user, 100));
  }

  @Test
  void wrongItems_areRefused() {
    HybridRecommender old = DrawnHybrid.of(5);
    String known = old.model().data().items().id(0);
    AttributeTable one = AttributeTable.empty(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> old.withItems(List.of(known), one))
        .withMessage("ids: item '" + known + "' is in the catalog already");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> old.withItems(List.of("a", "a"), AttributeTable.empty(2)))
        .withMessage("attributes: 2 rows for 2 ids, of which 1 differ; give one each");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> old.withItems(List.of("a", "b"), one))
        .withMessageStartingWith("attributes: 1 rows for 2 ids");
    AttributeTable wrong =
        AttributeTable.builder(1).column("title", AttributeTable.Type.NUMBER).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> old.withItems(List.of("a"), wrong))
        .withMessageStartingWith("attributes: 'title' of type NUMBER is none that the model has");
  }

  @Test
  void similar_isByTheAngleBetweenEmbeddings_believedAsFarAsThereAreRatings() {
    HybridRecommender recommender = DrawnHybrid.of(6);
    Dataset data = recommender.model().data();
    float[] table = recommender.model().network().weight("item.embedding");
    var similar = recommender.similar(data.items().id(2), 3);
    assertThat(similar).hasSize(3);
    double before = 1;
    for (var found : similar) {
      int other = data.items().indexOf(found.id());
      assertThat(other).isNotEqualTo(2);
      double expected = believed(recommender, other) * cosine(table, 2, other);
      assertThat(found.similarity()).isCloseTo(expected, within(1e-5));
      assertThat(found.similarity()).isLessThanOrEqualTo(before);
      before = found.similarity();
    }
    for (String item : data.items().ids()) {
      int index = data.items().indexOf(item);
      boolean listed = similar.stream().anyMatch(found -> found.id().equals(item));
      boolean rated = recommender.model().encoder().statistics().itemCount(index) > 0;
      if (index != 2 && rated && !listed) {
        assertThat(believed(recommender, index) * cosine(table, 2, index))
            .isLessThanOrEqualTo(before + 1e-6);
      }
    }
    assertThat(recommender.withItems(List.of("new"), AttributeTable.empty(1)).similar("new", 5))
        .isEmpty();
    assertThat(recommender.similarUsers(data.users().id(1), 100))
        .hasSize(data.users().size() - 1)
        .extracting(found -> found.rank())
        .startsWith(1, 2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recommender.similar("no such item", 3))
        .withMessage("item: the model does not know 'no such item'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recommender.similarUsers(data.users().id(1), -1))
        .withMessageStartingWith("k: -1");
  }

  private static double believed(HybridRecommender recommender, int item) {
    double ratings = recommender.model().encoder().statistics().itemCount(item);
    return ratings / (ratings + 20);
  }

  private static double cosine(float[] table, int a, int b) {
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int d = 0; d < DrawnHybrid.SIZE; d++) {
      float x = table[a * DrawnHybrid.SIZE + d];
      float y = table[b * DrawnHybrid.SIZE + d];
      product += x * y;
      squaresA += x * x;
      squaresB += y * y;
    }
    return product / Math.sqrt(squaresA * squaresB);
  }
}
