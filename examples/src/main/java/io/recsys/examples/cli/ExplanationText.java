package io.recsys.examples.cli;

import io.recsys.Explanation;
import io.recsys.Explanation.Contribution;
import io.recsys.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An explanation as a person reads it, and as JSON has it.
 *
 * @param explanation the explanation
 */
record ExplanationText(Explanation explanation) {
  private static final int USUAL_WIDTH = 80;
  private static final int NARROWEST_BAR = 10;
  private static final int WIDEST_BAR = 40;
  private static final int WIDEST_NAME = 28;

  /** What makes a hundredth or less is told in one line with its like. */
  private static final double SHOWN_FROM = 0.015;

  /** So many contributions fit into a line. */
  private static final int IN_LINE = 4;

  private static final int WIDEST_IN_LINE = 32;
  private static final String BASE = "mean of all ratings";
  private static final String SUM = "predicted rating";

  /**
   * The sum, a line and a bar a part, and the reasons.
   *
   * @param columns the width of the terminal, 0 where there is none
   */
  String toText(int columns) {
    List<Contribution> shown = shown(Integer.MAX_VALUE);
    int names =
        Math.max(
            BASE.length(), shown.stream().mapToInt(c -> AnswerText.width(name(c))).max().orElse(0));
    double most = shown.stream().mapToDouble(c -> Math.abs(c.stars())).max().orElse(0);
    int room = (columns == 0 ? USUAL_WIDTH : columns - 1) - names - " +0.00 ".length();
    int bars = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, room));
    StringBuilder text = new StringBuilder(explanation.title() + "\n\n");
    line(text, BASE, names, "%5.2f", explanation.base(), "");
    for (Contribution c : shown) {
      int length = (int) Math.round(bars * Math.abs(c.stars()) / Math.max(most, SHOWN_FROM));
      String bar = (c.stars() < 0 ? "-" : "+").repeat(length);
      line(text, name(c), names, "%+5.2f", c.stars(), bar);
    }
    line(text, SUM, names, "%5.2f", explanation.unclippedRating(), clipped());
    if (explanation.standardError() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "\nEach part is sampled, with a standard error of %.3f at most.\n",
              explanation.standardError()));
    }
    return text.append(because()).toString();
  }

  /**
   * The largest parts of the sum in one line, and the reasons in another, where there are any.
   *
   * @param indent what each line begins with
   */
  String toLines(String indent) {
    StringBuilder text = new StringBuilder(indent);
    text.append(String.format(Locale.ROOT, "%.2f mean", explanation.base()));
    for (Contribution c : shown(IN_LINE)) {
      text.append(String.format(Locale.ROOT, "  %+.2f %s", rounded(c.stars()), name(c)));
    }
    text.append('\n');
    String because =
        rated()
            .map(r -> AnswerText.cut(r.title(), WIDEST_IN_LINE) + ": " + rating(r))
            .collect(Collectors.joining("; "));
    return because.isEmpty()
        ? text.toString()
        : text.append(indent).append("because you rated ").append(because).append('\n').toString();
  }

  /** The largest contributions, at most {@code most}, and all others in one. */
  private List<Contribution> shown(int most) {
    List<Contribution> shown = new ArrayList<>();
    double rest = 0;
    for (Contribution c : explanation.contributions()) {
      if (shown.size() < most && Math.abs(c.stars()) >= SHOWN_FROM) {
        shown.add(c);
      } else {
        rest += c.stars();
      }
    }
    int others = explanation.contributions().size() - shown.size();
    if (others > 0) {
      shown.add(new Contribution(others + (others == 1 ? " other" : " others"), rest));
    }
    return shown;
  }

  private static String name(Contribution c) {
    return c.name().equals(Explanation.NOTHING_KNOWN)
        ? "before anything is known"
        : AnswerText.cut(c.name(), WIDEST_NAME);
  }

  private static void line(
      StringBuilder text, String name, int width, String format, double stars, String after) {
    String number = String.format(Locale.ROOT, format, rounded(stars));
    String line = AnswerText.padded(name, width) + ' ' + number + ' ' + after;
    text.append(line.stripTrailing()).append('\n');
  }

  /** Rounded before it is written, or a small loss were -0.00. */
  private static double rounded(double stars) {
    return Math.round(100 * stars) / 100.0;
  }

  private static String rating(Reason.Rated rated) {
    return String.format(Locale.ROOT, "%.1f", rated.rating());
  }

  private Stream<Reason.Rated> rated() {
    return explanation.because().stream()
        .filter(Reason.Rated.class::isInstance)
        .map(Reason.Rated.class::cast);
  }

  private String clipped() {
    return Math.abs(explanation.unclippedRating() - explanation.predictedRating()) < 0.005
        ? ""
        : String.format(Locale.ROOT, "clipped to the scale: %.2f", explanation.predictedRating());
  }

  private String because() {
    String text =
        rated()
            .map(r -> "Because you rated " + r.title() + ": " + rating(r) + "\n")
            .collect(Collectors.joining());
    return text.isEmpty() ? "" : "\n" + text;
  }

  /** The explanation by the keys of the JSON object. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    if (explanation.user() != null) {
      map.put("user", explanation.user());
    }
    map.put("item", explanation.item());
    map.put("title", explanation.title());
    map.put("predictedRating", (float) explanation.predictedRating());
    map.putAll(parts());
    return map;
  }

  /** What the prediction is made of, by the keys of the JSON object. */
  Map<String, Object> parts() {
    List<Map<String, Object>> contributions = new ArrayList<>();
    for (Contribution c : explanation.contributions()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", c.name());
      one.put("contribution", (float) c.stars());
      contributions.add(one);
    }
    List<Map<String, Object>> because = new ArrayList<>();
    rated()
        .forEach(
            rated -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("item", rated.item());
              one.put("title", rated.title());
              one.put("rating", (float) rated.rating());
              because.add(one);
            });
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("base", (float) explanation.base());
    map.put("contributions", contributions);
    map.put("standardError", (float) explanation.standardError());
    map.put("because", because);
    return map;
  }
}
