package io.recsys;

import io.recsys.data.AttributeTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item with what the data says of it, as a {@link Query}'s filter and rescorer see it. Asking
 * for an attribute that the data does not have, or has as another type, answers as for an item of
 * which it is missing. Immutable.
 */
public final class CatalogItem {
  private final Catalog catalog;
  private final int index;

  CatalogItem(Catalog catalog, int index) {
    this.catalog = catalog;
    this.index = index;
  }

  /** The item's id. */
  public String id() {
    return catalog.items().id(index);
  }

  /** What to call the item before a person; the id where the data has no titles. */
  public String title() {
    return catalog.title(index);
  }

  /** The item's genres, empty where the data has none. */
  public List<String> genres() {
    return catalog.genres(index);
  }

  /** The number of training interactions with the item. */
  public int support() {
    return catalog.support(index);
  }

  /** A text attribute, null where it is missing. */
  public @Nullable String text(String attribute) {
    boolean has = catalog.attributes().has(attribute, AttributeTable.Type.TEXT);
    return has ? catalog.attributes().text(attribute, index) : null;
  }

  /** A number attribute, NaN where it is missing. */
  public double number(String attribute) {
    boolean has = catalog.attributes().has(attribute, AttributeTable.Type.NUMBER);
    return has ? catalog.attributes().number(attribute, index) : Double.NaN;
  }

  /** An attribute of terms, empty where it is missing. */
  public List<String> terms(String attribute) {
    boolean has = catalog.attributes().has(attribute, AttributeTable.Type.TERMS);
    return has ? catalog.attributes().terms(attribute, index) : List.of();
  }

  @Override
  public String toString() {
    return title();
  }
}
