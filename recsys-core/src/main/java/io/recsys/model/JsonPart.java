package io.recsys.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An object inside a JSON file, read strictly: a member that is missing or of another type is a
 * {@link ModelFormatException} that names the file and the member.
 *
 * @param file the file, for messages
 * @param where the object's place in the file, for messages; empty for the whole
 * @param json the object
 */
record JsonPart(Path file, String where, JsonObject json) {
  /** Checks that the object has these members, each of them, and no others. */
  void members(String... names) throws ModelFormatException {
    for (String name : names) {
      element(name);
    }
    Set<String> known = Set.of(names);
    for (String name : json.keySet()) {
      if (!known.contains(name)) {
        throw wrong(name, "is not known");
      }
    }
  }

  /** Whether the object has a member. */
  boolean has(String name) {
    return json.has(name);
  }

  /** A text member. */
  String text(String name) throws ModelFormatException {
    if (element(name) instanceof JsonPrimitive value && value.isString()) {
      return value.getAsString();
    }
    throw wrong(name, "is no text");
  }

  /** A whole number member within a range, ends included. */
  long integer(String name, long min, long max) throws ModelFormatException {
    if (element(name) instanceof JsonPrimitive value && isLong(value)) {
      long number = value.getAsLong();
      if (number >= min && number <= max) {
        return number;
      }
      throw wrong(name, "is " + number + ", not within " + min + " to " + max);
    }
    throw wrong(name, "is no whole number");
  }

  /** A number member; finite. */
  double number(String name) throws ModelFormatException {
    if (element(name) instanceof JsonPrimitive value && value.isNumber()) {
      return value.getAsDouble();
    }
    throw wrong(name, "is no number");
  }

  /** An object member. */
  JsonPart part(String name) throws ModelFormatException {
    if (element(name) instanceof JsonObject object) {
      return new JsonPart(file, path(name), object);
    }
    throw wrong(name, "is no object");
  }

  /** A member that lists objects. */
  List<JsonPart> parts(String name) throws ModelFormatException {
    if (!(element(name) instanceof JsonArray array)) {
      throw wrong(name, "is no list");
    }
    List<JsonPart> parts = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      String place = name + "[" + i + "]";
      if (!(array.get(i) instanceof JsonObject object)) {
        throw wrong(place, "is no object");
      }
      parts.add(new JsonPart(file, path(place), object));
    }
    return parts;
  }

  /** A member that lists whole numbers from 0 on. */
  long[] integers(String name) throws ModelFormatException {
    if (!(element(name) instanceof JsonArray array)) {
      throw wrong(name, "is no list");
    }
    long[] numbers = new long[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!(array.get(i) instanceof JsonPrimitive value)
          || !isLong(value)
          || value.getAsLong() < 0) {
        throw wrong(name + "[" + i + "]", "is no whole number from 0 on");
      }
      numbers[i] = value.getAsLong();
    }
    return numbers;
  }

  /** An object member whose own members are all texts. */
  Map<String, String> texts(String name) throws ModelFormatException {
    JsonPart part = part(name);
    Map<String, String> texts = new TreeMap<>();
    for (String key : part.json.keySet()) {
      texts.put(key, part.text(key));
    }
    return texts;
  }

  /** An object member whose own members are all numbers. */
  Map<String, Double> numbers(String name) throws ModelFormatException {
    JsonPart part = part(name);
    Map<String, Double> numbers = new TreeMap<>();
    for (String key : part.json.keySet()) {
      numbers.put(key, part.number(key));
    }
    return numbers;
  }

  /** The fault of a member, to be thrown. */
  ModelFormatException wrong(String name, String reason) {
    return ModelFormatException.corrupt(file, "'" + path(name) + "' " + reason);
  }

  private JsonElement element(String name) throws ModelFormatException {
    JsonElement element = json.get(name);
    if (element == null) {
      throw wrong(name, "is missing");
    }
    return element;
  }

  private String path(String name) {
    return where.isEmpty() ? name : where + "." + name;
  }

  private static boolean isLong(JsonPrimitive value) {
    return value.isNumber()
        && (value.getAsNumber() instanceof Long || value.getAsNumber() instanceof Integer);
  }
}
