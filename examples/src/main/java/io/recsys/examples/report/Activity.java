package io.recsys.examples.report;

import io.recsys.data.Interactions;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * When ratings were given, in UTC.
 *
 * @param first the time of the first rating, in epoch seconds
 * @param last the time of the last
 * @param months the ratings of each month from the first to the last, those without any too
 * @param hours the ratings of each hour of the day, 24 of them
 * @param weekdays the ratings of each day of the week, from Monday
 */
public record Activity(
    long first,
    long last,
    Map<YearMonth, Integer> months,
    List<Integer> hours,
    List<Integer> weekdays) {
  private static final int DAY = 86_400;

  /** Copies the counts. */
  public Activity {
    months = Collections.unmodifiableMap(new LinkedHashMap<>(months));
    hours = List.copyOf(hours);
    weekdays = List.copyOf(weekdays);
  }

  /**
   * When the interactions took place.
   *
   * @throws IllegalArgumentException if there are none, or none with a time
   */
  public static Activity of(Interactions rows) {
    if (!rows.hasTimes() || rows.size() == 0) {
      throw new IllegalArgumentException("rows: carry no times, so they show no activity");
    }
    TreeMap<YearMonth, Integer> months = new TreeMap<>();
    int[] hours = new int[24];
    int[] weekdays = new int[7];
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int p = 0; p < rows.size(); p++) {
      ZonedDateTime time = Instant.ofEpochSecond(rows.time(p)).atZone(ZoneOffset.UTC);
      months.merge(YearMonth.from(time), 1, Integer::sum);
      hours[time.getHour()]++;
      weekdays[time.getDayOfWeek().getValue() - 1]++;
      first = Math.min(first, rows.time(p));
      last = Math.max(last, rows.time(p));
    }
    for (YearMonth m = months.firstKey(); m.isBefore(months.lastKey()); m = m.plusMonths(1)) {
      months.putIfAbsent(m, 0);
    }
    return new Activity(
        first,
        last,
        months,
        IntStream.of(hours).boxed().toList(),
        IntStream.of(weekdays).boxed().toList());
  }

  /** The days from the first rating to the last, as many as they touch. */
  public long days() {
    return Math.floorDiv(last, DAY) - Math.floorDiv(first, DAY) + 1;
  }

  /** The figures by the keys of the JSON report. */
  public Map<String, Object> toMap() {
    Map<String, Object> byMonth = new LinkedHashMap<>();
    months.forEach((month, count) -> byMonth.put(month.toString(), count));
    Map<String, Object> byWeekday = new LinkedHashMap<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      byWeekday.put(day.name(), weekdays.get(day.getValue() - 1));
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("first", Instant.ofEpochSecond(first).toString());
    map.put("last", Instant.ofEpochSecond(last).toString());
    map.put("days", days());
    map.put("byMonth", byMonth);
    map.put("byHour", hours);
    map.put("byWeekday", byWeekday);
    return map;
  }
}
