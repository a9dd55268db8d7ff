package io.recsys.sagemaker.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.recsys.Basis;
import io.recsys.Explanation;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers as JSON, each on one line.
 *
 * <pre>{@code
 * {"user":"196","basis":"USER","items":[{"rank":1,"item":"50","title":"50","genres":[],"score":1.5}]}
 * {"user":"196","predictions":[{"item":"50","predictedRating":4.2}]}
 * {"user":"196","scores":[{"item":"50","score":1.5}]}
 * {"user":"196","error":{"code":"BAD_REQUEST","message":"...","hint":"..."}}
 * {"answers":[{...},{...}]}
 * }</pre>
 *
 * <p>Every number is read back as it was. One that is not finite is left out and read back as NaN;
 * someone unknown is left out.
 */
public final class AnswerJson {
  /** What a body that answers many requests begins with; commas set the answers apart. */
  public static final String HEAD = "{\"" + Key.ANSWERS + "\":[";

  /** What such a body ends with. */
  public static final String TAIL = "]}";

  private static final String WHAT = "answer";

  private AnswerJson() {}

  /** An answer on one line, without its end. */
  public static String write(Answer answer) {
    return Json.line(json(answer));
  }

  /** The body that answers many requests, from a line for each. */
  public static String joined(List<String> lines) {
    return HEAD + String.join(",", lines) + TAIL;
  }

  private static JsonObject json(Answer answer) {
    JsonObject object = new JsonObject();
    if (answer instanceof Answer.Ranked ranked) {
      addUser(object, ranked.recommendations().user());
      object.addProperty(Key.BASIS, ranked.recommendations().basis().name());
      object.add(Key.ITEMS, items(ranked.recommendations()));
    } else if (answer instanceof Answer.Predicted predicted) {
      addUser(object, predicted.user());
      object.add(Key.PREDICTIONS, numbers(predicted.ratings(), Key.PREDICTED_RATING));
    } else if (answer instanceof Answer.Scored scored) {
      addUser(object, scored.user());
      object.add(Key.SCORES, numbers(scored.scores(), Key.SCORE));
    } else if (answer instanceof Answer.Failed failed) {
      addUser(object, failed.user());
      object.add(Key.ERROR, failed.failure().toJson());
    }
    return object;
  }

  private static JsonArray items(Recommendations recommendations) {
    JsonArray items = new JsonArray();
    for (Recommendation found : recommendations) {
      JsonObject item = new JsonObject();
      item.addProperty(Key.RANK, found.rank());
      item.addProperty(Key.ITEM, found.item());
      item.addProperty(Key.TITLE, found.title());
      item.add(Key.GENRES, QueryWriter.array(found.genres()));
      addNumber(item, Key.SCORE, found.score());
      addNumber(item, Key.PREDICTED_RATING, found.predictedRating());
      Explanation explanation = found.explanation();
      if (explanation != null) {
        item.add(Key.EXPLANATION, ExplanationJson.json(explanation));
      }
      items.add(item);
    }
    return items;
  }

  private static JsonArray numbers(Map<String, Double> numbers, String name) {
    JsonArray items = new JsonArray();
    numbers.forEach(
        (id, number) -> {
          JsonObject item = new JsonObject();
          item.addProperty(Key.ITEM, id);
          addNumber(item, name, number);
          items.add(item);
        });
    return items;
  }

  private static void addUser(JsonObject object, @Nullable String user) {
    if (user != null) {
      object.addProperty(Key.USER, user);
    }
  }

  /** JSON has no word for what is not finite. */
  static void addNumber(JsonObject object, String name, double number) {
    if (Double.isFinite(number)) {
      object.addProperty(name, number);
    }
  }

  /**
   * The answer that a line spells.
   *
   * @throws IllegalArgumentException if it spells none
   */
  public static Answer read(String line) {
    return read(Json.parse(WHAT, line));
  }

  /**
   * The answers to many requests.
   *
   * @throws IllegalArgumentException if the body holds none
   */
  public static List<Answer> readAll(String body) {
    return JsonFields.of(WHAT, Json.parse(WHAT, body)).list(Key.ANSWERS).stream()
        .map(AnswerJson::read)
        .toList();
  }

  private static Answer read(JsonElement json) {
    JsonFields fields = JsonFields.of(WHAT, json);
    String user = fields.has(Key.USER) ? fields.text(Key.USER) : null;
    if (fields.has(Key.ERROR)) {
      return new Answer.Failed(user, Failure.read(fields.required(Key.ERROR)));
    }
    if (fields.has(Key.PREDICTIONS)) {
      return new Answer.Predicted(user, numbers(fields, Key.PREDICTIONS, Key.PREDICTED_RATING));
    }
    if (fields.has(Key.SCORES)) {
      return new Answer.Scored(fields.text(Key.USER), numbers(fields, Key.SCORES, Key.SCORE));
    }
    List<Recommendation> items = new ArrayList<>();
    for (JsonElement element : fields.list(Key.ITEMS)) {
      JsonFields item = JsonFields.of(Key.ITEM, element);
      boolean explained = item.has(Key.EXPLANATION);
      items.add(
          recommendation(item)
              .withExplanation(explained ? ExplanationJson.read(user, item) : null));
    }
    Basis basis = Basis.valueOf(fields.text(Key.BASIS));
    return new Answer.Ranked(new Recommendations(user, basis, items));
  }

  private static Recommendation recommendation(JsonFields item) {
    return new Recommendation(
        item.integer(Key.RANK),
        item.text(Key.ITEM),
        item.text(Key.TITLE),
        item.ids(Key.GENRES),
        item.numberOrNaN(Key.SCORE),
        item.numberOrNaN(Key.PREDICTED_RATING));
  }

  private static Map<String, Double> numbers(JsonFields fields, String list, String name) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (JsonElement element : fields.list(list)) {
      JsonFields item = JsonFields.of(Key.ITEM, element);
      numbers.put(item.text(Key.ITEM), item.numberOrNaN(name));
    }
    return numbers;
  }
}
