package io.recsys.sagemaker.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.recsys.Query;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.model.HybridRecommender;
import io.recsys.sagemaker.StoredModel;
import io.recsys.sagemaker.local.LocalEndpoint;
import io.recsys.sagemaker.local.LocalSageMaker;
import io.recsys.sagemaker.protocol.AnyGenre;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A container of our own behind the service's protocol, asked through the AWS SDK. */
class RemoteRecommenderTest {
  @TempDir private static Path folder;

  private static HybridRecommender local;
  private static LocalEndpoint container;
  private static FakeRuntime runtime;
  private static RemoteRecommender remote;

  @BeforeAll
  static void start() throws Exception {
    local = HybridRecommender.load(StoredModel.FOLDER);
    container = LocalSageMaker.defaults().deploy(StoredModel.archive(folder), 0);
    runtime = new FakeRuntime(container.address());
    remote = RemoteRecommender.endpoint(FakeRuntime.ENDPOINT, Clients.retrying(runtime));
  }

  @AfterAll
  static void stop() throws IOException {
    remote.close();
    runtime.close();
    container.close();
  }

  @BeforeEach
  void forget() {
    runtime.bodies().clear();
  }

  @Test
  void recommend_answersAsInProcess_toEveryKindOfQuery() {
    Random random = new Random(3);
    List<String> items = local.model().data().items().ids();
    List<String> askers = new ArrayList<>(local.model().data().users().ids().subList(0, 12));
    askers.add("never heard of");
    for (String user : askers) {
      for (Query query : queries(Query.forUser(user), items, random)) {
        assertThat(remote.recommend(query)).as("%s", query).isEqualTo(local.recommend(query));
      }
    }
    for (Query query : queries(Query.forAnyone(), items, random)) {
      assertThat(remote.recommend(query)).as("%s", query).isEqualTo(local.recommend(query));
    }
  }

  private static List<Query> queries(Query query, List<String> items, Random random) {
    Map<String, Double> history = new LinkedHashMap<>();
    random
        .ints(5, 0, items.size())
        .forEach(item -> history.put(items.get(item), 1.0 + random.nextInt(5)));
    Set<String> some = Set.of(items.get(random.nextInt(items.size())), "no such item");
    return List.of(
        query,
        query.withK(random.nextInt(100)).withOffset(random.nextInt(20)),
        query.withExcludeSeen(false).withExclude(some),
        query.withCandidates(some).withExcludeSeen(false),
        query.withHistory(history).withDiversity(0.3),
        query.withMinSupport(5).rankedBy(Query.Order.PREDICTED_RATING),
        query.at(Instant.ofEpochSecond(880_000_000, 5)),
        query.withFilter(new AnyGenre(Set.of("Comedy", "Drama"))));
  }

  @Test
  void recommendAll_keepsTheOrderOverSeveralRequests() {
    List<String> users = local.model().data().users().ids();
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      queries.add(Query.forUser(users.get(i % users.size())).withK(i % 7));
    }
    assertThat(remote.recommendAll(queries.stream()).toList())
        .isEqualTo(queries.stream().map(local::recommend).toList());
    assertThat(runtime.bodies()).hasSize(3);
    assertThat(remote.recommendAll(queries.stream().limit(0))).isEmpty();
  }

  @Test
  void recommendAll_asksLessAtOnce_whereAnswersOrRequestsAreLarge() {
    List<Query> longAnswers =
        List.of(
            Query.forUser("1").withK(1000),
            Query.forUser("2").withK(9001),
            Query.forUser("3").withK(5));
    QueryBatches batches = new QueryBatches(RemoteRecommenderTest::nothing, longAnswers.iterator());
    assertThat(batches).toIterable().hasSize(3);
    Map<String, Double> history = new LinkedHashMap<>();
    for (int i = 0; i < 60_000; i++) {
      history.put("a long name of an item " + i, 5.0);
    }
    List<Query> longRequests =
        List.of(Query.forHistory(history), Query.forHistory(history), Query.forHistory(history));
    List<Recommendations> answers = remote.recommendAll(longRequests.stream()).toList();
    assertThat(answers).hasSize(3);
    assertThat(runtime.bodies()).hasSize(3).allMatch(body -> body.length() < 6_291_456);
  }

  private static List<Recommendations> nothing(
      List<io.recsys.sagemaker.protocol.Request> requests) {
    assertThat(requests.stream().mapToLong(request -> request.query().k()).sum())
        .isLessThanOrEqualTo(10_000);
    return requests.stream()
        .map(r -> new Recommendations(r.query().user(), io.recsys.Basis.POPULARITY, List.of()))
        .toList();
  }

  @Test
  void predictAndScore_answerAsInProcess() {
    List<String> items = new ArrayList<>(local.model().data().items().ids().subList(0, 30));
    items.add("no such item");
    items.add(items.get(3));
    for (String user : List.of("1", "never heard of")) {
      assertThat(remote.predict(user, items)).isEqualTo(local.predict(user, items));
      assertThat(remote.score(user, items)).isEqualTo(local.score(user, items));
      assertThat(remote.predict(user, items.get(0))).isEqualTo(local.predict(user, items.get(0)));
    }
    Query history = Query.forHistory(Map.of(items.get(0), 5.0));
    assertThat(remote.predict(history, items)).isEqualTo(local.predict(history, items));
    assertThat(remote.predict("1", List.of())).isEmpty();
  }

  @Test
  void recommend_saysThatCodeCannotBeSent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> remote.recommend(Query.forUser("1").withFilter(item -> true)))
        .withMessageStartingWith("filter:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> remote.recommend(Query.forUser("1").withRescorer((item, score) -> score)))
        .withMessageStartingWith("rescorer:");
    assertThat(runtime.bodies()).isEmpty();
  }

  @Test
  void recommend_refusesWhatTheModelDoes_inItsWords() {
    Query query = Query.forAttributes(Map.of("shoe size", "44"));
    Throwable expected = catchThrowable(() -> local.recommend(query));
    assertThat(expected).isInstanceOf(IllegalArgumentException.class);
    assertThat(catchThrowable(() -> remote.recommend(query)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(expected.getMessage());
    assertThat(catchThrowable(() -> remote.recommendAll(List.of(query).stream()).toList()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected.getMessage());
  }

  @Test
  void container_isAskedWithoutAws() {
    try (RemoteRecommender direct = RemoteRecommender.container(container.address())) {
      Recommender recommender = direct;
      assertThat(recommender.topK("1", 10)).isEqualTo(local.topK("1", 10));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> direct.recommend(Query.forAttributes(Map.of("shoe size", "44"))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "a_b", "a b", "äb", "a/../b"})
  void endpoint_refusesANameThatNoneHas(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RemoteRecommender.endpoint(name, Clients.retrying(runtime)))
        .withMessageContaining("'" + name + "'");
  }
}
