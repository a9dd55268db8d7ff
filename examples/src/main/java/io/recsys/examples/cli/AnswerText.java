package io.recsys.examples.cli;

import io.recsys.Explanation;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An answer as a person reads it, and as JSON has it.
 *
 * @param answer the answer
 */
record AnswerText(Recommendations answer) {
  private static final int WIDEST_TITLE = 48;
  private static final int WIDEST_GENRES = 32;

  /**
   * A table of rank, title, genres and predicted rating, with explanations between the lines where
   * there are such, and what the answer rests on.
   */
  String toText() {
    List<Recommendation> items = answer.items();
    int titles = items.stream().mapToInt(r -> width(title(r))).max().orElse(0);
    int genres = items.stream().mapToInt(r -> width(genres(r))).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Recommendation r : items) {
      text.append(String.format(Locale.ROOT, "%3d. ", r.rank()))
          .append(padded(title(r), titles))
          .append(genres == 0 ? "" : "  " + padded(genres(r), genres))
          .append(
              Double.isNaN(r.predictedRating())
                  ? ""
                  : String.format(Locale.ROOT, "  %.2f", r.predictedRating()))
          .append('\n')
          .append(explanation(r));
    }
    if (items.isEmpty()) {
      text.append("Nothing left to recommend.\n");
    }
    return text.append('\n').append(basis()).toString();
  }

  /** The answer by the keys of the JSON object; a rating that is not predicted is left out. */
  Map<String, Object> toMap() {
    List<Map<String, Object>> items = new ArrayList<>();
    for (Recommendation r : answer) {
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("rank", r.rank());
      item.put("item", r.item());
      item.put("title", r.title());
      item.put("score", (float) r.score());
      if (!Double.isNaN(r.predictedRating())) {
        item.put("predictedRating", (float) r.predictedRating());
      }
      Explanation explanation = r.explanation();
      if (explanation != null) {
        item.put("explanation", new ExplanationText(explanation).parts());
      }
      items.add(item);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    if (answer.user() != null) {
      map.put("user", answer.user());
    }
    map.put("basis", answer.basis().name());
    map.put("items", items);
    return map;
  }

  private String basis() {
    return "basis "
        + answer.basis()
        + switch (answer.basis()) {
          case USER -> ": what user '" + answer.user() + "' did in training";
          case HISTORY -> ": the history given";
          case ATTRIBUTES -> ": the attributes alone";
          case POPULARITY ->
              ": the model knows "
                  + (answer.user() == null ? "nothing of them" : "no user '" + answer.user() + "'")
                  + ", so this is what most people like";
        };
  }

  private static String explanation(Recommendation r) {
    Explanation explanation = r.explanation();
    return explanation == null ? "" : new ExplanationText(explanation).toLines("     ");
  }

  private static String title(Recommendation r) {
    return cut(r.title(), WIDEST_TITLE);
  }

  private static String genres(Recommendation r) {
    return cut(String.join(", ", r.genres()), WIDEST_GENRES);
  }

  /** The columns that a text takes. */
  static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /** A text with its end left out where it is wider. */
  static String cut(String text, int width) {
    return width(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, width - 1)).stripTrailing() + "\u2026";
  }

  /** A text with spaces behind. */
  static String padded(String text, int width) {
    return text + " ".repeat(width - width(text));
  }
}
