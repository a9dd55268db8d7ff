package io.recsys.sagemaker.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.Query;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestJsonTest {
  private static Query ranked(String json) {
    return ((Request.Ranking) RequestJson.read(json)).query();
  }

  private static Map<String, Double> history() {
    Map<String, Double> history = new LinkedHashMap<>();
    history.put("50", 5.0);
    history.put("3", 0.1 + 0.2);
    return history;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"userId\":\"196\",\"k\":10}",
        "{\"user\":\"196\"}",
        "{\"userId\":196,\"k\":1e1}",
        "{\"userId\":\"196\",\"history\":null,\"exclude\":[]}"
      })
  void read_takesAUser(String json) {
    assertThat(RequestJson.read(json))
        .isEqualTo(new Request.Ranking(Query.forUser("196").withK(10)));
  }

  @Test
  void write_isReadBackAsItWas() {
    Query query =
        Query.forUser("19\"6\u00e9")
            .withK(7)
            .withOffset(14)
            .withExcludeSeen(false)
            .withExclude(Set.of("1", "2"))
            .withCandidates(Set.of("3", "4"))
            .withFilter(new AnyGenre(Set.of("Comedy", "Film-Noir")))
            .withMinSupport(3)
            .withHistory(history())
            .withAttributes(Map.of("age", "24", "gender", "F"))
            .at(Instant.parse("1998-04-22T23:10:38.000000001Z"))
            .rankedBy(Query.Order.PREDICTED_RATING)
            .withDiversity(0.1 + 0.2);
    Request request = new Request.Ranking(query.withExplain(true));
    Request back = RequestJson.read(RequestJson.write(request));
    assertThat(back).isEqualTo(request);
    assertThat(back.query().history().keySet()).containsExactly("50", "3");
  }

  @Test
  void write_isReadBackWithNothingSaid() {
    for (Query query : List.of(Query.forAnyone(), Query.forAnyone().withCandidates(Set.of()))) {
      Request request = new Request.Ranking(query);
      assertThat(RequestJson.read(RequestJson.write(request))).isEqualTo(request);
    }
  }

  @Test
  void write_takesPredictionsAndScores() {
    for (Request request :
        List.of(
            new Request.Prediction(Query.forHistory(history()), List.of("50", "181", "50")),
            new Request.Prediction(Query.forUser(""), List.of()),
            new Request.Scoring("196", List.of("50", "nothing")))) {
      assertThat(RequestJson.read(RequestJson.write(request))).isEqualTo(request);
    }
  }

  @Test
  void writeAll_isTakenApart() {
    List<Request> requests =
        List.of(
            new Request.Ranking(Query.forUser("196")), new Request.Scoring("186", List.of("50")));
    var body = RequestJson.parse(RequestJson.writeAll(requests));
    assertThat(RequestJson.isMany(body)).isTrue();
    assertThat(RequestJson.each(body).stream().map(RequestJson::read)).isEqualTo(requests);
  }

  @Test
  void write_refusesCode() {
    Query filtered = Query.forUser("196").withFilter(item -> true);
    Query rescored = Query.forUser("196").withRescorer((item, score) -> score);
    assertThatThrownBy(() -> RequestJson.write(new Request.Ranking(filtered)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AnyGenre");
    assertThatThrownBy(() -> RequestJson.write(new Request.Ranking(rescored)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rescorer");
  }

  @Test
  void read_takesAHistoryAsObjectAndTheLastOfTwoRatings() {
    assertThat(ranked("{\"history\":{\"50\":5,\"3\":1.5}}").history())
        .containsExactly(Map.entry("50", 5.0), Map.entry("3", 1.5));
    String twice =
        "{\"history\":[{\"item\":50,\"rating\":5},{\"item\":\"3\",\"rating\":4},"
            + "{\"item\":\"50\",\"rating\":1}]}";
    assertThat(ranked(twice).history()).containsExactly(Map.entry("3", 4.0), Map.entry("50", 1.0));
  }

  @Test
  void read_takesNumbersAsAttributesAndSecondsAsTime() {
    Query query = ranked("{\"attributes\":{\"age\":24,\"gender\":\"F\"},\"time\":893286638}");
    assertThat(query.attributes()).containsOnly(Map.entry("age", "24"), Map.entry("gender", "F"));
    assertThat(query.time()).isEqualTo(Instant.parse("1998-04-22T23:10:38Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"userid\":\"196\"}|did you mean 'userId'?",
        "{\"userId\":\"196\",\"minsupport\":3}|did you mean 'minSupport'?",
        "{\"userId\":\"196\",\"zzzzzzzz\":3}|zzzzzzzz: is no key of a request",
        "{\"userId\":\"196\",\"user\":\"196\"}|mean the same",
        "{\"userId\":1.5}|userId: has another type; give an id",
        "{\"userId\":[\"1\"]}|userId: has another type; give an id",
        "{\"userId\":true}|userId: has another type; give an id",
        "{\"userId\":\"1\",\"k\":\"ten\"}|k: has another type; give a number",
        "{\"userId\":\"1\",\"k\":1.5}|k: has another type; give a whole number",
        "{\"userId\":\"1\",\"k\":1e99}|k: has another type; give a whole number",
        "{\"userId\":\"1\",\"k\":-1}|k: -1 is negative",
        "{\"userId\":\"1\",\"genres\":[]}|genres: is empty",
        "{\"userId\":\"1\",\"genres\":\"Comedy\"}|genres: has another type; give a list",
        "{\"userId\":\"1\",\"history\":[{\"item\":\"50\"}]}|rating: is missing in the history",
        "{\"userId\":\"1\",\"history\":{\"50\":\"5\"}}|50: has another type; give a number",
        "{\"userId\":\"1\",\"history\":{\"50\":1e999}}|50: has another type; give a number",
        "{\"userId\":\"1\",\"attributes\":{\"age\":[24]}}|attributes: 'age'",
        "{\"userId\":\"1\",\"time\":\"soon\"}|time: is no time",
        "{\"userId\":\"1\",\"time\":1e300}|time: is no time",
        "{\"userId\":\"1\",\"rankedBy\":\"stars\"}|rankedBy: 'stars' is no order",
        "{\"userId\":\"1\",\"diversity\":1}|diversity: 1.0 is not allowed",
        "{\"userId\":\"1\",\"explain\":\"yes\"}|explain: has another type; give true or false",
        "{\"userId\":\"1\",\"predict\":[\"50\"],\"k\":3}|k: is no key of a prediction",
        "{\"score\":[\"50\"]}|userId: is missing",
        "[]|request: is no JSON object",
        "{\"userId\":\"1\"} {}|request: is no JSON at line 1 column 17",
        "{\"userId\":\"1\"|request: is no JSON",
        "{'userId':'1'}|request: is no JSON",
        "{\"userId\":NaN}|request: is no JSON",
        "''|request: is empty",
      })
  void read_saysWhatIsWrong(String json, String message) {
    assertThatThrownBy(() -> RequestJson.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void read_refusesDeepNesting() {
    String deep = "[".repeat(100_000);
    assertThatThrownBy(() -> RequestJson.read(deep)).isInstanceOf(IllegalArgumentException.class);
  }
}
