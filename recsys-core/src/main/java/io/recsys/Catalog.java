package io.recsys;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The items that a recommender ranks, and the way from a query to an answer that all recommenders
 * share: which items a query lets be ranked, the best of them by a score, and their titles.
 *
 * <pre>{@code
 * BitSet rankable = catalog.rankable(query, seen, user);
 * TopK best = catalog.best(query, rankable, item -> score[item]);
 * return catalog.answer(query, basis, best, item -> scale.clip(score[item]));
 * }</pre>
 *
 * <p>A title is read from the text attribute {@code title}, genres from the terms attribute {@code
 * genres}, where there are such. Immutable and safe for any number of threads.
 */
public final class Catalog {
  private static final String TITLE = "title";
  private static final String GENRES = "genres";

  private final Vocabulary items;
  private final AttributeTable attributes;
  private final boolean hasTitles;
  private final boolean hasGenres;
  private final IntUnaryOperator support;

  private Catalog(Vocabulary items, AttributeTable attributes, IntUnaryOperator support) {
    this.items = items;
    this.attributes = attributes;
    this.support = support;
    this.hasTitles = attributes.has(TITLE, AttributeTable.Type.TEXT);
    this.hasGenres = attributes.has(GENRES, AttributeTable.Type.TERMS);
  }

  /** The catalog of a data set, supported by its interactions. */
  public static Catalog of(Dataset data) {
    Interactions interactions = data.interactions();
    int[] support = new int[data.items().size()];
    for (int position = 0; position < interactions.size(); position++) {
      support[interactions.item(position)]++;
    }
    return of(data.items(), data.itemAttributes(), item -> support[item]);
  }

  /**
   * The catalog of some items and the facts about them, row {@code i} about index {@code i}.
   *
   * @param support the number of training interactions with an item
   * @throws IllegalArgumentException if there are not as many rows as items
   */
  public static Catalog of(Vocabulary items, AttributeTable attributes, IntUnaryOperator support) {
    if (attributes.size() != items.size()) {
      throw new IllegalArgumentException(
          "attributes: " + attributes.size() + " rows for " + items.size() + " items");
    }
    return new Catalog(items, attributes, support);
  }

  /** The number of items. */
  public int size() {
    return items.size();
  }

  /** The items' ids. */
  public Vocabulary items() {
    return items;
  }

  /** The raw facts about the items. */
  public AttributeTable attributes() {
    return attributes;
  }

  /** What to call an item before a person: its title, or its id where it has none. */
  public String title(int item) {
    String title = hasTitles ? attributes.text(TITLE, item) : null;
    return title == null ? items.id(item) : title;
  }

  /** An item's genres, an empty list where it has none. */
  public List<String> genres(int item) {
    return hasGenres ? attributes.terms(GENRES, item) : List.of();
  }

  /** The number of training interactions with an item. */
  public int support(int item) {
    return support.applyAsInt(item);
  }

  /** An item with the facts about it. */
  public CatalogItem item(int item) {
    return new CatalogItem(this, item);
  }

  /**
   * The items that may appear in the answer to a query: its candidates, or else the whole catalog,
   * without those it excludes, those the user has seen or brings along, those that its filter does
   * not let through and those with too little support.
   *
   * @param seen what users have seen: the interactions that the model was trained on
   * @param user the index of the query's user, or -1 for one who is unknown and has seen nothing
   * @return a set of the caller's own
   */
  public BitSet rankable(Query query, Interactions seen, int user) {
    BitSet rankable = new BitSet(size());
    Set<String> candidates = query.candidates();
    if (candidates == null) {
      rankable.set(0, size());
    } else {
      for (String id : candidates) {
        int item = items.indexOf(id);
        if (item >= 0) {
          rankable.set(item);
        }
      }
    }
    for (String id : query.exclude()) {
      int item = items.indexOf(id);
      if (item >= 0) {
        rankable.clear(item);
      }
    }
    if (query.excludeSeen() && user >= 0) {
      for (int position = seen.start(user); position < seen.end(user); position++) {
        rankable.clear(seen.item(position));
      }
    }
    for (String id : query.history().keySet()) {
      int item = items.indexOf(id);
      if (item >= 0 && query.excludeSeen()) {
        rankable.clear(item);
      }
    }
    Predicate<CatalogItem> filter = query.filter();
    boolean selects = filter != null || query.minSupport() > 0;
    for (int item = rankable.nextSetBit(0); selects && item >= 0; ) {
      boolean supported = support(item) >= query.minSupport();
      if (!supported || (filter != null && !filter.test(item(item)))) {
        rankable.clear(item);
      }
      item = rankable.nextSetBit(item + 1);
    }
    return rankable;
  }

  /**
   * The best of some items by a query's own rules, its offset passed over; fewer than its {@code k}
   * where there are fewer.
   *
   * @param score what to rank an item by, asked once an item, in order of index; an item scored NaN
   *     is left out
   */
  public TopK best(Query query, BitSet rankable, IntToDoubleFunction score) {
    // A k past the catalog must not reserve memory for places that nothing can fill.
    int size = rankable.cardinality();
    int places = (int) Math.min(size, (long) query.offset() + query.k());
    boolean varied = query.diversity() > 0;
    TopK best = new TopK(varied ? Math.min(size, Math.max(places, Diversity.POOL)) : places);
    Query.Rescorer rescorer = query.rescorer();
    for (int item = rankable.nextSetBit(0); item >= 0; item = rankable.nextSetBit(item + 1)) {
      double its = score.applyAsDouble(item);
      best.offer(item, rescorer == null ? (float) its : rescored(rescorer, item, its));
    }
    best.sort();
    if (varied) {
      best = Diversity.rerank(best, places, query.diversity(), this);
    }
    int first = Math.min(query.offset(), best.size());
    return first == 0 ? best : best.pick(IntStream.range(first, best.size()).toArray());
  }

  /** Infinite scores, with which nobody could reckon further, become the outermost finite ones. */
  private float rescored(Query.Rescorer rescorer, int item, double score) {
    double its = rescorer.score(item(item), score);
    return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, its));
  }

  /**
   * The answer that lists the items selected, best first.
   *
   * @param best a sorted selection of this catalog's items
   * @param rating the rating that the query's user is predicted to give an item, NaN for none;
   *     asked once an item, best first
   */
  public Recommendations answer(Query query, Basis basis, TopK best, IntToDoubleFunction rating) {
    List<Recommendation> ranked = new ArrayList<>(best.size());
    for (int place = 0; place < best.size(); place++) {
      int item = best.index(place);
      int rank = query.offset() + place + 1;
      ranked.add(recommendation(rank, item, best.score(place), rating.applyAsDouble(item)));
    }
    return new Recommendations(query.user(), basis, ranked);
  }

  /** One entry of an answer: an item with its id, title and genres. */
  public Recommendation recommendation(int rank, int item, double score, double rating) {
    return new Recommendation(rank, items.id(item), title(item), genres(item), score, rating);
  }

  @Override
  public String toString() {
    return "Catalog[" + size() + " items]";
  }
}
