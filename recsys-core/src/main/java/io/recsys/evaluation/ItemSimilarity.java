package io.recsys.evaluation;

import io.recsys.data.AttributeTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How alike two items are, from 0 to 1. Safe for any number of threads. */
@FunctionalInterface
public interface ItemSimilarity {
  /** The similarity of two items, by index. */
  double of(int a, int b);

  /**
   * The cosine of items' terms, {@code |A and B| / sqrt(|A| |B|)}, for example of their genres; 0
   * where an item has none.
   *
   * @param attributes what is known of items
   * @param column a column of terms
   */
  static ItemSimilarity terms(AttributeTable attributes, String column) {
    return (a, b) -> {
      Set<String> ofA = new HashSet<>(attributes.terms(column, a));
      List<String> ofB = attributes.terms(column, b).stream().distinct().toList();
      long common = ofB.stream().filter(ofA::contains).count();
      return common == 0 ? 0 : common / Math.sqrt((double) ofA.size() * ofB.size());
    };
  }
}
