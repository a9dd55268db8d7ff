package io.recsys.sagemaker.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.recsys.sagemaker.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of a JSON object, by key and type; a key whose value is null counts as left out. What
 * is amiss is an {@link IllegalArgumentException} that names the key.
 */
final class JsonFields {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,19}");

  private final String what;
  private final JsonObject object;

  private JsonFields(String what, JsonObject object) {
    this.what = what;
    this.object = object;
  }

  /**
   * The values of an object.
   *
   * @param what what the object is, for messages
   */
  static JsonFields of(String what, JsonElement element) {
    if (!element.isJsonObject()) {
      throw new IllegalArgumentException(what + ": is no JSON object; send {...}");
    }
    return new JsonFields(what, element.getAsJsonObject());
  }

  /** These, if they have no other keys than those of one kind. */
  JsonFields only(String kind, Set<String> known) {
    for (String key : object.keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            key + ": is no key of a " + kind + NearestName.hint(key, known));
      }
    }
    return this;
  }

  boolean has(String key) {
    return value(key) != null;
  }

  /** The first of some keys that is there, or null; two of them are one too many. */
  @Nullable String oneOf(String... keys) {
    String found = null;
    for (String key : keys) {
      if (has(key) && found != null) {
        throw new IllegalArgumentException(found + ", " + key + ": mean the same; give one");
      }
      found = has(key) ? key : found;
    }
    return found;
  }

  String text(String key) {
    JsonElement value = required(key);
    if (!isText(value)) {
      throw wrong(key, "a text");
    }
    return value.getAsString();
  }

  double number(String key) {
    JsonElement value = required(key);
    if (!(value instanceof JsonPrimitive primitive && primitive.isNumber())) {
      throw wrong(key, "a number");
    }
    double number = value.getAsDouble();
    if (!Double.isFinite(number)) {
      throw wrong(key, "a number that a double holds");
    }
    return number;
  }

  double numberOrNaN(String key) {
    return has(key) ? number(key) : Double.NaN;
  }

  int integer(String key) {
    double number = number(key);
    if (number != (int) number) {
      throw wrong(key, "a whole number up to " + Integer.MAX_VALUE);
    }
    return (int) number;
  }

  boolean flag(String key) {
    JsonElement value = required(key);
    if (!(value instanceof JsonPrimitive primitive && primitive.isBoolean())) {
      throw wrong(key, "true or false");
    }
    return value.getAsBoolean();
  }

  /** An id: a text, or a whole number. */
  String id(String key) {
    return id(key, required(key));
  }

  List<String> ids(String key) {
    List<String> ids = new ArrayList<>();
    for (JsonElement element : list(key)) {
      ids.add(id(key, element));
    }
    return ids;
  }

  List<JsonElement> list(String key) {
    JsonElement value = required(key);
    if (!value.isJsonArray()) {
      throw wrong(key, "a list, as in [...]");
    }
    return value.getAsJsonArray().asList();
  }

  /** The value of a key, whatever it is. */
  JsonElement required(String key) {
    JsonElement value = value(key);
    if (value == null) {
      throw new IllegalArgumentException(key + ": is missing in the " + what + "; give it");
    }
    return value;
  }

  /** The keys and values that are not null. */
  List<Map.Entry<String, JsonElement>> entries() {
    return object.entrySet().stream().filter(entry -> !entry.getValue().isJsonNull()).toList();
  }

  private @Nullable JsonElement value(String key) {
    JsonElement value = object.get(key);
    return value == null || value.isJsonNull() ? null : value;
  }

  private static String id(String key, JsonElement value) {
    if (!isText(value)
        && !(value.isJsonPrimitive() && WHOLE_NUMBER.matcher(value.getAsString()).matches())) {
      throw wrong(key, "an id, as in \"196\" or 196");
    }
    return value.getAsString();
  }

  private static boolean isText(JsonElement value) {
    return value instanceof JsonPrimitive primitive && primitive.isString();
  }

  private static IllegalArgumentException wrong(String key, String wanted) {
    return new IllegalArgumentException(key + ": has another type; give " + wanted);
  }
}
