package io.recsys.sagemaker.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.recsys.Query;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request's JSON says of a query. */
final class QueryReader {
  private QueryReader() {}

  /** The user whom a request names, or null. */
  static @Nullable String user(JsonFields fields) {
    String key = fields.oneOf(Key.USER_ID, Key.USER);
    return key == null ? null : fields.id(key);
  }

  /** A query about the one whom a request describes. */
  static Query person(JsonFields fields) {
    Query query = Query.forAnyone().withUser(user(fields));
    if (fields.has(Key.HISTORY)) {
      query = query.withHistory(history(fields));
    }
    if (fields.has(Key.ATTRIBUTES)) {
      query = query.withAttributes(attributes(fields.required(Key.ATTRIBUTES)));
    }
    return fields.has(Key.TIME) ? query.at(time(fields)) : query;
  }

  /** The query with what may be ranked. */
  static Query rankable(JsonFields fields, Query person) {
    Query query = person;
    query = fields.has(Key.K) ? query.withK(fields.integer(Key.K)) : query;
    query = fields.has(Key.OFFSET) ? query.withOffset(fields.integer(Key.OFFSET)) : query;
    query =
        fields.has(Key.EXCLUDE_SEEN) ? query.withExcludeSeen(fields.flag(Key.EXCLUDE_SEEN)) : query;
    query = fields.has(Key.EXCLUDE) ? query.withExclude(set(fields, Key.EXCLUDE)) : query;
    query = fields.has(Key.CANDIDATES) ? query.withCandidates(set(fields, Key.CANDIDATES)) : query;
    query =
        fields.has(Key.GENRES) ? query.withFilter(new AnyGenre(set(fields, Key.GENRES))) : query;
    query =
        fields.has(Key.MIN_SUPPORT) ? query.withMinSupport(fields.integer(Key.MIN_SUPPORT)) : query;
    query = fields.has(Key.RANKED_BY) ? query.rankedBy(order(fields.text(Key.RANKED_BY))) : query;
    return fields.has(Key.DIVERSITY) ? query.withDiversity(fields.number(Key.DIVERSITY)) : query;
  }

  private static Set<String> set(JsonFields fields, String key) {
    return new HashSet<>(fields.ids(key));
  }

  /** A list of items with a rating each, the oldest first, or an object of ratings by item. */
  private static Map<String, Double> history(JsonFields fields) {
    Map<String, Double> history = new LinkedHashMap<>();
    if (fields.required(Key.HISTORY).isJsonObject()) {
      JsonFields ratings = JsonFields.of(Key.HISTORY, fields.required(Key.HISTORY));
      ratings.entries().forEach(e -> history.put(e.getKey(), ratings.number(e.getKey())));
      return history;
    }
    for (JsonElement element : fields.list(Key.HISTORY)) {
      JsonFields rated =
          JsonFields.of(Key.HISTORY, element).only("history's entry", Set.of(Key.ITEM, Key.RATING));
      String item = rated.id(Key.ITEM);
      // Rated again, it is as late as the last time.
      history.remove(item);
      history.put(item, rated.number(Key.RATING));
    }
    return history;
  }

  private static Map<String, String> attributes(JsonElement element) {
    Map<String, String> attributes = new LinkedHashMap<>();
    JsonFields.of(Key.ATTRIBUTES, element)
        .entries()
        .forEach(
            entry -> {
              if (!entry.getValue().isJsonPrimitive()) {
                throw new IllegalArgumentException(
                    "attributes: '" + entry.getKey() + "' has another type; give a text or number");
              }
              attributes.put(entry.getKey(), entry.getValue().getAsString());
            });
    return attributes;
  }

  private static Instant time(JsonFields fields) {
    try {
      boolean isText = fields.required(Key.TIME) instanceof JsonPrimitive p && p.isString();
      return isText
          ? Instant.parse(fields.text(Key.TIME))
          : Instant.ofEpochSecond((long) fields.number(Key.TIME));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "time: is no time; give seconds since 1970, or 1998-04-22T23:10:38Z", e);
    }
  }

  private static Query.Order order(String name) {
    return switch (name) {
      case Key.PREFERENCE -> Query.Order.PREFERENCE;
      case Key.PREDICTED_RATING -> Query.Order.PREDICTED_RATING;
      default ->
          throw new IllegalArgumentException(
              "rankedBy: '" + name + "' is no order; give preference or predictedRating");
    };
  }
}
