package io.recsys.model;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import io.recsys.feature.FeatureEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Everything a trained hybrid model is made of: what is stored in a bundle, and what a {@link
 * HybridRecommender} answers from. Immutable.
 *
 * @param data the users, items and attributes the model knows, and as interactions what users have
 *     seen; of these a bundle keeps no times
 * @param encoder the fitted features
 * @param network the weights
 * @param neighbors what items in a history say of others
 * @param effects what attributes say of someone who was not trained on
 * @param provenance how the model was made
 */
public record HybridModel(
    Dataset data,
    FeatureEncoder encoder,
    HybridNetwork network,
    ItemNeighbors neighbors,
    AttributeEffects effects,
    Provenance provenance) {
  /** Checks that the parts are of the same users and items. */
  public HybridModel {
    int size = network.embeddingSize();
    check(network, "user.embedding", data.users().size() + 1L, size);
    check(network, "item.embedding", data.items().size() + 1L, size);
    boolean bilinear = network.has("bilinear.weight") || network.has("bilinear.share");
    if (network.has("product.weight") || bilinear) {
      check(network, "product.weight", network.outputs().size(), size);
    }
    if (bilinear) {
      check(network, "bilinear.weight", size, size);
      check(network, "bilinear.share", network.outputs().size(), 1);
    }
    boolean ordered =
        network.has("recent.embedding")
            || network.has("recent.decay")
            || network.has("user.recent");
    if (network.has("implicit.embedding") || network.has("explicit.embedding") || ordered) {
      check(network, "implicit.embedding", data.items().size() + 1L, size);
      check(network, "explicit.embedding", data.items().size() + 1L, size);
    }
    if (ordered) {
      check(network, "recent.embedding", data.items().size() + 1L, size);
      check(network, "user.recent", data.users().size() + 1L, size);
      check(network, "recent.decay", 1, 1);
      float decay = network.weight("recent.decay")[0];
      if (!(decay > 0 && decay < 1)) {
        throw new IllegalArgumentException(
            "network: 'recent.decay' is " + decay + ", not between 0 and 1");
      }
    }
    if (neighbors.catalog() != data.items().size()) {
      throw new IllegalArgumentException(
          "neighbors: are of %d items, not %d".formatted(neighbors.catalog(), data.items().size()));
    }
    int width = encoder.attributeWidth() + 1;
    if (effects.catalog() != data.items().size()
        || (effects.width() != 0 && effects.width() != width)) {
      throw new IllegalArgumentException(
          "effects: are %d on each of %d items, not %d on %d"
              .formatted(effects.width(), effects.catalog(), width, data.items().size()));
    }
    int centers = effects.centers().length;
    if (centers != 0 && centers != width - 1) {
      throw new IllegalArgumentException(
          "effects: are of %d attribute values, not %d".formatted(centers, width - 1));
    }
    if (encoder.statistics().users() != data.users().size()
        || encoder.statistics().items() != data.items().size()) {
      throw new IllegalArgumentException("encoder: its statistics are of other users or items");
    }
    long inputs = 2L * size + encoder.userWidth() + encoder.itemWidth() + encoder.pairWidth();
    for (int c = 0; c < encoder.userCategories(); c++) {
      inputs += categoryWidth(network, "user.category." + c, encoder.userCategorySize(c));
    }
    for (int c = 0; c < encoder.itemCategories(); c++) {
      inputs += categoryWidth(network, "item.category." + c, encoder.itemCategorySize(c));
    }
    if (network.has("item.bias")) {
      check(network, "item.bias", network.outputs().size(), data.items().size() + 1L);
    }
    if (network.has("linear.weight")) {
      check(network, "linear.weight", network.outputs().size(), inputs - encoder.pairWidth());
    }
    for (int layer = 0; layer < network.layers(); layer++) {
      int outputs = network.bias(layer).length;
      check(network, "layer." + layer + ".weight", outputs, inputs);
      inputs = outputs;
    }
  }

  private static void check(HybridNetwork network, String name, long rows, long columns) {
    int length = network.weight(name).length;
    // An embedding has no columns in a model without; nothing else may be empty.
    boolean empty = length == 0 && !name.endsWith(".embedding");
    if (empty || length != rows * columns) {
      throw new IllegalArgumentException(
          "network: '%s' has %d values, not %d x %d".formatted(name, length, rows, columns));
    }
  }

  private static int categoryWidth(HybridNetwork network, String name, int values) {
    int length = network.weight(name).length;
    if (length == 0 || length % values != 0) {
      throw new IllegalArgumentException(
          "network: '%s' has %d values for the %d rows of its category"
              .formatted(name, length, values));
    }
    return length / values;
  }

  /** The same model with another account of how it was made. */
  public HybridModel withProvenance(Provenance other) {
    return new HybridModel(data, encoder, network, neighbors, effects, other);
  }

  /**
   * The same model without what users have seen: smaller and less personal. A query must then bring
   * along what to leave out. The users' vectors stay, but nothing is left to look up neighbors for,
   * so known users are ranked by these vectors alone; a query's history still counts in full.
   */
  public HybridModel withoutHistories() {
    Interactions none =
        Interactions.builder().build(data.users().size(), data.items().size(), false);
    return new HybridModel(
        data.withInteractions(none), encoder, network, neighbors, effects, provenance);
  }

  /**
   * The same model without users: no ids, embeddings, attributes or histories. To it, everyone is
   * unknown.
   */
  public HybridModel withoutUsers() {
    AttributeTable.Builder users = AttributeTable.builder(0);
    for (String name : data.userAttributes().names()) {
      users.column(name, data.userAttributes().type(name));
    }
    AttributeTable noUsers = users.build();
    Dataset anonymous =
        new Dataset(
            data.name(),
            Vocabulary.of(List.of()),
            data.items(),
            noUsers,
            data.itemAttributes(),
            Interactions.builder().build(0, data.items().size(), false),
            data.scale());
    Map<String, float[]> weights = network.weights();
    weights.replaceAll(
        (name, table) ->
            name.equals("user.embedding") || name.equals("user.recent")
                ? Arrays.copyOfRange(table, table.length - network.embeddingSize(), table.length)
                : table);
    return new HybridModel(
        anonymous,
        FeatureEncoder.restore(
            encoder.fitted(), encoder.statistics().withoutUsers(), noUsers, data.itemAttributes()),
        new HybridNetwork(network.outputs(), network.embeddingSize(), weights),
        neighbors,
        effects,
        provenance);
  }
}
