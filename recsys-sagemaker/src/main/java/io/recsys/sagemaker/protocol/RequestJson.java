package io.recsys.sagemaker.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.recsys.Query;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests as JSON.
 *
 * <pre>{@code
 * {"userId":"196","k":10}
 * {"history":[{"item":"50","rating":5.0}],"genres":["Comedy"]}
 * {"userId":"196","predict":["50","181"]}
 * {"userId":"196","score":["50","181"]}
 * {"requests":[{"userId":"196"},{"userId":"186"}]}
 * }</pre>
 *
 * <p>What is left out is as in {@link Query#forAnyone()}. What cannot be read is an {@link
 * IllegalArgumentException} that says what to do.
 */
public final class RequestJson {
  private static final String WHAT = "request";
  private static final String REQUESTS = "requests";

  private static final Set<String> SCORING_KEYS = Set.of(Key.USER_ID, Key.USER, Key.SCORE);
  private static final Set<String> PREDICTION_KEYS =
      Set.of(Key.USER_ID, Key.USER, Key.HISTORY, Key.ATTRIBUTES, Key.TIME, Key.PREDICT);
  private static final Set<String> RANKING_KEYS =
      Set.of(
          Key.USER_ID,
          Key.USER,
          Key.K,
          Key.OFFSET,
          Key.EXCLUDE_SEEN,
          Key.EXCLUDE,
          Key.CANDIDATES,
          Key.GENRES,
          Key.MIN_SUPPORT,
          Key.HISTORY,
          Key.ATTRIBUTES,
          Key.TIME,
          Key.RANKED_BY,
          Key.DIVERSITY,
          Key.EXPLAIN);

  private RequestJson() {}

  /** The value that a body spells: a request, or many. */
  public static JsonElement parse(String json) {
    return Json.parse(WHAT, json);
  }

  /** Whether a body holds many requests. */
  public static boolean isMany(JsonElement body) {
    return body.isJsonObject() && body.getAsJsonObject().has(REQUESTS);
  }

  /** Each of the many requests of a body. */
  public static List<JsonElement> each(JsonElement body) {
    return JsonFields.of(WHAT, body).only("body of requests", Set.of(REQUESTS)).list(REQUESTS);
  }

  /** The request that a text spells. */
  public static Request read(String json) {
    return read(parse(json));
  }

  /** The request that a JSON value spells. */
  public static Request read(JsonElement json) {
    JsonFields fields = JsonFields.of(WHAT, json);
    if (fields.has(Key.SCORE)) {
      fields.only("request for scores", SCORING_KEYS);
      String user = QueryReader.user(fields);
      if (user == null) {
        throw new IllegalArgumentException(
            "userId: is missing beside score; name the user whose scores are asked for");
      }
      return new Request.Scoring(user, fields.ids(Key.SCORE));
    }
    if (fields.has(Key.PREDICT)) {
      return new Request.Prediction(
          QueryReader.person(fields.only("prediction", PREDICTION_KEYS)), fields.ids(Key.PREDICT));
    }
    Query query = QueryReader.rankable(fields.only(WHAT, RANKING_KEYS), QueryReader.person(fields));
    return new Request.Ranking(
        query.withExplain(fields.has(Key.EXPLAIN) && fields.flag(Key.EXPLAIN)));
  }

  /** The user whom a request names, or null where it names none or cannot be read. */
  public static @Nullable String userOf(JsonElement request) {
    try {
      return QueryReader.user(JsonFields.of(WHAT, request));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * A request on one line.
   *
   * @throws IllegalArgumentException if its query has a rescorer, or a filter other than {@link
   *     AnyGenre}
   */
  public static String write(Request request) {
    return Json.line(json(request));
  }

  /** Many requests on one line, as {@link #each} takes them apart. */
  public static String writeAll(Collection<? extends Request> requests) {
    JsonArray array = new JsonArray();
    requests.forEach(request -> array.add(json(request)));
    JsonObject object = new JsonObject();
    object.add(REQUESTS, array);
    return Json.line(object);
  }

  private static JsonObject json(Request request) {
    JsonObject object = new JsonObject();
    if (request instanceof Request.Scoring scoring) {
      object.addProperty(Key.USER_ID, scoring.user());
      object.add(Key.SCORE, QueryWriter.array(scoring.items()));
    } else if (request instanceof Request.Prediction prediction) {
      QueryWriter.addPerson(object, prediction.query());
      object.add(Key.PREDICT, QueryWriter.array(prediction.items()));
    } else if (request instanceof Request.Ranking ranking) {
      QueryWriter.addPerson(object, ranking.query());
      QueryWriter.addRankable(object, ranking.query());
      if (ranking.query().explain()) {
        object.addProperty(Key.EXPLAIN, true);
      }
    }
    return object;
  }
}
