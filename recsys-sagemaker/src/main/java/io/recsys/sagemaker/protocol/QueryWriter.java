package io.recsys.sagemaker.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.recsys.CatalogItem;
import io.recsys.Query;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Predicate;

/** A query as part of a request's JSON. */
final class QueryWriter {
  private QueryWriter() {}

  static void addPerson(JsonObject object, Query query) {
    if (query.user() != null) {
      object.addProperty(Key.USER_ID, query.user());
    }
    if (!query.history().isEmpty()) {
      JsonArray history = new JsonArray();
      query
          .history()
          .forEach(
              (item, rating) -> {
                JsonObject rated = new JsonObject();
                rated.addProperty(Key.ITEM, item);
                rated.addProperty(Key.RATING, rating);
                history.add(rated);
              });
      object.add(Key.HISTORY, history);
    }
    if (!query.attributes().isEmpty()) {
      JsonObject attributes = new JsonObject();
      query.attributes().forEach(attributes::addProperty);
      object.add(Key.ATTRIBUTES, attributes);
    }
    Instant time = query.time();
    if (time != null) {
      object.addProperty(Key.TIME, time.toString());
    }
  }

  static void addRankable(JsonObject object, Query query) {
    requireSendable(query);
    object.addProperty(Key.K, query.k());
    object.addProperty(Key.OFFSET, query.offset());
    object.addProperty(Key.EXCLUDE_SEEN, query.excludeSeen());
    object.add(Key.EXCLUDE, array(query.exclude()));
    if (query.candidates() != null) {
      object.add(Key.CANDIDATES, array(query.candidates()));
    }
    if (query.filter() instanceof AnyGenre any) {
      object.add(Key.GENRES, array(any.genres()));
    }
    object.addProperty(Key.MIN_SUPPORT, query.minSupport());
    object.addProperty(Key.RANKED_BY, name(query.order()));
    object.addProperty(Key.DIVERSITY, query.diversity());
  }

  private static String name(Query.Order order) {
    return switch (order) {
      case PREFERENCE -> Key.PREFERENCE;
      case PREDICTED_RATING -> Key.PREDICTED_RATING;
    };
  }

  private static void requireSendable(Query query) {
    Predicate<CatalogItem> filter = query.filter();
    if (filter != null && !(filter instanceof AnyGenre)) {
      throw new IllegalArgumentException(
          "filter: is code, which cannot be sent; filter by AnyGenre, or name candidates");
    }
    if (query.rescorer() != null) {
      throw new IllegalArgumentException(
          "rescorer: is code, which cannot be sent; change the order of the answer instead");
    }
  }

  static JsonArray array(Collection<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }
}
