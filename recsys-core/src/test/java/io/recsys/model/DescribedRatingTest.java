package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Explanation;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.feature.FeatureEncoder;
import io.recsys.source.DemoDataset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What attributes add to the ratings predicted for someone who was not trained on. */
class DescribedRatingTest {
  private static final Map<String, String> DESCRIBED = Map.of("age", "24", "gender", "F");
  private static final double ROUNDING = 1e-4;
  private static final int FEW = HybridNetwork.FEW_RATINGS;

  /** A drawn model that hears histories, with effects on ratings so many times its own. */
  private static HybridRecommender drawn(long seed, float times) {
    HybridModel model = DrawnHybrid.of(new DemoDataset.Size(12, 40, 90), seed).model();
    Map<String, float[]> weights = model.network().weights();
    int items = model.data().items().size() + 1;
    weights.put("implicit.embedding", new float[items * DrawnHybrid.SIZE]);
    weights.put("explicit.embedding", new float[items * DrawnHybrid.SIZE]);
    float[] stars = model.effects().stars().clone();
    for (int i = 0; i < stars.length; i++) {
      stars[i] *= times;
    }
    return new HybridRecommender(
        new HybridModel(
            model.data(),
            model.encoder(),
            new HybridNetwork(model.network().outputs(), DrawnHybrid.SIZE, weights),
            model.neighbors(),
            model.effects().withStars(model.effects().centers(), stars),
            model.provenance()));
  }

  private static double unclipped(HybridRecommender recommender, Query query, String item) {
    return recommender.explain(query, item).unclippedRating();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rating_isThatOfAStranger_andWhatTheAttributesAreWorth(long seed) {
    HybridRecommender recommender = drawn(seed, 0.1f);
    HybridModel model = recommender.model();
    FeatureEncoder encoder = model.encoder().withAttributes(DESCRIBED);
    float[] attributes = new float[encoder.attributeWidth()];
    encoder.encodeAttributes(-1, attributes);
    Query described = Query.forAttributes(DESCRIBED);
    double moved = 0;
    for (String id : model.data().items().ids()) {
      int item = model.data().items().indexOf(id);
      double expected = unclipped(recommender, Query.forUser("nobody"), id);
      for (int i = 0; i < attributes.length; i++) {
        double off = attributes[i] - model.effects().centers()[i];
        expected += off * model.effects().stars()[item * attributes.length + i];
      }
      double rating = unclipped(recommender, described, id);
      assertThat(rating).isCloseTo(expected, within(ROUNDING));
      moved += Math.abs(rating - unclipped(recommender, Query.forUser("nobody"), id));
    }
    assertThat(moved).isPositive();
    assertThat(recommender.predict(described, List.of("no such item")))
        .isEqualTo(recommender.predict(Query.forUser("nobody"), List.of("no such item")));
  }

  @Test
  void lists_showTheRatingsThatPairsHave_inTheOrderOfThem() {
    HybridRecommender recommender = drawn(4, 0.1f);
    Query query = Query.forAttributes(DESCRIBED).withK(15);
    for (Query.Order order : Query.Order.values()) {
      List<Recommendation> items = recommender.recommend(query.rankedBy(order)).items();
      assertThat(items).isNotEmpty();
      for (Recommendation found : items) {
        assertThat(found.predictedRating())
            .isEqualTo(recommender.predict(query, List.of(found.item()))[0]);
      }
      if (order == Query.Order.PREDICTED_RATING) {
        assertThat(items)
            .isSortedAccordingTo(
                (a, b) -> Double.compare(b.predictedRating(), a.predictedRating()));
      }
    }
  }

  @Test
  void newcomersWithFewRatings_areMovedToo_onTopOfWhatTheNetworkSays() {
    HybridRecommender recommender = drawn(5, 0.1f);
    HybridRecommender without = drawn(5, 0);
    List<String> items = recommender.model().data().items().ids();
    FeatureEncoder encoder = recommender.model().encoder().withAttributes(DESCRIBED);
    float[] centered = recommender.model().effects().centered(encoder, -1);
    for (int ratings : new int[] {1, 7, FEW - 1, FEW, FEW + 1}) {
      Map<String, Double> history = new LinkedHashMap<>();
      items.subList(0, ratings).forEach(item -> history.put(item, 4.0));
      Query told = Query.forAttributes(DESCRIBED).withHistory(history);
      double moved = 0;
      for (int item = 0; item < items.size(); item++) {
        double worth = ratings < FEW ? recommender.model().effects().stars(item, centered) : 0;
        moved += Math.abs(worth);
        assertThat(unclipped(recommender, told, items.get(item)))
            .isCloseTo(unclipped(without, told, items.get(item)) + worth, within(ROUNDING));
      }
      assertThat(moved > 0).as("%d ratings", ratings).isEqualTo(ratings < FEW);
    }
  }

  @Test
  void usersWhoWereTrainedOn_areNotMoved() {
    HybridRecommender recommender = drawn(5, 1);
    Dataset data = recommender.model().data();
    List<String> items = data.items().ids();
    int few = 0;
    for (String user : data.users().ids()) {
      int known = data.interactions().count(data.users().indexOf(user));
      few += known > 0 && known < FEW ? 1 : 0;
      assertThat(known).isPositive();
      assertThat(recommender.predict(user, items)).isEqualTo(drawn(5, 0).predict(user, items));
    }
    assertThat(few).isPositive();
  }

  /** Attributes are worth something where the item is known too: half of it is the item's. */
  @Test
  void explanations_shareTheWorthOfAttributesWithTheItem() {
    HybridRecommender recommender = drawn(6, 1);
    HybridModel model = recommender.model();
    String item = model.data().items().id(3);
    Query query = Query.forAttributes(DESCRIBED);
    Map<String, Double> contributions = contributions(recommender.explain(query, item));
    Map<String, Double> others = contributions(drawn(6, 0).explain(query, item));
    FeatureEncoder encoder = model.encoder().withAttributes(DESCRIBED);
    List<String> names = encoder.attributeNames();
    float[] attributes = new float[names.size()];
    encoder.encodeAttributes(-1, attributes);
    Map<String, Double> expected = new HashMap<>(others);
    for (int i = 0; i < attributes.length; i++) {
      float off = attributes[i] - model.effects().centers()[i];
      double half = 0.5 * off * model.effects().stars()[3 * attributes.length + i];
      expected.merge(names.get(i), half, Double::sum);
      expected.merge("item", half, Double::sum);
    }
    assertThat(names).contains("age", "gender", "occupation");
    assertThat(contributions.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, stars) ->
            assertThat(contributions.get(name)).as(name).isCloseTo(stars, within(ROUNDING)));
  }

