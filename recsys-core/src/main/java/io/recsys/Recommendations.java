package io.recsys;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a query, best first.
 *
 * @param user the user asked about, or null if the query named none
 * @param basis how informed the answer is
 * @param items the ranked items; fewer than asked where the catalog has no more to offer
 */
public record Recommendations(@Nullable String user, Basis basis, List<Recommendation> items)
    implements Iterable<Recommendation> {
  /** Copies the items. */
  public Recommendations {
    items = List.copyOf(items);
  }

  @Override
  public Iterator<Recommendation> iterator() {
    return items.iterator();
  }

  /** The number of items. */
  public int size() {
    return items.size();
  }

  /** Whether there is nothing to recommend. */
  public boolean isEmpty() {
    return items.isEmpty();
  }
}
