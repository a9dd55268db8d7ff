package io.recsys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every recommender promises. A test class of each implementation extends this one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RecommenderContract {
  private static final int ITEMS = 40;
  private static final String SEEN_ALL = "seen-all";
  private static final String NO_ROWS = "no-rows";
  private static final String UNKNOWN = "never heard of";

  private Dataset data;
  private Recommender recommender;

  /** The recommender under test, trained on the data given. */
  protected abstract Recommender train(Dataset data);

  @BeforeAll
  void train() {
    data = data();
    recommender = train(data);
  }

  @Test
  void recommend_ranksTheWholeCatalogWithoutWhatTheUserHasSeen() {
    for (String user : data.users().ids()) {
      assertThat(items(recommender.topK(user, ITEMS)))
          .as(user)
          .containsExactlyInAnyOrderElementsOf(unseen(user));
    }
  }

  @Test
  void recommend_ranksSeenItemsToo_whenAsked() {
    Query query = Query.forUser("3").withK(ITEMS).withExcludeSeen(false);
    assertThat(items(recommender.recommend(query)))
        .containsExactlyInAnyOrderElementsOf(data.items().ids());
  }

  @Test
  void recommend_givesAllThereIs_whenKIsLarger() {
    Recommendations all = recommender.topK("3", ITEMS);
    assertThat(recommender.topK("3", Integer.MAX_VALUE)).isEqualTo(all);
    assertThat(recommender.topK("3", ITEMS + 1)).isEqualTo(all);
  }

  @Test
  void recommend_givesNothing_whenKIsZero() {
    assertThat(recommender.topK("3", 0)).isEmpty();
  }

  @Test
  void recommend_refusesANegativeK() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recommender.topK("3", -1))
        .withMessageStartingWith("k:");
  }

  @Test
  void recommend_givesNothingToAUserWhoHasSeenEverything() {
    assertThat(recommender.topK(SEEN_ALL, 10)).isEmpty();
  }

  @Test
  void recommend_countsRanksFromOneAndScoresDownward() {
    for (String user : askers()) {
      List<Recommendation> ranked = recommender.topK(user, ITEMS).items();
      for (int i = 0; i < ranked.size(); i++) {
        assertThat(ranked.get(i).rank()).isEqualTo(i + 1);
        assertThat(ranked.get(i).score()).isFinite();
      }
      for (int i = 1; i < ranked.size(); i++) {
        Recommendation before = ranked.get(i - 1);
        Recommendation after = ranked.get(i);
        assertThat(before.score()).isGreaterThanOrEqualTo(after.score());
        if (before.score() == after.score()) {
          assertThat(data.items().indexOf(before.item()))
              .as("equal scores of %s", user)
              .isLessThan(data.items().indexOf(after.item()));
        }
      }
    }
  }

  @Test
  void recommend_beginsALongerAnswerWithTheShorterOne() {
    for (String user : askers()) {
      List<Recommendation> all = recommender.topK(user, ITEMS).items();
      for (int k = 1; k <= all.size(); k++) {
        assertThat(recommender.topK(user, k).items()).isEqualTo(all.subList(0, k));
      }
    }
  }

  @Test
  void recommend_leavesOutWhatTheQueryExcludes() {
    List<String> all = items(recommender.topK("3", ITEMS));
    Set<String> exclude = Set.of(all.get(0), all.get(2), "no such item");
    List<String> expected = new ArrayList<>(all);
    expected.removeAll(exclude);
    Query query = Query.forUser("3").withK(ITEMS).withExclude(exclude);
    assertThat(items(recommender.recommend(query))).isEqualTo(expected);
  }

  @Test
  void recommend_pagesThroughTheWholeAnswer() {
    for (double diversity : new double[] {0, 0.5}) {
      Query query = Query.forUser("3").withDiversity(diversity);
      List<Recommendation> all = recommender.recommend(query.withK(ITEMS)).items();
      List<Recommendation> pages = new ArrayList<>();
      for (int offset = 0; offset <= all.size(); offset += 7) {
        pages.addAll(recommender.recommend(query.withK(7).withOffset(offset)).items());
      }
      assertThat(pages).isEqualTo(all);
      assertThat(recommender.recommend(query.withOffset(Integer.MAX_VALUE))).isEmpty();
    }
  }

  @Test
  void recommend_ranksWhatTheFilterLetsThroughAsTheWholeCatalogDoes() {
    Query query = Query.forUser("3").withK(ITEMS);
    List<Recommendation> all = recommender.recommend(query).items();
    List<String> odd = new ArrayList<>(items(recommender.recommend(query)));
    odd.removeIf(item -> !item.endsWith("1"));
    assertThat(odd).isNotEmpty().hasSizeLessThan(all.size());
    assertThat(items(recommender.recommend(query.withFilter(item -> item.id().endsWith("1")))))
        .isEqualTo(odd);
    assertThat(recommender.recommend(query.withFilter(item -> false))).isEmpty();
  }

  @Test
  void recommend_leavesOutItemsOfLittleSupport() {
    Query query = Query.forUser("3").withK(ITEMS).withExcludeSeen(false);
    int[] support = new int[ITEMS];
    Interactions rows = data.interactions();
    for (int position = 0; position < rows.size(); position++) {
      support[rows.item(position)]++;
    }
    int median = IntStream.of(support).sorted().toArray()[ITEMS / 2];
    List<String> expected = new ArrayList<>(items(recommender.recommend(query)));
    expected.removeIf(item -> support[data.items().indexOf(item)] < median);
    assertThat(items(recommender.recommend(query.withMinSupport(median)))).isEqualTo(expected);
    assertThat(recommender.recommend(query.withMinSupport(rows.size() + 1))).isEmpty();
  }

  @Test
  void recommend_ranksByTheRescorer() {
    Query query = Query.forUser("3").withK(ITEMS);
    List<String> reversed = new ArrayList<>(items(recommender.recommend(query)));
    Collections.reverse(reversed);
    Map<String, Integer> place = new HashMap<>();
    reversed.forEach(item -> place.put(item, place.size()));
    String dropped = reversed.remove(3);
    Query.Rescorer rescorer =
        (item, score) ->
            item.id().equals(dropped) ? Double.NaN : -place.getOrDefault(item.id(), -1);
    assertThat(items(recommender.recommend(query.withRescorer(rescorer)))).isEqualTo(reversed);
    Query same = query.withRescorer((item, score) -> score);
    assertThat(recommender.recommend(same)).isEqualTo(recommender.recommend(query));
  }

  @Test
  void recommend_ignoresAttributesOfAUserItKnows() {
    Query query = Query.forUser("3").withAttributes(Map.of("no such attribute", "x"));
    assertThat(recommender.recommend(query)).isEqualTo(recommender.topK("3", 10));
  }

  @Test
  void recommendAll_answersEachQueryInOrder() {
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      queries.add(Query.forUser(data.users().id(i % data.users().size())).withK(i % 5));
    }
    List<Recommendations> answers = recommender.recommendAll(queries.stream()).toList();
    assertThat(answers).isEqualTo(queries.stream().map(recommender::recommend).toList());
  }

  @Test
  void score_isWhatRanks() {
    Recommendations all =
        recommender.recommend(Query.forUser("3").withK(ITEMS).withExcludeSeen(false));
    List<String> asked = new ArrayList<>(items(all));
    Collections.shuffle(asked, new Random(3));
    asked.add("no such item");
    double[] scores = recommender.score("3", asked);
    assertThat(scores[ITEMS]).isNaN();
    for (Recommendation answer : all) {
      assertThat(scores[asked.indexOf(answer.item())]).isEqualTo(answer.score());
    }
  }

  @Test
  void recommend_ranksCandidatesAsTheWholeCatalogDoes() {
    Random random = new Random(7);
    Query query = Query.forUser("3").withK(ITEMS);
    for (int trial = 0; trial < 50; trial++) {
      Set<String> candidates = new HashSet<>(Set.of("no such item"));
      random.ints(1 + random.nextInt(9), 0, ITEMS).forEach(i -> candidates.add(data.items().id(i)));
      List<String> expected = new ArrayList<>(items(recommender.recommend(query)));
      expected.retainAll(candidates);
      assertThat(items(recommender.recommend(query.withCandidates(candidates))))
          .isEqualTo(expected);
    }
    assertThat(recommender.recommend(query.withCandidates(Set.of()))).isEmpty();
  }

  @Test
  void recommend_excludesAmongCandidates() {
    String best = items(recommender.topK("3", 1)).get(0);
    Query query = Query.forUser("3").withCandidates(Set.of(best)).withExclude(Set.of(best));
    assertThat(recommender.recommend(query)).isEmpty();
  }

  @Test
  void recommend_answersForAUserItDoesNotKnow() {
    Recommendations unknown = recommender.topK(UNKNOWN, ITEMS);
    Recommendations anyone = recommender.recommend(Query.forAnyone().withK(ITEMS));
    assertThat(unknown.user()).isEqualTo(UNKNOWN);
    assertThat(unknown.basis()).isNotEqualTo(Basis.USER);
    assertThat(items(unknown)).hasSize(ITEMS);
    assertThat(anyone.user()).isNull();
    assertThat(anyone.basis()).isEqualTo(unknown.basis());
    assertThat(anyone.items()).isEqualTo(unknown.items());
    assertThat(recommender.topK(NO_ROWS, ITEMS).basis()).isNotEqualTo(Basis.USER);
  }

  @Test
  void recommend_takesTitlesAndGenresFromTheData() {
    for (Recommendation item : recommender.topK("3", ITEMS)) {
      boolean even = data.items().indexOf(item.item()) % 2 == 0;
      assertThat(item.title()).isEqualTo(even ? "Title of " + item.item() : item.item());
      assertThat(item.genres()).isEqualTo(even ? List.of("Even", "Shared") : List.of());
    }
  }

  @Test
  void predict_staysOnTheScale_orGivesNoRatingAtAll() {
    boolean rates = !Double.isNaN(recommender.predict("3", data.items().id(0)));
    for (String user : askers()) {
      for (double rating : recommender.predict(user, data.items().ids())) {
        assertThat(Double.isNaN(rating)).as(user).isEqualTo(!rates);
        assertThat(!rates || data.scale().contains(rating)).as(user + " " + rating).isTrue();
      }
    }
  }

  @Test
  void predict_isWhatTheAnswerSays() {
    for (String user : askers()) {
      for (Recommendation item : recommender.topK(user, ITEMS)) {
        double rating = recommender.predict(user, item.item());
        if (Double.isNaN(rating)) {
          assertThat(item.predictedRating()).isNaN();
        } else {
          assertThat(item.predictedRating()).isCloseTo(rating, within(1e-5));
        }
      }
    }
  }

  @Test
  void recommend_ranksByStars_whenAsked_andElseByPreference() {
    for (String user : askers()) {
      Query query = Query.forUser(user).withK(ITEMS).rankedBy(Query.Order.PREDICTED_RATING);
      List<Recommendation> answer = recommender.recommend(query).items();
      assertThat(answer).hasSameSizeAs(recommender.topK(user, ITEMS).items());
      for (int place = 1; place < answer.size(); place++) {
        double before = answer.get(place - 1).predictedRating();
        double after = answer.get(place).predictedRating();
        assertThat(Double.isNaN(before) || before >= after - 1e-5).as(user).isTrue();
      }
    }
  }

  @Test
  void recommend_explainsWhatItShows_andShowsTheSame_whenAsked() {
    for (String user : askers()) {
      for (Query.Order order : Query.Order.values()) {
        Query query = Query.forUser(user).withHistory(Map.of("4", 5.0)).rankedBy(order).withK(5);
        List<Recommendation> plain = recommender.recommend(query).items();
        List<Recommendation> explained = recommender.recommend(query.withExplain(true)).items();
        assertThat(plain).allMatch(one -> one.explanation() == null);
        assertThat(explained.stream().map(one -> one.withExplanation(null)).toList())
            .isEqualTo(plain);
        explained.forEach(one -> assertExplained(user, one));
      }
    }
  }

  /** Whether a recommender explains is its own affair, but what it says must hold. */
  private static void assertExplained(String user, Recommendation shown) {
    Explanation why = shown.explanation();
    if (why != null) {
      assertThat(why.user()).isEqualTo(user);
      assertThat(why.item()).isEqualTo(shown.item());
      assertThat(why.title()).isEqualTo(shown.title());
      assertThat(why.predictedRating()).isCloseTo(shown.predictedRating(), within(1e-5));
      double sum = why.contributions().stream().mapToDouble(c -> c.stars()).sum();
      assertThat(why.base() + sum).isCloseTo(why.unclippedRating(), within(1e-4));
    }
  }

  @Test
  void recommend_leavesOutWhatTheHistoryHolds() {
    Map<String, Double> history = Map.of("4", 5.0, "2", 1.0, "no such item", 3.0);
    Query query = Query.forHistory(history).withK(ITEMS);
    List<String> expected = new ArrayList<>(data.items().ids());
    expected.removeAll(history.keySet());
    assertThat(items(recommender.recommend(query))).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(items(recommender.recommend(query.withExcludeSeen(false))))
        .containsExactlyInAnyOrderElementsOf(data.items().ids());
    assertThat(recommender.recommend(query).basis()).isIn(Basis.HISTORY, Basis.POPULARITY);
  }

  @Test
  void predict_asksTheSameOfAQueryAsOfItsUser() {
    List<String> asked = List.of("4", "2");
    for (String user : askers()) {
      assertThat(recommender.predict(Query.forUser(user), asked))
          .isEqualTo(recommender.predict(user, asked));
    }
    assertThat(recommender.predict(Query.forAnyone(), asked))
        .isEqualTo(recommender.predict(UNKNOWN, asked));
    assertThat(recommender.predict(Query.forHistory(Map.of("3", 5.0)), asked)).hasSize(2);
  }

  @Test
  void query_refusesARatingThatIsNoNumber() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Query.forHistory(Map.of("4", Double.NaN)))
        .withMessageContaining("history")
        .withMessageContaining("'4'");
  }

  @Test
  void predict_givesOneRatingForEachItemAsked() {
    List<String> asked = List.of("4", "no such item", "2", "4");
    double[] together = recommender.predict("3", asked);
    assertThat(together).hasSize(4);
    // Compared as arrays, where NaN equals NaN.
    assertThat(together)
        .isEqualTo(asked.stream().mapToDouble(item -> recommender.predict("3", item)).toArray());
    assertThat(recommender.predict("3", List.of())).isEmpty();
  }

  @Test
  void recommend_answersAlikeFromManyThreads() throws Exception {
    List<Recommendations> expected =
        askers().stream().map(user -> recommender.topK(user, 10)).toList();
    Callable<Boolean> asker =
        () -> {
          for (int round = 0; round < 20; round++) {
            for (int i = 0; i < expected.size(); i++) {
              if (!recommender.topK(askers().get(i), 10).equals(expected.get(i))) {
                return false;
              }
            }
          }
          return true;
        };
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (Future<Boolean> equal : threads.invokeAll(Collections.nCopies(8, asker))) {
        assertThat(equal.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private List<String> askers() {
    List<String> askers = data.users().ids();
    askers.add(UNKNOWN);
    return askers;
  }

  private List<String> unseen(String user) {
    int index = data.users().indexOf(user);
    return data.items().ids().stream()
        .filter(item -> !data.interactions().contains(index, data.items().indexOf(item)))
        .toList();
  }

  private static List<String> items(Recommendations answer) {
    return answer.items().stream().map(Recommendation::item).toList();
  }

  /** Twenty users who saw some items, one who saw all, one who saw none; five items unseen. */
  private static Dataset data() {
    Vocabulary items =
        Vocabulary.of(IntStream.range(0, ITEMS).mapToObj(Integer::toString).toList());
    List<String> ids = new ArrayList<>(List.of(SEEN_ALL, NO_ROWS));
    IntStream.range(0, 20).mapToObj(Integer::toString).forEach(ids::add);
    Vocabulary users = Vocabulary.of(ids);
    Interactions.Builder builder = Interactions.builder();
    Random random = new Random(5);
    for (int user = 0; user < 20; user++) {
      int index = users.indexOf(Integer.toString(user));
      random
          .ints(12, 0, ITEMS - 5)
          .distinct()
          .forEach(item -> builder.add(index, item, 1 + random.nextInt(5), random.nextInt(99_999)));
    }
    int all = users.indexOf(SEEN_ALL);
    IntStream.range(0, ITEMS).forEach(item -> builder.add(all, item, 1 + item % 5, 1000L * item));
    return new Dataset(
        "contract",
        users,
        items,
        AttributeTable.empty(users.size()),
        attributes(items),
        builder.build(users.size(), ITEMS, true),
        new RatingScale(1, 5));
  }

  private static AttributeTable attributes(Vocabulary items) {
    AttributeTable.Builder attributes =
        AttributeTable.builder(items.size())
            .column("title", AttributeTable.Type.TEXT)
            .column("genres", AttributeTable.Type.TERMS);
    for (int item = 0; item < items.size(); item += 2) {
      attributes.text("title", item, "Title of " + items.id(item));
      attributes.terms("genres", item, List.of("Even", "Shared"));
    }
    return attributes.build();
  }
}
