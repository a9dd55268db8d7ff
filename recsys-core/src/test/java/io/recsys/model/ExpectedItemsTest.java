package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.recsys.Explanation;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.FeatureSchema;
import io.recsys.feature.TrainingFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExpectedItemsTest {
  private static final int RATED = 60;

  /** Unrated items: a comedy, a drama, both, and one of which nothing is known. */
  private static final List<List<String>> UNRATED =
      List.of(List.of("Comedy"), List.of("Drama"), List.of("Comedy", "Drama"), List.of());

  private static final Dataset DATA = data();
  private static final FeatureEncoder ENCODER =
      TrainingFeatures.fit(FeatureSchema.standard(DATA), DATA, 1).encoder();

  @Test
  void fill_expectsTheMeanRatingOfItemsWithSuchAttributes() {
    double comedies = filled(0)[column("item_mean")];
    double dramas = filled(1)[column("item_mean")];
    double both = filled(2)[column("item_mean")];
    double ratedComedy = known(0)[column("item_mean")];
    double ratedDrama = known(1)[column("item_mean")];
    assertThat(comedies).isCloseTo(ratedComedy, within(0.3)).isGreaterThan(0);
    assertThat(dramas).isCloseTo(ratedDrama, within(0.3)).isLessThan(0);
    assertThat(both).isBetween(dramas, comedies);
  }

  @Test
  void fill_putsStatisticsOfNothingToTheirMeans_andLeavesAttributes() {
    for (int i = 0; i < UNRATED.size(); i++) {
      float[] before = known(RATED + i);
      float[] after = filled(i);
      for (String name : List.of("item_count", "item_spread", "item_recent_share")) {
        assertThat(after[column(name)]).as(name).isZero();
      }
      assertThat(before[column("item_count")]).isLessThan(-3);
      for (String name : List.of("genres:Comedy", "genres:Drama", "genre_share")) {
        assertThat(after[column(name)]).as(name).isEqualTo(before[column(name)]);
      }
    }
    assertThat(filled(3)[column("item_mean")]).isZero();
    float[] unknown = columns(-1, true);
    assertThat(unknown[column("item_mean")]).isZero();
    assertThat(unknown[column("item_count")]).isZero();
  }

  @Test
  void fill_leavesWhatHasRatingsAsItIs() {
    for (int item = 0; item < RATED; item++) {
      assertThat(columns(item, true)).isEqualTo(known(item));
    }
  }

  @Test
  void fill_doesNothing_withoutStatistics() {
    FeatureEncoder none = TrainingFeatures.fit(FeatureSchema.none(), DATA, 1).encoder();
    float[] columns = {7};
    new ExpectedItems(none).fill(RATED, columns, 1);
    assertThat(columns).containsExactly(7);
  }

  @Test
  void unratedItems_areRatedAsExpected_andRankedAsOfNobodyKnown() {
    HybridRecommender recommender = byItemMean();
    List<String> ids =
        IntStream.of(RATED, RATED + 1, 1).mapToObj(item -> DATA.items().id(item)).toList();
    double[] ratings = recommender.predict("u0", ids);
    double[] scores = recommender.score("u0", ids);
    assertThat(ratings[0]).isCloseTo(3 + filled(0)[column("item_mean")], within(1e-5));
    assertThat(ratings[1]).isCloseTo(3 + filled(1)[column("item_mean")], within(1e-5));
    assertThat(ratings[2]).isCloseTo(3 + known(1)[column("item_mean")], within(1e-5));
    assertThat(scores[0]).isEqualTo(scores[1]).isNotEqualTo(scores[2]);
    assertThat(scores[0]).isCloseTo(known(RATED)[column("item_mean")], within(1e-5));
    Explanation why = recommender.explain("u0", ids.get(0));
    assertThat(why.contributions())
        .anySatisfy(
            part -> {
              assertThat(part.name()).isEqualTo("item_mean");
              assertThat(part.stars()).isCloseTo(ratings[0] - 3, within(1e-5));
            });
  }

  /** A model whose two outputs are the column of the item's mean alone, and 3 stars more. */
  private static HybridRecommender byItemMean() {
    int inputs = ENCODER.userWidth() + ENCODER.itemWidth();
    float[] linear = new float[2 * inputs];
    int mean = ENCODER.columnNames().indexOf("item_mean");
    linear[mean] = 1;
    linear[inputs + mean] = 1;
    Map<String, float[]> weights =
        Map.of(
            "user.embedding", new float[0],
            "item.embedding", new float[0],
            "layer.0.weight", new float[2 * (inputs + ENCODER.pairWidth())],
            "layer.0.bias", new float[] {3, 0},
            "linear.weight", linear);
    int items = DATA.items().size();
    return new HybridRecommender(
        new HybridModel(
            DATA,
            ENCODER,
            new HybridNetwork(
                List.of(HybridNetwork.Output.RATING, HybridNetwork.Output.PREFERENCE), 0, weights),
            ItemNeighbors.none(items),
            AttributeEffects.none(items),
            SampleBundle.provenance(1)));
  }

  private static float[] filled(int unrated) {
    return columns(RATED + unrated, true);
  }

  private static float[] known(int item) {
    return columns(item, false);
  }

  private static float[] columns(int item, boolean filled) {
    float[] columns = new float[ENCODER.itemWidth()];
    ENCODER.encodeItem(item, columns, 0);
    if (filled) {
      new ExpectedItems(ENCODER).fill(item, columns, 0);
    }
    return columns;
  }

  private static int column(String name) {
    return ENCODER.columnNames().indexOf(name) - ENCODER.userWidth();
  }

  /** Comedies are rated 4 or 5, dramas 1 or 2; even items are comedies. */
  private static Dataset data() {
    int items = RATED + UNRATED.size();
    Vocabulary ids = Vocabulary.of(IntStream.range(0, items).mapToObj(i -> "i" + i).toList());
    AttributeTable.Builder attributes =
        AttributeTable.builder(items).column("genres", AttributeTable.Type.TERMS);
    for (int item = 0; item < items; item++) {
      List<String> rated = List.of(item % 2 == 0 ? "Comedy" : "Drama");
      attributes.terms("genres", item, item < RATED ? rated : UNRATED.get(item - RATED));
    }
    List<String> users = new ArrayList<>();
    Interactions.Builder rows = Interactions.builder();
    Random random = new Random(3);
    for (int user = 0; user < 50; user++) {
      users.add("u" + user);
      for (int item = 0; item < RATED; item++) {
        rows.add(user, item, (item % 2 == 0 ? 4 : 1) + random.nextInt(2), 1_000L * item + user);
      }
    }
    return new Dataset(
        "genres",
        Vocabulary.of(users),
        ids,
        AttributeTable.empty(users.size()),
        attributes.build(),
        rows.build(users.size(), items, true),
        new RatingScale(1, 5));
  }
}
