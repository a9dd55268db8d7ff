package io.recsys.examples.report;

import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import io.recsys.examples.report.Charts.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a model recommends to many users, taken together. Not safe for concurrent use. */
public final class RecommendedLists {
  private final Vocabulary items;
  private final int[] popularity;
  private final int[] places;
  private final int k;
  private int lists;
  private int placed;
  private int shorter;
  private double popularitySum;

  /**
   * No list yet.
   *
   * @param known what the model was trained on
   * @param k the length that lists should have
   */
  public RecommendedLists(Dataset known, int k) {
    this.items = known.items();
    this.k = k;
    this.places = new int[items.size()];
    this.popularity = new int[items.size()];
    Interactions rows = known.interactions();
    for (int p = 0; p < rows.size(); p++) {
      popularity[rows.item(p)]++;
    }
  }

  /** Adds a user's list. */
  public void add(Recommendations list) {
    lists++;
    int length = 0;
    for (Recommendation entry : list) {
      int item = items.indexOf(entry.item());
      places[item]++;
      popularitySum += popularity[item];
      length++;
    }
    placed += length;
    shorter += length < k ? 1 : 0;
  }

  /** The share of the catalog that is in some list. */
  double coverage() {
    return items.size() == 0 ? 0 : (double) spread().met() / items.size();
  }

  LongTail spread() {
    return LongTail.of(places);
  }

  int lists() {
    return lists;
  }

  /** The figures by the keys of {@code recommendation_report.json}. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("users", lists);
    map.put("k", k);
    map.put("shorterLists", shorter);
    map.put("items", items.size());
    map.put("coverage", coverage());
    map.put("meanPopularity", placed == 0 ? 0 : popularitySum / placed);
    map.put("places", spread().toMap());
    map.put("history", LongTail.of(popularity).toMap());
    return map;
  }

  /** How places in lists, and ratings in training, fall on few or many items. */
  Panel longTail() {
    return Charts.points(
        new Labels("Long tail", "% of the items, the most frequent first", "% of the total"),
        List.of(
            spread().curve("places in lists"),
            LongTail.of(popularity).curve("ratings in training")));
  }
}
