package io.recsys.examples.report;

import io.recsys.examples.report.Charts.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What a data set holds, as pictures. */
public final class ExplorationFigures {
  private static final int MOST_ROWS = 24;

  private final Exploration facts;

  /** The pictures of some facts. */
  public ExplorationFigures(Exploration facts) {
    this.facts = facts;
  }

  /** Ratings, users, items and, where there are times, activity. */
  public Figure overview() {
    List<Panel> panels = new ArrayList<>();
    panels.add(ratings());
    panels.add(perEntity("Ratings a user gave", "ratings", "users", facts.counts(true)));
    panels.add(perEntity("Ratings an item got", "ratings", "items", facts.counts(false)));
    panels.add(longTail());
    Activity activity = facts.activity();
    if (activity != null) {
      panels.add(
          Charts.bars(
              new Labels("Ratings a month", "", "ratings"),
              activity.months().keySet().stream().map(String::valueOf).toList(),
              doubles(List.copyOf(activity.months().values()))));
      panels.add(
          Charts.bars(
              new Labels("Ratings by hour of the day (UTC)", "hour", "ratings"),
              IntStream.range(0, 24).mapToObj(String::valueOf).toList(),
              doubles(activity.hours())));
    }
    String title =
        "%s: %s ratings of %s items by %s users"
            .formatted(
                facts.data().name(),
                Numbers.count(facts.ratings()),
                Numbers.count(facts.data().items().size()),
                Numbers.count(facts.data().users().size()));
    return new Figure(title, panels, panels.size() % 3 == 0 ? 3 : 2);
  }

  /** Genres and people; absent where the data knows neither. */
  public Optional<Figure> genresAndDemographics() {
    List<Panel> panels = new ArrayList<>();
    if (!facts.genres().isEmpty()) {
      panels.add(shares("Ratings by genre", facts.genres()));
      panels.add(means("Mean rating by genre", facts.genres()));
    }
    for (Map.Entry<String, List<Group>> entry : facts.people().entrySet()) {
      List<Group> groups = entry.getValue();
      panels.add(members("Users by " + entry.getKey(), groups));
      panels.add(means("Mean rating by " + entry.getKey(), groups));
    }
    return panels.isEmpty()
        ? Optional.empty()
        : Optional.of(new Figure(facts.data().name() + ": genres and people", panels, 2));
  }

  private Panel ratings() {
    Map<Float, Integer> counts = facts.ratingCounts();
    return Charts.bars(
        new Labels("Ratings by value", "rating", "ratings"),
        counts.keySet().stream().map(Numbers::plain).toList(),
        doubles(List.copyOf(counts.values())));
  }

  /** A histogram whose bins double in width, for numbers of which few are very large. */
  private static Panel perEntity(String title, String x, String y, int[] counts) {
    int most = IntStream.of(counts).max().orElse(1);
    List<String> names = new ArrayList<>();
    List<Integer> bars = new ArrayList<>();
    for (int low = 1; low <= most; low *= 2) {
      int from = low;
      int to = 2 * low - 1;
      int inside = (int) IntStream.of(counts).filter(c -> c >= from && c <= to).count();
      if (inside > 0 || !bars.isEmpty()) {
        names.add(from == to ? "1" : from + "–" + to);
        bars.add(inside);
      }
    }
    return Charts.bars(new Labels(title, x, y), names, doubles(bars));
  }

  private Panel longTail() {
    return Charts.points(
        new Labels("Long tail", "% of the items, the most popular first", "% of the ratings"),
        List.of(facts.longTail().curve("share")));
  }

  private Panel shares(String title, List<Group> groups) {
    return rows(
        new Labels(title, "% of the ratings", ""),
        groups,
        group -> 100.0 * group.ratings() / Math.max(1, facts.ratings()),
        0);
  }

  private static Panel members(String title, List<Group> groups) {
    return rows(new Labels(title, "users", ""), groups, Group::members, 0);
  }

  private Panel means(String title, List<Group> groups) {
    return rows(
        new Labels(
            title, "mean rating; bars begin at " + Numbers.plain(facts.data().scale().min()), ""),
        groups.stream().filter(group -> group.ratings() > 0).toList(),
        Group::meanRating,
        facts.data().scale().min());
  }

  private static Panel rows(
      Labels labels, List<Group> groups, ToDoubleFunction<Group> value, double from) {
    List<Group> shown = groups.size() > MOST_ROWS ? groups.subList(0, MOST_ROWS) : groups;
    return Charts.rows(
        labels,
        shown.stream().map(Group::name).toList(),
        shown.stream().mapToDouble(value).boxed().toList(),
        from);
  }

  private static List<Double> doubles(List<Integer> numbers) {
    return numbers.stream().map(Integer::doubleValue).toList();
  }
}
