package io.recsys.examples.report;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What a data set holds, as lines for a person. */
public final class ExplorationText {
  private static final int BAR = 32;
  private static final int NAME = 16;

  private final Exploration facts;
  private final StringBuilder text = new StringBuilder();

  private ExplorationText(Exploration facts) {
    this.facts = facts;
  }

  /** The facts as lines, the last one ended. */
  public static String of(Exploration facts) {
    ExplorationText text = new ExplorationText(facts);
    text.size();
    text.ratings();
    text.spread();
    text.time();
    text.groups("genre", "items", facts.genres());
    facts.people().forEach((attribute, groups) -> text.groups(attribute, "users", groups));
    return text.text.toString();
  }

  private void line(String format, Object... args) {
    text.append(String.format(Locale.ROOT, format, args).stripTrailing()).append('\n');
  }

  private void size() {
    line("%s", facts.data().name());
    fact("ratings", Numbers.count(facts.ratings()));
    fact("users", withoutRatings(facts.data().users().size(), facts.activeUsers()));
    fact("items", withoutRatings(facts.data().items().size(), facts.longTail().met()));
    fact("density", Numbers.percent(facts.density(), 2) + " of all pairs are rated");
    fact(
        "scale",
        "%s to %s; mean %s, deviation %s"
            .formatted(
                Numbers.plain(facts.data().scale().min()),
                Numbers.plain(facts.data().scale().max()),
                Numbers.decimal(facts.meanRating(), 2),
                Numbers.decimal(facts.ratingDeviation(), 2)));
    Activity activity = facts.activity();
    fact(
        "time",
        activity == null
            ? "none given"
            : "%s to %s, %s days"
                .formatted(
                    day(activity.first()), day(activity.last()), Numbers.count(activity.days())));
  }

  private void fact(String name, String value) {
    line("  %-8s %s", name, value);
  }

  private static String withoutRatings(int all, int met) {
    String without =
        all == met ? "" : ", " + Numbers.count(all - met) + " of them without a rating";
    return Numbers.count(all) + without;
  }

  private static String day(long time) {
    return Instant.ofEpochSecond(time).atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  private void ratings() {
    List<String> names = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    facts
        .ratingCounts()
        .forEach(
            (rating, count) -> {
              names.add(Numbers.plain(rating));
              counts.add(count);
            });
    if (names.size() <= NAME) {
      bars("rating", names, counts);
    }
  }

  private void spread() {
    line("");
    line(
        "%-18s %8s %6s %6s %6s %6s %6s %6s %8s",
        "ratings", "mean", "min", "10 %", "25 %", "median", "75 %", "90 %", "max");
    spread("per active user", facts.spread(true));
    spread("per rated item", facts.spread(false));
    LongTail tail = facts.longTail();
    line(
        "The most popular 1 %% of the items have %s of the ratings, 10 %% have %s, 20 %% have %s;"
            + " the other 80 %%, the long tail, have %s.",
        Numbers.percent(tail.share(1), 1),
        Numbers.percent(tail.share(10), 1),
        Numbers.percent(tail.share(20), 1),
        Numbers.percent(tail.tailShare(), 1));
  }

  private void spread(String name, Distribution d) {
    line(
        "%-18s %8.1f %6.0f %6.0f %6.0f %6.0f %6.0f %6.0f %8.0f",
        name, d.mean(), d.min(), d.p10(), d.p25(), d.median(), d.p75(), d.p90(), d.max());
  }

  private void time() {
    Activity activity = facts.activity();
    if (activity == null) {
      return;
    }
    List<Map.Entry<YearMonth, Integer>> months = List.copyOf(activity.months().entrySet());
    if (months.size() <= 2 * NAME) {
      bars(
          "month",
          months.stream().map(month -> month.getKey().toString()).toList(),
          months.stream().map(Map.Entry::getValue).toList());
    } else {
      Map.Entry<YearMonth, Integer> busiest =
          months.stream().max(Comparator.comparing(Map.Entry::getValue)).orElseThrow();
      line("");
      line(
          "Busiest of %d months: %s with %s ratings.",
          months.size(), busiest.getKey(), Numbers.count(busiest.getValue()));
    }
    bars(
        "hour, UTC", IntStream.range(0, 24).mapToObj("%02d"::formatted).toList(), activity.hours());
  }

  private void bars(String head, List<String> names, List<Integer> counts) {
    line("");
    line("%-12s %10s %8s", head, "ratings", "share");
    int most = counts.stream().mapToInt(Integer::intValue).max().orElse(1);
    for (int i = 0; i < names.size(); i++) {
      int count = counts.get(i);
      line(
          "%-12s %10s %8s  %s",
          names.get(i),
          Numbers.count(count),
          Numbers.percent((double) count / facts.ratings(), 1),
          "#".repeat((int) Math.round((double) BAR * count / most)));
    }
  }

  private void groups(String head, String members, List<Group> groups) {
    if (groups.isEmpty()) {
      return;
    }
    line("");
    line("%-16s %8s %10s %8s %6s", head, members, "ratings", "share", "mean");
    for (Group group : groups) {
      line(
          "%-16s %8s %10s %8s %6s",
          group.name(),
          Numbers.count(group.members()),
          Numbers.count(group.ratings()),
          Numbers.percent(group.ratings() / (double) Math.max(1, facts.ratings()), 1),
          group.ratings() == 0 ? "-" : Numbers.decimal(group.meanRating(), 2));
    }
  }
}
