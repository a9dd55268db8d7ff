package io.recsys.model;

import io.recsys.feature.FeatureEncoder;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a hybrid network's input are for a user and for an item, but for the pair's:
 * an embedding, then each category's, then numbers. Immutable.
 */
final class NetworkInput {
  private final FeatureEncoder encoder;
  private final @Nullable ExpectedItems expected;
  private final int dimensions;
  private final int unknownItem;
  private final float[] itemEmbedding;
  private final Table[] userCategories;
  private final Table[] itemCategories;
  private final int ofUser;
  private final int ofItem;

  /**
   * The input of a model's network.
   *
   * @param expects whether an item that nobody has rated has the mean rating that its attributes
   *     let expect
   */
  NetworkInput(HybridModel model, boolean expects) {
    HybridNetwork network = model.network();
    encoder = model.encoder();
    expected = expects ? new ExpectedItems(encoder) : null;
    dimensions = network.embeddingSize();
    unknownItem = model.data().items().size();
    itemEmbedding = network.weight("item.embedding");
    userCategories = new Table[encoder.userCategories()];
    int width = dimensions + encoder.userWidth();
    for (int c = 0; c < userCategories.length; c++) {
      userCategories[c] =
          new Table(network.weight("user.category." + c), encoder.userCategorySize(c));
      width += userCategories[c].width;
    }
    ofUser = width;
    itemCategories = new Table[encoder.itemCategories()];
    width = dimensions + encoder.itemWidth();
    for (int c = 0; c < itemCategories.length; c++) {
      itemCategories[c] =
          new Table(network.weight("item.category." + c), encoder.itemCategorySize(c));
      width += itemCategories[c].width;
    }
    ofItem = width;
  }

  /** The number of the user's columns, which come first. */
  int ofUser() {
    return ofUser;
  }

  /** The number of the item's columns, which come after the user's. */
  int ofItem() {
    return ofItem;
  }

  /** The number of all columns, the pair's at the end. */
  int size() {
    return ofUser + ofItem + encoder.pairWidth();
  }

  /**
   * Writes a user's columns.
   *
   * @param knowing what is known of users, maybe more than the model knows
   * @param user the user's index, -1 for an unknown one
   * @param vector the user's embedding
   */
  void user(FeatureEncoder knowing, int user, long time, float[] vector, float[] input) {
    System.arraycopy(vector, 0, input, 0, dimensions);
    int at = dimensions;
    for (int c = 0; c < userCategories.length; c++) {
      at = userCategories[c].copy(knowing.userCategory(c, user), input, at);
    }
    knowing.encodeUser(user, time, input, at);
  }

  /**
   * Writes an item's columns, with what is expected of its stars where nobody has rated it.
   *
   * @param row the item's index, the number of items for an unknown one
   */
  void item(int row, float[] input) {
    knownItem(row, input);
    if (expected != null) {
      expected.fill(row == unknownItem ? -1 : row, input, ofItem - encoder.itemWidth());
    }
  }

  /** Writes an item's columns as {@link #item} does, without what is expected of it. */
  void knownItem(int row, float[] input) {
    int item = row == unknownItem ? -1 : row;
    System.arraycopy(itemEmbedding, row * dimensions, input, 0, dimensions);
    int at = dimensions;
    for (int c = 0; c < itemCategories.length; c++) {
      at = itemCategories[c].copy(encoder.itemCategory(c, item), input, at);
    }
    encoder.encodeItem(item, input, at);
  }

  /** The embeddings of a category's values, a row each. */
  private static final class Table {
    private final float[] values;
    private final int width;

    Table(float[] values, int rows) {
      this.values = values;
      this.width = values.length / rows;
    }

    int copy(int row, float[] out, int offset) {
      System.arraycopy(values, row * width, out, offset, width);
      return offset + width;
    }
  }
}
