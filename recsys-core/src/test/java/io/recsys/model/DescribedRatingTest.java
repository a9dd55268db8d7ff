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
    float[] stars = model.effects().stars().clone();
    for (int i = 0; i < stars.length; i++) {
      stars[i] *= times;
    }
    return hearing(model, stars);
  }

  private static HybridRecommender hearing(HybridModel model, float[] stars) {
    Map<String, float[]> weights = model.network().weights();
    int items = model.data().items().size() + 1;
    weights.put("implicit.embedding", new float[items * DrawnHybrid.SIZE]);
    weights.put("explicit.embedding", new float[items * DrawnHybrid.SIZE]);
    AttributeEffects old = model.effects();
    return new HybridRecommender(
        new HybridModel(
            model.data(),
            model.encoder(),
            new HybridNetwork(model.network().outputs(), DrawnHybrid.SIZE, weights),
            model.neighbors(),
            new AttributeEffects(
                old.means(), old.effects(), stars.length == 0 ? stars : old.centers(), stars),
            model.provenance()));
  }

  /** How far attributes are off the mean, 0 where they were not told. */
  private static Map<Integer, Double> off(HybridModel model) {
    FeatureEncoder encoder = model.encoder().withAttributes(DESCRIBED);
    List<String> names = encoder.attributeNames();
    float[] attributes = new float[names.size()];
    encoder.encodeAttributes(-1, attributes);
    Map<Integer, Double> off = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i++) {
      if (DESCRIBED.containsKey(names.get(i))) {
        off.put(i, (double) attributes[i] - model.effects().centers()[i]);
      }
    }
    assertThat(off.size()).isBetween(1, attributes.length - 1);
    return off;
  }

  private static double worth(HybridModel model, int item) {
    int width = model.encoder().attributeWidth();
    return off(model).entrySet().stream()
        .mapToDouble(e -> e.getValue() * model.effects().stars()[item * width + e.getKey()])
        .sum();
  }

  private static double unclipped(HybridRecommender recommender, Query query, String item) {
    return recommender.explain(query, item).unclippedRating();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rating_isThatOfAStranger_andWhatTheAttributesAreWorth(long seed) {
    HybridRecommender recommender = drawn(seed, 0.1f);
    HybridModel model = recommender.model();
    Query described = Query.forAttributes(DESCRIBED);
    double moved = 0;
    for (String id : model.data().items().ids()) {
      double worth = worth(model, model.data().items().indexOf(id));
      double stranger = unclipped(recommender, Query.forUser("nobody"), id);
      assertThat(unclipped(recommender, described, id))
          .isCloseTo(stranger + worth, within(ROUNDING));
      moved += Math.abs(worth);
    }
    assertThat(moved).isPositive();
    assertThat(unclipped(recommender, described, "no such item"))
        .isEqualTo(unclipped(recommender, Query.forUser("nobody"), "no such item"));
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
    HybridRecommender without = hearing(recommender.model(), new float[0]);
    List<String> items = recommender.model().data().items().ids();
    for (int ratings : new int[] {1, 7, FEW - 1, FEW, FEW + 1}) {
      Map<String, Double> history = new LinkedHashMap<>();
      items.subList(0, ratings).forEach(item -> history.put(item, 4.0));
      Query told = Query.forAttributes(DESCRIBED).withHistory(history);
      double moved = 0;
      for (int item = 0; item < items.size(); item++) {
        double worth = ratings < FEW ? worth(recommender.model(), item) : 0;
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
    HybridRecommender without = hearing(recommender.model(), new float[0]);
    Dataset data = recommender.model().data();
    List<String> items = data.items().ids();
    int few = 0;
    for (String user : data.users().ids()) {
      int known = data.interactions().count(data.users().indexOf(user));
      few += known > 0 && known < FEW ? 1 : 0;
      assertThat(known).isPositive();
      for (String item : items) {
        Query query = Query.forUser(user);
        assertThat(unclipped(recommender, query, item)).isEqualTo(unclipped(without, query, item));
      }
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
    List<String> names = model.encoder().attributeNames();
    Map<String, Double> expected = new HashMap<>(others);
    off(model)
        .forEach(
            (i, off) -> {
              double half = 0.5 * off * model.effects().stars()[3 * names.size() + i];
              expected.merge(names.get(i), half, Double::sum);
              expected.merge("item", half, Double::sum);
            });
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
    assertThat(unclipped(more, Query.forAttributes(DESCRIBED), "new"))
        .isEqualTo(unclipped(more, Query.forUser("nobody"), "new"));
  }

  @Test
  void effects_refuseWhatIsNoNumberOrDoesNotFit() {
    float[] means = new float[2];
    float[] none = new float[0];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AttributeEffects(means, none, new float[3], new float[5]))
        .withMessage("attribute.stars: are 5 of 3 attribute values on 2 items");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new AttributeEffects(means, none, new float[1], new float[] {0, Float.NaN}))
        .withMessage("attribute.stars: NaN is no number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AttributeEffects(means, none, new float[] {Float.NaN}, means))
        .withMessage("attribute.centers: NaN is no number");
    HybridModel model = DrawnHybrid.of(1).model();
    float[] likes = new float[model.data().items().size()];
    AttributeEffects narrow = new AttributeEffects(likes, none, new float[1], likes);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new HybridModel(
                    model.data(),
                    model.encoder(),
                    model.network(),
                    model.neighbors(),
                    narrow,
                    model.provenance()))
        .withMessageStartingWith("effects: are of 1 attribute values, not ");
  }
}
