package io.recsys.examples.report;

import io.recsys.evaluation.GroupFigures;
import io.recsys.evaluation.Interval;
import io.recsys.evaluation.UserGroups;
import io.recsys.examples.report.Charts.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person wants to know of a model, on one page that needs no other file.
 *
 * @param name the model's folder
 * @param report the figures
 * @param lists what it recommends to the users it was measured on
 * @param examples a few users' histories and lists
 * @param curves how its training went, where that is known
 */
public record HtmlReport(
    String name,
    ModelReport report,
    RecommendedLists lists,
    List<Example> examples,
    Optional<TrainingCurves> curves) {
  private static final String NONE = "–";

  /** Copies the list. */
  public HtmlReport {
    examples = List.copyOf(examples);
  }

  /**
   * The page.
   *
   * @throws IOException if there is no font to draw pictures with
   */
  public String page() throws IOException {
    Html html = new Html("Model " + name);
    html.paragraph(
        "Measured on %s, split %s: ratings that the model was not trained on."
            .formatted(card().data(), card().split()));
    new MetricTables(report).write(html);
    training(html);
    predictions(html);
    coverage(html);
    groups(html);
    examples(html);
    protocol(html);
    return html.page();
  }

  private io.recsys.evaluation.Protocol card() {
    return report.figures().model().protocol();
  }

  private void training(Html html) throws IOException {
    if (curves.isPresent()) {
      html.heading("How training went");
      html.paragraph(curves.get().summary());
      html.figure(curves.get().figure(), "Loss and metrics of each epoch of the training");
    }
  }

  private void predictions(Html html) throws IOException {
    if (report.predictions().isPresent()) {
      html.heading("Can its predicted ratings be trusted?");
      html.paragraph(
          "A calibrated model's points lie on the line: where it predicts 4, users give 4 on"
              + " average. Bars show 95 % intervals, as if ratings were independent. Points of"
              + " fewer than ten test rows are left out.");
      html.figure(
          report.predictions().get().figure(),
          "Calibration, histogram of errors, RMSE by activity, mean prediction by rating");
    }
  }

  private void coverage(Html html) throws IOException {
    html.heading("Does it know more than the hits?");
    html.paragraph(
        "%s of the %s items are in some list of %s users. The most listed 20 %% of the items have"
                .formatted(
                    Numbers.percent(lists.coverage(), 1),
                    Numbers.count(lists.spread().items()),
                    Numbers.count(lists.lists()))
            + " %s of all places.".formatted(Numbers.percent(lists.spread().share(20), 1)));
    html.figure(
        new Figure("Places in lists", List.of(lists.longTail()), 1),
        "Share of places in lists, and of ratings, that fall on the most frequent items");
  }

  private void groups(Html html) throws IOException {
    List<Panel> panels = new ArrayList<>();
    for (UserGroups groups : report.groups()) {
      List<GroupFigures> figures = report.figures().model().byGroup(groups);
      for (String metric : report.headlines()) {
        List<GroupFigures> with =
            figures.stream().filter(group -> group.metrics().containsKey(metric)).toList();
        if (!with.isEmpty()) {
          panels.add(
              Charts.rows(
                  new Labels(metric + " by " + groups.name(), metric, ""),
                  with.stream().map(group -> bar(group, metric)).toList(),
                  0));
        }
      }
    }
    if (!panels.isEmpty()) {
      html.heading("For whom does it work?");
      html.paragraph(
          "The number of test users stands in brackets; small groups say little, as the lines of"
              + " their 95 % intervals show. Activity is the number of a user's ratings in"
              + " training. RMSE: lower is better; NDCG: higher.");
      html.figure(
          new Figure("Groups of users", panels, 2), "Metrics of users by activity, age and gender");
    }
  }

  private static Charts.Row bar(GroupFigures group, String metric) {
    double value = group.metrics().getOrDefault(metric, Double.NaN);
    Interval interval = group.intervals().get(metric);
    return new Charts.Row(
        group.group() + " (" + group.users() + ")",
        value,
        interval == null ? value : interval.low(),
        interval == null ? value : interval.high());
  }

  private void examples(Html html) {
    if (!examples.isEmpty()) {
      html.heading("What it recommends");
      html.paragraph(
          "Users with few, a middling number of and many ratings. “Given” is what the user gave the"
              + " item in the test part, which the model has not seen.");
    }
    for (Example example : examples) {
      html.element(
          "h3", "User %s, %s ratings".formatted(example.user(), Numbers.count(example.ratings())));
      html.open("two");
      html.table(
          List.of("liked most in training", "rating"),
          example.liked().stream().map(e -> List.of(e.title(), rating(e.rating(), 1))).toList(),
          1);
      html.table(
          List.of("recommended", "predicted", "given"),
          example.list().stream()
              .map(e -> List.of(e.title(), rating(e.predicted(), 2), rating(e.rating(), 1)))
              .toList(),
          1);
      html.close();
    }
  }

  private static String rating(double rating, int decimals) {
    return Double.isNaN(rating) ? NONE : Numbers.decimal(rating, decimals);
  }

  private void protocol(Html html) {
    html.heading("How it was measured");
    html.paragraph("Figures compare only with figures measured in the same way.");
    List<List<String>> rows = new ArrayList<>();
    card()
        .toMap()
        .forEach(
            (key, value) ->
                rows.add(
                    List.of(
                        key.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT),
                        String.valueOf(value))));
    html.table(List.of(), rows, 2);
  }
}
