package io.recsys.examples.cli;

import io.recsys.Basis;
import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import io.recsys.data.DataFormatException;
import io.recsys.source.TableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lists that some system made, as a recommender that answers with them and predicts nothing.
 *
 * @param lists items by user, best first
 * @param order what the lists were put in order by: {@code rank}, {@code score} or {@code line}
 */
record ListsFile(Map<String, List<String>> lists, String order) implements Recommender {
  private static final int RANK = 2;
  private static final int SCORE = 3;
  private static final List<TableFile.Column> COLUMNS =
      List.of(
          TableFile.Column.USER,
          TableFile.Column.ITEM,
          new TableFile.Column("rank", Set.of("position", "place")),
          new TableFile.Column("score", Set.of("prediction", "predicted", "predictedrating")));

  /** One line. */
  private record Entry(String item, double number) {}

  /**
   * Reads the lists of a file with user, item and a rank, which rises, or a score, which falls. The
   * header tells which of them it is. Without a header a third column is a rank if it holds whole
   * numbers alone and everybody's lowest is 0 or 1, else a score. Without a third column, and where
   * numbers are equal, the order of lines holds.
   */
  static ListsFile read(Path file) throws IOException {
    Map<String, List<Entry>> entries = new LinkedHashMap<>();
    String order;
    try (TableFile rows = TableFile.open(file, COLUMNS)) {
      boolean hasRank = rows.hasRow() && rows.has(RANK);
      boolean hasScore = rows.hasRow() && rows.hasHeader() && rows.has(SCORE);
      int column = rows.hasHeader() && !hasRank ? SCORE : RANK;
      boolean hasNumber = hasRank || hasScore;
      while (rows.hasRow()) {
        entries
            .computeIfAbsent(rows.text(0), user -> new ArrayList<>())
            .add(new Entry(rows.text(1), hasNumber ? rows.number(column) : 0));
        rows.advance();
      }
      if (entries.isEmpty()) {
        throw new DataFormatException(
            file, "holds no list; give user,item,rank or user,item,score");
      }
      order = rows.hasHeader() ? (hasRank ? "rank" : "score") : guess(entries);
      order = hasNumber ? order : "line";
    }
    return new ListsFile(sorted(entries, order), order);
  }

  private static String guess(Map<String, List<Entry>> entries) {
    for (List<Entry> list : entries.values()) {
      double lowest = list.stream().mapToDouble(Entry::number).min().orElse(0);
      boolean isWhole = list.stream().allMatch(entry -> entry.number == Math.rint(entry.number));
      if (!isWhole || (lowest != 0 && lowest != 1)) {
        return "score";
      }
    }
    return "rank";
  }

  private static Map<String, List<String>> sorted(Map<String, List<Entry>> entries, String order) {
    Comparator<Entry> byNumber = Comparator.comparingDouble(Entry::number);
    Map<String, List<String>> lists = new LinkedHashMap<>();
    entries.forEach(
        (user, list) ->
            lists.put(
                user,
                list.stream()
                    .sorted(order.equals("score") ? byNumber.reversed() : byNumber)
                    .map(Entry::item)
                    .toList()));
    return lists;
  }

  @Override
  public Recommendations recommend(Query query) {
    List<String> list = lists.getOrDefault(String.valueOf(query.user()), List.of());
    List<Recommendation> items = new ArrayList<>();
    for (int place = 0; place < Math.min(query.k(), list.size()); place++) {
      String item = list.get(place);
      items.add(new Recommendation(place + 1, item, item, List.of(), -place, Double.NaN));
    }
    return new Recommendations(query.user(), Basis.USER, items);
  }

  @Override
  public double[] predict(String user, List<String> items) {
    double[] none = new double[items.size()];
    Arrays.fill(none, Double.NaN);
    return none;
  }
}
