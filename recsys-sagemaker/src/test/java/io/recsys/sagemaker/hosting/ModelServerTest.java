package io.recsys.sagemaker.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.Query;
import io.recsys.Recommender;
import io.recsys.model.HybridRecommender;
import io.recsys.sagemaker.protocol.Answer;
import io.recsys.sagemaker.protocol.AnswerJson;
import io.recsys.sagemaker.protocol.AnyGenre;
import io.recsys.sagemaker.protocol.Failure;
import io.recsys.sagemaker.protocol.Request;
import io.recsys.sagemaker.protocol.RequestJson;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the service asks of a container, over sockets. */
class ModelServerTest {
  private static final String JSON = "application/json";
  private static final String LINES = "application/jsonlines";

  private static HybridRecommender model;
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    model = HybridRecommender.load(RunningServer.MODEL);
    server = RunningServer.of(model, Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static Answer.Ranked ranked(Query query) {
    return new Answer.Ranked(model.recommend(query));
  }

  private static Answer answer(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(JSON);
    return AnswerJson.read(response.body());
  }

  private static Failure failure(HttpResponse<String> response) {
    assertThat(response.headers().firstValue("Content-Type")).hasValue(JSON);
    assertThat(response.body()).doesNotContain("Exception", "\tat ", ".java");
    Failure failure = Failure.read(response.body());
    assertThat(response.statusCode()).isEqualTo(failure.code().status());
    assertThat(failure.message()).isNotEmpty();
    assertThat(failure.hint()).isNotEmpty();
    return failure;
  }

  @Test
  void ping_isHealthyWithAnEmptyBody() {
    HttpResponse<String> response = server.read("/ping");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void ping_isNotHealthyUntilTheModelIsLoaded() throws Exception {
    try (RunningServer loading = RunningServer.empty(Map.of(), config -> config)) {
      CountDownLatch loaded = new CountDownLatch(1);
      CompletableFuture<Void> load =
          CompletableFuture.runAsync(
              () -> {
                try {
                  loading
                      .server()
                      .load(
                          () -> {
                            loaded.await();
                            return model;
                          });
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      assertThat(failure(loading.read("/ping")).code()).isEqualTo(Failure.Code.NOT_READY);
      assertThat(failure(loading.invoke("{\"userId\":\"1\"}")).code())
          .isEqualTo(Failure.Code.NOT_READY);
      loaded.countDown();
      load.join();
      assertThat(loading.read("/ping").statusCode()).isEqualTo(200);
      assertThat(answer(loading.invoke("{\"userId\":\"1\"}")))
          .isEqualTo(ranked(Query.forUser("1")));
    }
  }

  @Test
  void load_neverServesAModelThatFails() throws Exception {
    try (RunningServer loading = RunningServer.empty(Map.of(), config -> config)) {
      assertThatThrownBy(
              () ->
                  loading
                      .server()
                      .load(() -> Recommender.load(RunningServer.MODEL.resolve("nothing"))))
          .isInstanceOf(IOException.class);
      assertThat(loading.read("/ping").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void invocations_answersAsInProcess() {
    for (Query query :
        List.of(
            Query.forUser("17"),
            Query.forUser("nobody").withK(3),
            Query.forAnyone().withOffset(5),
            Query.forUser("2").withDiversity(0.3).withMinSupport(5).withExclude(Set.of("3")),
            Query.forUser("2").withCandidates(Set.of("3", "11")).withExcludeSeen(false),
            Query.forUser("2").withFilter(new AnyGenre(Set.of("Comedy", "Drama"))).withK(100),
            Query.forHistory(Map.of("3", 5.0, "11", 2.0)),
            Query.forAttributes(Map.of("age", "24", "gender", "F")),
            Query.forUser("17").rankedBy(Query.Order.PREDICTED_RATING))) {
      String body = RequestJson.write(new Request.Ranking(query));
      assertThat(answer(server.invoke(body))).isEqualTo(ranked(query));
    }
  }

  @Test
  void invocations_answersTheShortestRequest() {
    Query three = Query.forUser("17").withK(3);
    assertThat(answer(server.invoke("{\"userId\":\"17\",\"k\":3}"))).isEqualTo(ranked(three));
    assertThat(answer(server.invoke("{\"user\":17,\"k\":3}"))).isEqualTo(ranked(three));
  }

  @Test
  void invocations_predictsAndScores() {
    List<String> items = List.of("3", "11", "nothing");
    Answer.Predicted ratings =
        (Answer.Predicted)
            answer(server.invoke("{\"userId\":\"17\",\"predict\":[\"3\",\"11\",\"nothing\"]}"));
    assertThat(ratings.ratings().values().stream().mapToDouble(r -> r).toArray())
        .isEqualTo(model.predict("17", items));
    Answer.Scored scores =
        (Answer.Scored) answer(server.invoke("{\"userId\":\"17\",\"score\":[3,11,\"nothing\"]}"));
    assertThat(scores.scores().values().stream().mapToDouble(s -> s).toArray())
        .isEqualTo(model.score("17", items));
  }

  @Test
  void invocations_explains() {
    Query query = Query.forUser("17").withK(2).withExplain(true);
    Answer found = answer(server.invoke("{\"userId\":\"17\",\"k\":2,\"explain\":true}"));
    assertThat(found).isEqualTo(ranked(query));
    assertThat(ranked(query).recommendations()).allMatch(item -> item.explanation() != null);
  }

  @Test
  void invocations_answersManyInOrder() {
    List<Query> queries =
        IntStream.rangeClosed(1, 40).mapToObj(user -> Query.forUser("" + user).withK(4)).toList();
    List<Request> requests =
        queries.stream().<Request>map(query -> new Request.Ranking(query)).toList();
    HttpResponse<String> response = server.invoke(RequestJson.writeAll(requests));
    List<Answer.Ranked> expected = queries.stream().map(ModelServerTest::ranked).toList();
    assertThat(AnswerJson.readAll(response.body())).isEqualTo(expected);

    String lines = String.join("\r\n", requests.stream().map(RequestJson::write).toList());
    HttpResponse<String> answered = RunningServer.send(server.invocation(LINES, lines + "\n"));
    assertThat(answered.headers().firstValue("Content-Type")).hasValue(LINES);
    assertThat(answered.body().lines().map(AnswerJson::read)).isEqualTo(expected);
  }

  @Test
  void invocations_takesRowsAndAnswersLinesOrRows() {
    String rows = "userId,k\n17,3\n\"nobody, at all\"\n";
    HttpResponse<String> lines = RunningServer.send(server.invocation("text/csv", rows));
    assertThat(lines.body().lines().map(AnswerJson::read))
        .isEqualTo(
            List.of(ranked(Query.forUser("17").withK(3)), ranked(Query.forUser("nobody, at all"))));
    HttpResponse<String> csv =
        RunningServer.send(
            server
                .to("/invocations")
                .header("Content-Type", "text/csv; charset=utf-8")
                .header("Accept", "text/csv")
                .POST(BodyPublishers.ofString(rows))
                .build());
    String three =
        String.join(",", model.topK("17", 3).items().stream().map(item -> item.item()).toList());
    assertThat(csv.body()).startsWith("17,USER," + three + "\n\"nobody, at all\",POPULARITY,");
  }

  @Test
  void invocations_ofOneHundredClientsAtOnceAreAnsweredAsInProcess() {
    List<CompletableFuture<Void>> clients =
        IntStream.range(0, 100)
            .mapToObj(
                client ->
                    CompletableFuture.runAsync(
                        () -> {
                          Query query = Query.forUser("" + client % 45).withK(1 + client % 7);
                          String body = RequestJson.write(new Request.Ranking(query));
                          for (int i = 0; i < 5; i++) {
                            assertThat(answer(server.invoke(body))).isEqualTo(ranked(query));
                          }
                        },
                        command -> new Thread(command).start()))
            .toList();
    clients.forEach(CompletableFuture::join);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"userId\":\"17\",\"k\":1001}|k: 1001 is more than the endpoint gives",
        "{\"userId\":\"17\",\"k\":101,\"explain\":true}|too many to explain",
        "{\"userId\":\"17\",\"kk\":10}|kk: is no key",
        "{\"userId\":\"17\"|request: is no JSON at line 1",
        "{\"attributes\":{\"shoe\":\"44\"}}|shoe",
        "{\"requests\":[{\"userId\":\"1\"},{\"userId\":\"2\",\"k\":-1}]}|requests[1]: k: -1",
        "{\"requests\":{}}|requests: has another type",
      })
  void invocations_tellsTheCallerWhatIsWrong(String body, String message) {
    Failure failure = failure(server.invoke(body));
    assertThat(failure.code()).isEqualTo(Failure.Code.BAD_REQUEST);
    assertThat(failure.message()).contains(message);
  }

  @Test
  void invocations_namesTheBadLine() {
    String lines = "{\"userId\":\"1\"}\n\n{\"userId\":\"2\",\"k\":\"x\"}\n";
    Failure failure = failure(RunningServer.send(server.invocation(LINES, lines)));
    assertThat(failure.message()).startsWith("line 3: k: has another type");
  }
}
