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

/**
 * The items that a recommender ranks, and the way from a query to an answer that all recommenders
 * share: which items a query lets be ranked, the best of them by a score, and their titles.
 *
 * <pre>{@code
 * BitSet rankable = catalog.rankable(query, seen, user);
 * TopK best = catalog.best(rankable, query.k(), item -> score[item]);
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

  private Catalog(Vocabulary items, AttributeTable attributes) {
    this.items = items;
    this.attributes = attributes;
    this.hasTitles = attributes.has(TITLE, AttributeTable.Type.TEXT);
    this.hasGenres = attributes.has(GENRES, AttributeTable.Type.TERMS);
  }

  /** The catalog of a data set. */
  public static Catalog of(Dataset data) {
    return of(data.items(), data.itemAttributes());
  }

  /**
   * The catalog of some items and the facts about them, row {@code i} about index {@code i}.
   *
   * @throws IllegalArgumentException if there are not as many rows as items
   */
  public static Catalog of(Vocabulary items, AttributeTable attributes) {
    if (attributes.size() != items.size()) {
      throw new IllegalArgumentException(
          "attributes: " + attributes.size() + " rows for " + items.size() + " items");
    }
    return new Catalog(items, attributes);
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

  /**
   * The items that may appear in the answer to a query: its candidates, or else the whole catalog,
   * without those it excludes and those the user has seen or brings along.
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
    return rankable;
  }

  /**
   * The {@code k} best of some items, sorted; fewer where there are fewer.
   *
   * @param score what to rank an item by, asked once an item, in order of index; an item scored NaN
   *     is left out
   */
  public TopK best(BitSet rankable, int k, IntToDoubleFunction score) {
    // A k past the catalog must not reserve memory for places that nothing can fill.
    TopK best = new TopK(Math.min(k, rankable.cardinality()));
    for (int item = rankable.nextSetBit(0); item >= 0; item = rankable.nextSetBit(item + 1)) {
      best.offer(item, (float) score.applyAsDouble(item));
    }
    return best.sort();
  }

  /**
   * The answer that lists the items selected, best first.
   *
   * @param best a sorted selection of this catalog's items
   * @param rating the rating that the query's user is predicted to give an item, NaN for none
   */
  public Recommendations answer(Query query, Basis basis, TopK best, IntToDoubleFunction rating) {
    List<Recommendation> ranked = new ArrayList<>(best.size());
    for (int place = 0; place < best.size(); place++) {
      int item = best.index(place);
      ranked.add(recommendation(place + 1, item, best.score(place), rating.applyAsDouble(item)));
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
