package io.recsys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.recsys.data.AttributeTable;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final Vocabulary ITEMS = Vocabulary.of(List.of("10", "20", "30", "40"));
  private static final Catalog CATALOG = Catalog.of(ITEMS, AttributeTable.empty(4), item -> item);

  private static final Query ANYONE = Query.forAnyone();

  /** User 0 saw items 0 and 2, user 1 nothing, user 2 item 3. */
  private static final Interactions SEEN =
      Interactions.builder().add(0, 0, 1, 0).add(0, 2, 1, 0).add(2, 3, 1, 0).build(3, 4, false);

  @Test
  void rankable_isCandidatesWithoutExcludedAndSeen() {
    Query query = Query.forUser("u");
    assertThat(CATALOG.rankable(query, SEEN, 0)).isEqualTo(set(1, 3));
    assertThat(CATALOG.rankable(query, SEEN, 1)).isEqualTo(set(0, 1, 2, 3));
    assertThat(CATALOG.rankable(query, SEEN, -1)).isEqualTo(set(0, 1, 2, 3));
    assertThat(CATALOG.rankable(query.withExcludeSeen(false), SEEN, 0)).isEqualTo(set(0, 1, 2, 3));
    assertThat(CATALOG.rankable(query.withExclude(Set.of("40", "x")), SEEN, 0)).isEqualTo(set(1));
    assertThat(CATALOG.rankable(query.withCandidates(Set.of("30", "40", "x")), SEEN, 0))
        .isEqualTo(set(3));
    assertThat(CATALOG.rankable(query.withCandidates(Set.of()), SEEN, 0)).isEqualTo(set());
  }

  @Test
  void best_breaksTiesByIndexAndLeavesNaNOut() {
    double[] scores = {1, Double.NaN, 2, 1};
    TopK best =
        CATALOG.best(ANYONE.withK(Integer.MAX_VALUE), set(0, 1, 2, 3), item -> scores[item]);
    assertThat(best.size()).isEqualTo(3);
    assertThat(List.of(best.index(0), best.index(1), best.index(2))).containsExactly(2, 0, 3);
  }

  @Test
  void best_isTheBeginningOfAFullSort() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      BitSet rankable = new BitSet();
      random.ints(random.nextInt(60), 0, 80).forEach(rankable::set);
      // Few distinct scores, so that many tie.
      double[] scores = random.ints(80, 0, 7).asDoubleStream().toArray();
      List<Integer> sorted =
          rankable.stream()
              .boxed()
              .sorted(Comparator.<Integer>comparingDouble(item -> -scores[item]))
              .limit(seed % 20)
              .toList();
      TopK best = CATALOG.best(ANYONE.withK(seed % 20), rankable, item -> scores[item]);
      assertThat(IntStream.range(0, best.size()).mapToObj(best::index).toList())
          .as("seed %d", seed)
          .isEqualTo(sorted);
    }
  }

  @Test
  void answer_listsItemsByRank() {
    TopK best = CATALOG.best(ANYONE, set(1, 3), item -> item);
    assertThat(CATALOG.answer(Query.forUser("u"), Basis.USER, best, item -> item / 2.0))
        .isEqualTo(
            new Recommendations(
                "u",
                Basis.USER,
                List.of(
                    new Recommendation(1, "40", "40", List.of(), 3, 1.5),
                    new Recommendation(2, "20", "20", List.of(), 1, 0.5))));
  }

  @Test
  void of_refusesAttributesOfOtherItems() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Catalog.of(ITEMS, AttributeTable.empty(5), item -> 0))
        .withMessage("attributes: 5 rows for 4 items");
  }

  @Test
  void title_isTheIdWhereTheAttributeHasAnotherType() {
    AttributeTable numbers =
        AttributeTable.builder(4)
            .column("title", AttributeTable.Type.NUMBER)
            .column("genres", AttributeTable.Type.TEXT)
            .number("title", 0, 7)
            .build();
    assertThat(Catalog.of(ITEMS, numbers, item -> 0).title(0)).isEqualTo("10");
    assertThat(Catalog.of(ITEMS, numbers, item -> 0).genres(0)).isEmpty();
  }

  private static BitSet set(int... items) {
    BitSet set = new BitSet();
    for (int item : items) {
      set.set(item);
    }
    return set;
  }
}
