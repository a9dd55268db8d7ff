package io.recsys.model;

import io.recsys.data.AttributeTable;
import io.recsys.feature.FeatureEncoder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A trained model whose catalog is larger: further items are trained ones, slightly moved. */
final class GrownCatalog {
  private static final int FIRST_ID = 1_000_000_000;
  private static final float MOVE = 0.05f;

  private final HybridModel model;
  private final int items;

  /** For each item the trained one that it is or comes from. */
  private final int[] from;

  private GrownCatalog(HybridModel model, int items) {
    this.model = model;
    this.items = items;
    int trained = model.data().items().size();
    this.from = IntStream.range(0, items).map(item -> item % trained).toArray();
  }

  /**
   * A model with so many items, of a model whose items' ids are numbers.
   *
   * @param items how many; 0 for the model as it is
   */
  static HybridModel of(HybridModel model, int items) {
    int trained = model.data().items().size();
    if (items == 0 || items == trained) {
      return model;
    }
    if (items < trained) {
      throw new IllegalArgumentException(
          "items: %d is less than the %d of the model".formatted(items, trained));
    }
    return new GrownCatalog(model, items).grown();
  }

  private HybridModel grown() {
    int trained = model.data().items().size();
    List<String> ids =
        IntStream.range(trained, items).mapToObj(i -> Integer.toString(FIRST_ID + i)).toList();
    HybridModel grown = new NewItems(model, ids, facts(trained)).model();
    FeatureEncoder encoder =
        FeatureEncoder.restore(
            model.encoder().fitted(),
            model.encoder().statistics().withItems(from),
            grown.data().userAttributes(),
            grown.data().itemAttributes());
    return new HybridModel(
        grown.data(),
        encoder,
        moved(grown.network()),
        grown.neighbors(),
        grown.effects(),
        grown.provenance());
  }

  private AttributeTable facts(int trained) {
    AttributeTable known = model.data().itemAttributes();
    AttributeTable.Builder facts = AttributeTable.builder(items - trained);
    for (String name : known.names()) {
      facts.column(name, known.type(name));
      for (int item = trained; item < items; item++) {
        NewItems.copy(known, name, from[item], facts, item - trained);
      }
    }
    return facts.build();
  }

  private HybridNetwork moved(HybridNetwork network) {
    Map<String, float[]> weights = network.weights();
    weights.computeIfPresent("item.embedding", (name, table) -> moved(table, 1));
    weights.computeIfPresent("item.bias", (name, table) -> moved(table, network.outputs().size()));
    return new HybridNetwork(network.outputs(), network.embeddingSize(), weights);
  }

  /** The rows of further items as those they come from, with a little noise. */
  private float[] moved(float[] table, int parts) {
    Random random = new Random(1);
    int length = table.length / parts;
    int width = length / (items + 1);
    for (int item = model.data().items().size(); item < items; item++) {
      for (int i = 0; i < parts * width; i++) {
        int part = i / width * length + i % width;
        float trained = table[part + from[item] * width];
        table[part + item * width] = trained + MOVE * (float) random.nextGaussian() * trained;
      }
    }
    return table;
  }
}
