package io.recsys.model;

import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** A {@link Provenance} as it stands in a manifest. */
final class ProvenanceJson {
  /** A time as Java writes it, digits for any. */
  private static final String FORM = "0000-00-00T00:00:00Z";

  private ProvenanceJson() {}

  static JsonObject write(Provenance provenance) {
    JsonObject json = new JsonObject();
    json.addProperty("data", provenance.data());
    json.addProperty("dataHash", provenance.dataHash());
    json.addProperty("trainHash", provenance.trainHash());
    json.addProperty("trainRows", provenance.trainRows());
    json.addProperty("split", provenance.split());
    json.addProperty("seed", provenance.seed());
    json.addProperty("epochs", provenance.epochs());
    json.add("config", texts(provenance.config()));
    json.add("versions", texts(provenance.versions()));
    json.add("metrics", numbers(provenance.metrics()));
    JsonObject baselines = new JsonObject();
    provenance.baselines().forEach((name, figures) -> baselines.add(name, numbers(figures)));
    json.add("baselines", baselines);
    json.addProperty("created", provenance.created().toString());
    return json;
  }

  static Provenance read(JsonPart part) throws ModelFormatException {
    part.members(
        "data",
        "dataHash",
        "trainHash",
        "trainRows",
        "split",
        "seed",
        "epochs",
        "config",
        "versions",
        "metrics",
        "baselines",
        "created");
    JsonPart baselines = part.part("baselines");
    Map<String, Map<String, Double>> figures = new TreeMap<>();
    for (String name : baselines.json().keySet()) {
      figures.put(name, baselines.numbers(name));
    }
    try {
      return new Provenance(
          part.text("data"),
          part.text("dataHash"),
          part.text("trainHash"),
          part.integer("trainRows", 0, Long.MAX_VALUE),
          part.text("split"),
          part.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE),
          (int) part.integer("epochs", 0, Integer.MAX_VALUE),
          part.texts("config"),
          part.texts("versions"),
          part.numbers("metrics"),
          figures,
          instant(part.text("created")));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw ModelFormatException.corrupt(part.file(), "its provenance is wrong: " + e.getMessage());
    }
  }

  /**
   * The time that a text names. All within ten thousand years have one form, and a JVM that has
   * just started takes 5 ms to learn to read the others.
   */
  private static Instant instant(String text) {
    boolean formed = text.length() == FORM.length();
    for (int i = 0; formed && i < FORM.length(); i++) {
      char c = text.charAt(i);
      formed = FORM.charAt(i) == '0' ? c >= '0' && c <= '9' : c == FORM.charAt(i);
    }
    if (!formed) {
      return Instant.parse(text);
    }
    try {
      LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
      LocalTime time =
          LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19));
      return date.atTime(time).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      // No such day or time, or a leap second, or the midnight that ends a day.
      return Instant.parse(text);
    }
  }

  private static int number(String text, int start, int end) {
    return Integer.parseInt(text, start, end, 10);
  }

  private static JsonObject texts(Map<String, String> map) {
    JsonObject json = new JsonObject();
    map.forEach(json::addProperty);
    return json;
  }

  private static JsonObject numbers(Map<String, Double> map) {
    JsonObject json = new JsonObject();
    map.forEach(json::addProperty);
    return json;
  }
}
