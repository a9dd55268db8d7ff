package io.recsys.sagemaker.protocol;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON as RFC 8259 defines it, of few levels, on one line when written. */
final class Json {
  private static final int MAX_DEPTH = 16;
  private static final Pattern PLACE = Pattern.compile(" at line \\d+ column \\d+");
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private Json() {}

  /** One line, without its end. */
  static String line(JsonElement element) {
    return GSON.toJson(element);
  }

  /**
   * The value that a text spells.
   *
   * @param what what the text is, for the message
   * @throws IllegalArgumentException if it is no JSON
   */
  static JsonElement parse(String what, String text) {
    try {
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(MAX_DEPTH);
      if (text.isBlank()) {
        throw new IllegalArgumentException(what + ": is empty; send JSON");
      }
      JsonElement element = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonParseException("something follows");
      }
      return element;
    } catch (IOException | JsonParseException e) {
      throw new IllegalArgumentException(
          what + ": is no JSON" + place(e) + "; send one value as RFC 8259 defines it", e);
    }
  }

  /** What the parser says of the place; the rest of its message is for whoever calls it. */
  private static String place(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    Matcher matcher = PLACE.matcher(String.valueOf(cause.getMessage()));
    return matcher.find() ? matcher.group() : "";
  }
}
