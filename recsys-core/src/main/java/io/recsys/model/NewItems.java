package io.recsys.model;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import io.recsys.feature.FeatureEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Items that a model was not trained on, and the model that knows them by their attributes. */
final class NewItems {
  private final HybridModel model;
  private final Vocabulary added;
  private final AttributeTable facts;
  private final Vocabulary all;

  /** For each item of the new catalog its index in the old one, -1 for a new one. */
  private final int[] from;

  /**
   * New items.
   *
   * @param ids the items' ids
   * @param attributes a row an id, of columns that the model's items have too
   */
  NewItems(HybridModel model, List<String> ids, AttributeTable attributes) {
    this.model = model;
    this.added = Vocabulary.of(ids);
    Vocabulary old = model.data().items();
    if (added.size() != ids.size() || attributes.size() != ids.size()) {
      throw new IllegalArgumentException(
          "attributes: %d rows for %d ids, of which %d differ; give one each"
              .formatted(attributes.size(), ids.size(), added.size()));
    }
    for (String id : ids) {
      if (old.contains(id)) {
        throw new IllegalArgumentException("ids: item '" + id + "' is in the catalog already");
      }
    }
    AttributeTable known = model.data().itemAttributes();
    for (String name : attributes.names()) {
      if (!known.has(name, attributes.type(name))) {
        throw new IllegalArgumentException(
            "attributes: '%s' of type %s is none that the model has of items, which are %s"
                .formatted(name, attributes.type(name), known.names()));
      }
    }
    List<String> ordered = new ArrayList<>(old.ids());
    ordered.addAll(ids);
    this.all = Vocabulary.of(ordered);
    this.from = all.ids().stream().mapToInt(old::indexOf).toArray();
    this.facts = facts(known, ids, attributes);
  }

  private AttributeTable facts(AttributeTable known, List<String> ids, AttributeTable attributes) {
    AttributeTable.Builder facts = AttributeTable.builder(from.length);
    Map<String, Integer> rows = new HashMap<>();
    ids.forEach(id -> rows.put(id, rows.size()));
    for (String name : known.names()) {
      AttributeTable.Type type = known.type(name);
      facts.column(name, type);
      for (int item = 0; item < from.length; item++) {
        if (from[item] >= 0) {
          copy(known, name, from[item], facts, item);
        } else if (attributes.has(name, type)) {
          copy(attributes, name, Objects.requireNonNull(rows.get(all.id(item))), facts, item);
        }
      }
    }
    return facts.build();
  }

  static void copy(
      AttributeTable table, String name, int row, AttributeTable.Builder to, int toRow) {
    switch (table.type(name)) {
      case TEXT -> {
        String text = table.text(name, row);
        to.text(name, toRow, text == null ? "" : text);
      }
      case NUMBER -> to.number(name, toRow, table.number(name, row));
      case TERMS -> to.terms(name, toRow, table.terms(name, row));
    }
  }

  /** The model with the new items. */
  HybridModel model() {
    Dataset old = model.data();
    FeatureEncoder encoder =
        FeatureEncoder.restore(
            model.encoder().fitted(),
            model.encoder().statistics().withItems(from),
            old.userAttributes(),
            facts);
    Dataset data =
        new Dataset(
            old.name(),
            old.users(),
            all,
            old.userAttributes(),
            facts,
            interactions(old.interactions()),
            old.scale());
    return new HybridModel(data, encoder, network(), neighbors(), effects(), model.provenance());
  }

  private Interactions interactions(Interactions old) {
    int[] to = to();
    Interactions.Builder rows = Interactions.builder();
    for (int user = 0; user < old.users(); user++) {
      for (int position = old.start(user); position < old.end(user); position++) {
        rows.add(user, to[old.item(position)], old.value(position), old.time(position));
      }
    }
    return rows.build(old.users(), from.length, old.hasTimes());
  }

  /** The new index of each old item. */
  private int[] to() {
    int[] to = new int[from.length - added.size()];
    for (int item = 0; item < from.length; item++) {
      if (from[item] >= 0) {
        to[from[item]] = item;
      }
    }
    return to;
  }

  /** The network with the row of the unknown item for each new one. */
  private HybridNetwork network() {
    Map<String, float[]> weights = model.network().weights();
    int size = model.network().embeddingSize();
    weights.replaceAll(
        (name, values) ->
            switch (name) {
              case "item.embedding",
                  "implicit.embedding",
                  "explicit.embedding",
                  "recent.embedding" ->
                  arranged(values, size);
              case "item.bias" -> biases(values);
              default -> values;
            });
    return new HybridNetwork(model.network().outputs(), size, weights);
  }

  /** A table with a row an item and a last one for all others, as one of the new catalog. */
  private float[] arranged(float[] table, int size) {
    int last = table.length / Math.max(1, size) - 1;
    float[] arranged = new float[(from.length + 1) * size];
    for (int item = 0; item <= from.length; item++) {
      int row = item < from.length && from[item] >= 0 ? from[item] : last;
      System.arraycopy(table, row * size, arranged, item * size, size);
    }
    return arranged;
  }

  private float[] biases(float[] old) {
    int outputs = model.network().outputs().size();
    int length = old.length / outputs;
    float[] biases = new float[outputs * (from.length + 1)];
    for (int output = 0; output < outputs; output++) {
      float[] its = arranged(Arrays.copyOfRange(old, output * length, (output + 1) * length), 1);
      System.arraycopy(its, 0, biases, output * its.length, its.length);
    }
    return biases;
  }

  private ItemNeighbors neighbors() {
    ItemNeighbors old = model.neighbors();
    int[] to = to();
    int[][] items = new int[from.length][0];
    float[][] weights = new float[from.length][0];
    for (int item = 0; item < from.length; item++) {
      if (from[item] >= 0) {
        int start = old.starts()[from[item]];
        int end = old.starts()[from[item] + 1];
        items[item] = Arrays.stream(old.items(), start, end).map(other -> to[other]).toArray();
        weights[item] = Arrays.copyOfRange(old.weights(), start, end);
      }
    }
    return ItemNeighbors.of(items, weights, old.liking());
  }

  private AttributeEffects effects() {
    AttributeEffects old = model.effects();
    return new AttributeEffects(
        known(old.means(), 1),
        known(old.effects(), old.width()),
        old.centers(),
        known(old.stars(), old.centers().length));
  }

  /** A table with a row an item as one of the new catalog, zeros for a new item. */
  private float[] known(float[] table, int width) {
    float[] known = new float[from.length * width];
    for (int item = 0; item < from.length; item++) {
      if (from[item] >= 0) {
        System.arraycopy(table, from[item] * width, known, item * width, width);
      }
    }
    return known;
  }
}
