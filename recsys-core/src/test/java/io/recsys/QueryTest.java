package io.recsys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.recsys.data.AttributeTable;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import java.time.Instant;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueryTest {
  private static final Query ANYONE = Query.forAnyone();
  private static final Catalog CATALOG = catalog(4);

  /** Items of which the first two are comedies, the third a drama, the others of no genre. */
  private static Catalog catalog(int size) {
    AttributeTable attributes =
        AttributeTable.builder(size)
            .column("title", AttributeTable.Type.TEXT)
            .column("genres", AttributeTable.Type.TERMS)
            .column("year", AttributeTable.Type.NUMBER)
            .text("title", 0, "First")
            .terms("genres", 0, List.of("Comedy"))
            .terms("genres", 1, List.of("Comedy"))
            .terms("genres", 2, List.of("Drama"))
            .number("year", 1, 1990)
            .build();
    List<String> ids = IntStream.range(0, size).mapToObj(String::valueOf).toList();
    return Catalog.of(Vocabulary.of(ids), attributes, item -> 10 * item);
  }

  private static List<Integer> ranked(Catalog catalog, Query query, double... scores) {
    BitSet all = new BitSet();
    all.set(0, catalog.size());
    TopK best = catalog.best(query, all, item -> scores[item]);
    return IntStream.range(0, best.size()).mapToObj(best::index).toList();
  }

  @Test
  void withX_changesThatAlone() {
    Map<String, Double> history = new LinkedHashMap<>();
    history.put("b", 1.0);
    history.put("a", 2.0);
    Query query =
        ANYONE
            .withUser("u")
            .withK(3)
            .withOffset(4)
            .withExcludeSeen(false)
            .withExclude(Set.of("e"))
            .withCandidates(Set.of("c"))
            .withMinSupport(5)
            .withHistory(history)
            .withAttributes(Map.of("age", "24"))
            .at(Instant.EPOCH)
            .rankedBy(Query.Order.PREDICTED_RATING)
            .withDiversity(0.5)
            .withExplain(true);
    assertThat(query)
        .isEqualTo(
            new Query(
                "u",
                3,
                4,
                false,
                Set.of("e"),
                Set.of("c"),
                null,
                5,
                history,
                Map.of("age", "24"),
                Instant.EPOCH,
                Query.Order.PREDICTED_RATING,
                null,
                0.5,
                true));
    assertThat(query.history().keySet()).containsExactly("b", "a");
    assertThat(query.withK(10).withK(3)).isEqualTo(query);
  }

  @Test
  void numbersOutOfRange_nameThemselves() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ANYONE.withOffset(-1))
        .withMessage("offset: -1 is negative; pass over 0 items or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ANYONE.withMinSupport(-2))
        .withMessageStartingWith("minSupport: -2");
    for (double diversity : new double[] {-0.1, 1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ANYONE.withDiversity(diversity))
          .withMessage(
              "diversity: " + diversity + " is not allowed; give 0 or more and less than 1");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Query.forHistory(Map.of("a", Double.NaN)))
        .withMessage("history: the rating of item 'a' is NaN; give a number");
  }

  @Test
  void filter_seesWhatTheDataSays() {
    CatalogItem first = CATALOG.item(0);
    assertThat(first).hasToString("First");
    assertThat(first.genres()).containsExactly("Comedy");
    assertThat(first.terms("genres")).containsExactly("Comedy");
    assertThat(first.number("year")).isNaN();
    assertThat(first.text("year")).isNull();
    assertThat(first.number("no such attribute")).isNaN();
    assertThat(first.terms("title")).isEmpty();
    assertThat(CATALOG.item(1).number("year")).isEqualTo(1990);
    assertThat(CATALOG.item(2).support()).isEqualTo(20);
    Interactions nothing = Interactions.builder().build(0, 4, false);
    Query comedies = ANYONE.withFilter(item -> item.genres().contains("Comedy"));
    assertThat(CATALOG.rankable(comedies, nothing, -1).stream()).containsExactly(0, 1);
    assertThat(CATALOG.rankable(comedies.withMinSupport(10), nothing, -1).stream())
        .containsExactly(1);
  }

  @Test
  void diversity_tradesScoresForOtherGenres() {
    // Beside the first comedy, the second is worth (1 - d) 0.9 - d, the drama (1 - d) 0.4.
    double[] scores = {1, 0.9, 0.4, 0};
    assertThat(ranked(CATALOG, ANYONE, scores)).containsExactly(0, 1, 2, 3);
    assertThat(ranked(CATALOG, ANYONE.withDiversity(0.3), scores)).containsExactly(0, 1, 2, 3);
    assertThat(ranked(CATALOG, ANYONE.withDiversity(0.4), scores)).containsExactly(0, 2, 1, 3);
    assertThat(ranked(CATALOG, ANYONE.withDiversity(0.9), scores)).containsExactly(0, 2, 3, 1);
    assertThat(ranked(CATALOG, ANYONE.withDiversity(0.9).withK(2).withOffset(1), scores))
        .containsExactly(2, 3);
  }

  @Test
  void rescorer_mayPinAnItem() {
    double[] scores = {1, 0.9, 0.4, 0};
    Query pinned =
        ANYONE.withRescorer(
            (item, score) -> item.id().equals("3") ? Double.POSITIVE_INFINITY : score);
    assertThat(ranked(CATALOG, pinned, scores)).containsExactly(3, 0, 1, 2);
    assertThat(ranked(CATALOG, pinned.withDiversity(0.2), scores))
        .startsWith(3)
        .containsExactlyInAnyOrder(0, 1, 2, 3);
    Query sunk =
        ANYONE.withRescorer(
            (item, score) -> item.id().equals("0") ? Double.NEGATIVE_INFINITY : score);
    assertThat(ranked(CATALOG, sunk, scores)).containsExactly(1, 2, 3, 0);
    assertThat(ranked(CATALOG, sunk.withDiversity(0.2), scores))
        .containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void diversity_leavesTheTailAsItIs() {
    int size = Diversity.POOL + 20;
    Catalog catalog = catalog(size);
    double[] scores = IntStream.range(0, size).mapToDouble(item -> -item).toArray();
    Query query = ANYONE.withK(size).withDiversity(0.5);
    List<Integer> all = ranked(catalog, query, scores);
    assertThat(all).doesNotHaveDuplicates().hasSize(size);
    assertThat(all.subList(Diversity.POOL, size))
        .containsExactlyElementsOf(IntStream.range(Diversity.POOL, size).boxed().toList());
    assertThat(ranked(catalog, query, new double[size])).hasSize(size);
  }
}
