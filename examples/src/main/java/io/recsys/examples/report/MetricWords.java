package io.recsys.examples.report;

import java.util.Map;

/** What metrics say, in words for people who do not know them. */
final class MetricWords {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("rmse", "typical error of a predicted rating; large errors count more"),
          Map.entry("mae", "mean error of a predicted rating"),
          Map.entry("within", "share of predictions at most that far off"),
          Map.entry("r2", "share of the ratings' variance that predictions explain"),
          Map.entry("ndcg", "how near the top the relevant items stand; 1 is best"),
          Map.entry("recall", "share of a user's relevant items that are in the list"),
          Map.entry("precision", "share of the list that is relevant"),
          Map.entry("hit", "share of users with a relevant item in the list"),
          Map.entry("mrr", "mean of 1 over the rank of the first relevant item"),
          Map.entry("map", "mean precision over the ranks of relevant items"),
          Map.entry("auc", "chance that a relevant item ranks above another"),
          Map.entry("coverage", "share of the catalog that is in some list"),
          Map.entry("gini", "how unevenly places fall on items; 0 even, 1 all on one"),
          Map.entry("novelty", "how rare listed items are in training, in bits"),
          Map.entry("diversity", "how unlike the items of a list are"),
          Map.entry("popularity", "how often listed items were rated in training"),
          Map.entry("serendipity", "share of the list that is relevant and not merely popular"));

  private MetricWords() {}

  /** What a metric says, or an empty text. */
  static String of(String metric) {
    int at = metric.indexOf('@');
    String name = at < 0 ? metric : metric.substring(0, at);
    String words = WORDS.get(name.replaceAll("[0-9.]+$", ""));
    return words != null ? words : WORDS.getOrDefault(name, "");
  }
}
