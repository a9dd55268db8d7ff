package io.recsys.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.recsys.feature.Feature;
import io.recsys.feature.FeatureSchema;
import io.recsys.feature.FittedFeatures;
import io.recsys.feature.FittedFeatures.Scaling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Fitted features as JSON: a list of features, each with its formula, scaling or known values. */
final class FeatureJson {
  private FeatureJson() {}

  static JsonObject write(FittedFeatures fitted) {
    JsonArray features = new JsonArray();
    for (Feature feature : fitted.schema().features()) {
      JsonObject json = write(feature);
      json.addProperty("formula", feature.formula());
      Scaling scaling = fitted.scaling().get(feature.name());
      if (scaling != null) {
        json.addProperty("mean", scaling.mean());
        json.addProperty("deviation", scaling.deviation());
      }
      features.add(json);
    }
    JsonArray values = new JsonArray();
    new TreeMap<>(fitted.values())
        .forEach(
            (attribute, list) -> {
              JsonObject json = new JsonObject();
              json.addProperty("attribute", attribute);
              JsonObject byIndex = new JsonObject();
              for (int i = 0; i < list.size(); i++) {
                byIndex.addProperty(Integer.toString(i), list.get(i));
              }
              json.add("values", byIndex);
              values.add(json);
            });
    JsonObject json = new JsonObject();
    json.add("features", features);
    json.add("values", values);
    return json;
  }

  private static JsonObject write(Feature feature) {
    JsonObject json = new JsonObject();
    json.addProperty("name", feature.name());
    json.addProperty("type", type(feature));
    json.addProperty("part", lower(feature.part()));
    if (feature instanceof Feature.Numeric f) {
      json.addProperty("of", f.attribute());
    } else if (feature instanceof Feature.Category f) {
      json.addProperty("of", f.attribute());
    } else if (feature instanceof Feature.Terms f) {
      json.addProperty("of", f.attribute());
    } else if (feature instanceof Feature.Affinity f) {
      json.addProperty("of", f.attribute());
    } else if (feature instanceof Feature.TermShare f) {
      json.addProperty("of", f.attribute());
    } else if (feature instanceof Feature.Statistic f) {
      json.addProperty("of", lower(f.kind()));
    } else if (feature instanceof Feature.Elapsed f) {
      json.addProperty("of", lower(f.since()));
    } else if (feature instanceof Feature.Cycle f) {
      json.addProperty("of", lower(f.period()) + "_" + lower(f.wave()));
    } else {
      json.addProperty("of", "");
    }
    return json;
  }

  private static String type(Feature feature) {
    return feature.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static FittedFeatures read(JsonPart json) throws ModelFormatException {
    List<Feature> features = new ArrayList<>();
    Map<String, Scaling> scaling = new HashMap<>();
    for (JsonPart part : json.parts("features")) {
      Feature feature = feature(part);
      features.add(feature);
      if (part.has("deviation")) {
        scaling.put(feature.name(), new Scaling(part.number("mean"), part.number("deviation")));
      }
    }
    Map<String, List<String>> values = new HashMap<>();
    for (JsonPart part : json.parts("values")) {
      Map<String, String> byIndex = part.texts("values");
      List<String> list = new ArrayList<>();
      for (int i = 0; i < byIndex.size(); i++) {
        String value = byIndex.get(Integer.toString(i));
        if (value == null) {
          throw part.wrong("values", "lacks index " + i);
        }
        list.add(value);
      }
      values.put(part.text("attribute"), list);
    }
    try {
      return new FittedFeatures(new FeatureSchema(features), scaling, values);
    } catch (IllegalArgumentException e) {
      throw json.wrong("features", String.valueOf(e.getMessage()));
    }
  }

  private static Feature feature(JsonPart json) throws ModelFormatException {
    String name = json.text("name");
    String of = json.text("of");
    Feature.Part part = constant(json, "part", Feature.Part.class, json.text("part"));
    return switch (json.text("type")) {
      case "numeric" -> new Feature.Numeric(name, part, of);
      case "category" -> new Feature.Category(name, part, of);
      case "terms" -> new Feature.Terms(name, part, of);
      case "affinity" -> new Feature.Affinity(name, of);
      case "termshare" -> new Feature.TermShare(name, of);
      case "recentshare" -> new Feature.RecentShare(name);
      case "statistic" ->
          new Feature.Statistic(name, part, constant(json, "of", Feature.Statistic.Kind.class, of));
      case "elapsed" ->
          new Feature.Elapsed(name, constant(json, "of", Feature.Elapsed.Since.class, of));
      case "cycle" ->
          new Feature.Cycle(
              name,
              constant(json, "of", Feature.Cycle.Period.class, of.replaceAll("_.*", "")),
              constant(json, "of", Feature.Cycle.Wave.class, of.replaceAll(".*_", "")));
      default -> throw json.wrong("type", "'" + json.text("type") + "' is no kind of feature");
    };
  }

  private static <E extends Enum<E>> E constant(
      JsonPart json, String member, Class<E> type, String name) throws ModelFormatException {
    try {
      return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw json.wrong(member, "'" + name + "' is not known");
    }
  }
}
