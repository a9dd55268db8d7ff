package io.recsys.sagemaker.protocol;

import io.recsys.CatalogItem;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A filter for items of any of some genres: the one filter of a query that can be sent to an
 * endpoint.
 *
 * @param genres one or more
 */
public record AnyGenre(Set<String> genres) implements Predicate<CatalogItem> {
  /** Copies the genres. */
  public AnyGenre {
    genres = Set.copyOf(genres);
    if (genres.isEmpty()) {
      throw new IllegalArgumentException("genres: is empty; name one or more, or leave it out");
    }
  }

  @Override
  public boolean test(CatalogItem item) {
    return item.genres().stream().anyMatch(genres::contains);
  }
}
