package io.recsys.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * JSON as RFC 8259 defines it and no more: one object of valid UTF-8 in which no key comes twice,
 * no number is beyond a double and nothing nests deeper than {@value #MAX_DEPTH} levels. Whole
 * numbers in the range of a long are Longs, others Doubles.
 */
final class StrictJson {
  static final int MAX_DEPTH = 32;

  private StrictJson() {}

  /** The object that the bytes spell. */
  static JsonObject parse(Path file, byte[] utf8) throws ModelFormatException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(MAX_DEPTH);
      JsonObject object = object(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedJsonException("something follows the object");
      }
      return object;
    } catch (CharacterCodingException e) {
      throw ModelFormatException.corrupt(file, "its JSON is not valid UTF-8");
    } catch (EOFException e) {
      throw ModelFormatException.corrupt(file, "its JSON ends too early");
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw ModelFormatException.corrupt(file, "its JSON is malformed: " + firstLine(e));
    }
  }

  private static JsonElement element(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader);
      case BEGIN_ARRAY -> array(reader);
      case STRING -> new JsonPrimitive(reader.nextString());
      case NUMBER -> new JsonPrimitive(number(reader.nextString()));
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
      default -> throw new MalformedJsonException("a value is missing");
    };
  }

  private static JsonObject object(JsonReader reader) throws IOException {
    JsonObject object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String key = reader.nextName();
      if (object.has(key)) {
        throw new MalformedJsonException("the key '" + key + "' comes twice");
      }
      object.add(key, element(reader));
    }
    reader.endObject();
    return object;
  }

  private static JsonArray array(JsonReader reader) throws IOException {
    JsonArray array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(element(reader));
    }
    reader.endArray();
    return array;
  }

  private static Number number(String text) throws MalformedJsonException {
    if (isLong(text)) {
      return Long.valueOf(text);
    }
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw new MalformedJsonException("the number " + text + " is too large");
    }
    return value;
  }

  private static boolean isLong(String text) {
    // Most others are told by their point, without the cost of an exception.
    if (text.indexOf('.') >= 0) {
      return false;
    }
    try {
      return Long.toString(Long.parseLong(text)).equals(text);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
