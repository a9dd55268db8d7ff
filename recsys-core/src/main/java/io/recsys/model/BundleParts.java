package io.recsys.model;

import com.google.gson.JsonObject;
import io.recsys.data.AttributeTable;
import io.recsys.data.Vocabulary;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a model folder holds, taken apart: a model makes these to be saved and is made of them when
 * loaded.
 *
 * @param kind the kind of model, for example {@code hybrid}: lower-case letters, digits and hyphens
 * @param users the users
 * @param items the items
 * @param userAttributes raw facts about users, a row for each
 * @param itemAttributes raw facts about items, a row for each
 * @param tensors the model's numbers
 * @param model what else the model wants kept, such as its feature schema; without NaN
 * @param provenance how the model was made
 * @param probes answers to be given again when the model is loaded; at most {@value #MAX_PROBES}
 */
record BundleParts(
    String kind,
    Vocabulary users,
    Vocabulary items,
    AttributeTable userAttributes,
    AttributeTable itemAttributes,
    Tensors tensors,
    JsonObject model,
    Provenance provenance,
    List<Probe> probes) {
  static final int MAX_PROBES = 1000;
  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  BundleParts {
    if (!KIND.matcher(kind).matches()) {
      throw new IllegalArgumentException(
          "kind: '" + kind + "' is not up to 40 lower-case letters, digits and hyphens");
    }
    checkSize("userAttributes", userAttributes, users);
    checkSize("itemAttributes", itemAttributes, items);
    if (probes.size() > MAX_PROBES) {
      throw new IllegalArgumentException(
          "probes: " + probes.size() + " are more than " + MAX_PROBES);
    }
    for (Probe probe : probes) {
      if (!users.contains(probe.user()) || !items.contains(probe.item())) {
        throw new IllegalArgumentException(
            "probes: user '%s' or item '%s' is unknown".formatted(probe.user(), probe.item()));
      }
    }
    model = model.deepCopy();
    probes = List.copyOf(probes);
  }

  private static void checkSize(String name, AttributeTable attributes, Vocabulary ids) {
    if (attributes.size() != ids.size()) {
      throw new IllegalArgumentException(
          "%s: %d rows for %d ids".formatted(name, attributes.size(), ids.size()));
    }
  }
}