  private static Map<String, Double> contributions(Explanation explanation) {
    return explanation.contributions().stream()
        .collect(Collectors.toMap(Explanation.Contribution::name, Explanation.Contribution::stars));
  }

  @Test
  void aNewItem_isNotMoved() {
    HybridRecommender more = drawn(7, 1).withItems(List.of("new"), AttributeTable.empty(1));
    List<String> one = List.of("new");
    assertThat(more.predict(Query.forAttributes(DESCRIBED), one))
        .isEqualTo(more.predict(Query.forUser("nobody"), one));
  }

  @Test
  void effects_refuseWhatIsNoNumberOrDoesNotFit() {
    AttributeEffects none = AttributeEffects.none(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.withStars(new float[3], new float[5]))
        .withMessage("attribute.stars: are 5 of 3 attribute values on 2 items");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.withStars(new float[1], new float[] {0, Float.NaN}))
        .withMessage("attribute.stars: NaN is no number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.withStars(new float[] {Float.NaN}, new float[2]))
        .withMessage("attribute.centers: NaN is no number");
    HybridModel model = DrawnHybrid.of(1).model();
    int items = model.data().items().size();
    AttributeEffects wide = AttributeEffects.none(items).withStars(new float[1], new float[items]);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new HybridModel(
                    model.data(),
                    model.encoder(),
                    model.network(),
                    model.neighbors(),
                    wide,
                    model.provenance()))
        .withMessageStartingWith("effects: are 1 on the ratings of an item, not ");
  }
}
