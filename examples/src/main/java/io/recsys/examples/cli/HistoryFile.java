package io.recsys.examples.cli;

import io.recsys.data.DataFormatException;
import io.recsys.data.Vocabulary;
import io.recsys.model.HybridRecommender;
import io.recsys.source.TableFile;
import io.recsys.source.TableFile.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A file of what one person rated: item and rating on each line. */
final class HistoryFile {
  private static final List<Column> COLUMNS =
      List.of(Column.ITEM, new Column("rating", Set.of("stars", "value")));

  private HistoryFile() {}

  /**
   * The ratings by item; of an item rated twice, the last.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws DataFormatException if a line has no item or no rating, or there is none
   */
  static Map<String, Double> read(Path file) throws IOException {
    Map<String, Double> ratings = new LinkedHashMap<>();
    try (TableFile rows = TableFile.open(file, COLUMNS)) {
      for (; rows.hasRow(); rows.advance()) {
        ratings.put(rows.text(0), rows.number(1));
      }
    }
    if (ratings.isEmpty()) {
      throw new DataFormatException(file, "holds no rating; give item,rating on each line");
    }
    return ratings;
  }

  /** The same, with a remark on the ratings of items that a model does not know. */
  static Map<String, Double> readFor(HybridRecommender recommender, Path file, Console console)
      throws IOException {
    Map<String, Double> ratings = read(file);
    Vocabulary items = recommender.model().data().items();
    long unknown = ratings.keySet().stream().filter(item -> items.indexOf(item) < 0).count();
    if (unknown > 0) {
      console.say("%d of %d items rated are unknown to the model", unknown, ratings.size());
    }
    return ratings;
  }
}
