package io.recsys.model;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.feature.FeatureEncoder;

/**
 * Everything a trained hybrid model is made of: what is stored in a bundle, and what a {@link
 * HybridRecommender} answers from. Immutable.
 *
 * @param data the users, items and attributes the model knows, with the training interactions, of
 *     which only the pairs are kept: they are what users have seen
 * @param encoder the fitted features
 * @param network the weights
 */
public record HybridModel(Dataset data, FeatureEncoder encoder, HybridNetwork network) {
  /** Checks that the tables of embeddings fit the vocabularies. */
  public HybridModel {
    checkRows("user", network.weight("user.embedding").length, data.users().size() + 1);
    checkRows("item", network.weight("item.embedding").length, data.items().size() + 1);
    Interactions seen = data.interactions();
    if (seen.users() != data.users().size()) {
      throw new IllegalArgumentException("data: interactions of other users");
    }
  }

  private static void checkRows(String side, int length, int rows) {
    if (length % rows != 0) {
      throw new IllegalArgumentException(
          "network: " + side + ".embedding has " + length + " values, no multiple of " + rows);
    }
  }
}
