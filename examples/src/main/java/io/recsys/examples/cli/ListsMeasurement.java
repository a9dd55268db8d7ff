package io.recsys.examples.cli;

import io.recsys.data.AttributeTable;
import io.recsys.data.DataFormatException;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import io.recsys.evaluation.CatalogMetric;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.RankingMetric;
import io.recsys.source.TableFile;
import io.recsys.split.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lists of any system, held against the rows that they should have found.
 *
 * @param lists the lists
 * @param truth rows that test
 * @param train rows that the system learned from; none where it is not known
 */
record ListsMeasurement(ListsFile lists, Rows truth, Rows train) {
  private static final int RATING = 2;
  private static final List<TableFile.Column> COLUMNS =
      List.of(
          TableFile.Column.USER,
          TableFile.Column.ITEM,
          new TableFile.Column("rating", Set.of("value", "score", "actual", "relevance")));

  /** A row of a file; the rating is 1 where the file has none. */
  private record Row(String user, String item, double rating) {}

  /** The rows of a file. */
  record Rows(String name, List<Row> rows, boolean rated) {
    /** No rows. */
    static Rows none() {
      return new Rows("", List.of(), false);
    }

    /** Reads user, item and, where there is a third column, the rating. */
    static Rows read(Path file) throws IOException {
      List<Row> rows = new ArrayList<>();
      boolean rated;
      try (TableFile table = TableFile.open(file, COLUMNS)) {
        rated = table.hasRow() && table.has(RATING);
        while (table.hasRow()) {
          rows.add(new Row(table.text(0), table.text(1), rated ? table.number(RATING) : 1));
          table.advance();
        }
      }
      if (rows.isEmpty()) {
        throw new DataFormatException(
            file, "holds no row; give user,item and, if known, the rating");
      }
      return new Rows(file.toString(), rows, rated);
    }

    private Interactions interactions(Vocabulary users, Vocabulary items) {
      Interactions.Builder builder = Interactions.builder();
      for (Row row : rows) {
        builder.add(users.indexOf(row.user), items.indexOf(row.item), (float) row.rating, 0);
      }
      return builder.build(users.size(), items.size(), false);
    }

    private double lowest() {
      return rows.stream().mapToDouble(Row::rating).min().orElseThrow();
    }
  }

  /**
   * The figures of the lists.
   *
   * @param ks the numbers of places to look at
   * @param relevant the lowest rating that makes a row of the truth relevant; null for any
   * @param catalog the number of items there are; null for those of the files
   */
  Evaluation measure(List<Integer> ks, @Nullable Double relevant, @Nullable Integer catalog) {
    if (relevant != null && !truth.rated()) {
      throw new IllegalArgumentException(
          truth.name() + ": has no ratings, which --relevant asks for; add the column rating");
    }
    Split split = split();
    int items = catalog == null ? split.train().items().size() : catalog;
    checkCatalog(items);
    Evaluator evaluator =
        Evaluator.defaults()
            .withRatingMetrics(List.of())
            .withRankingMetrics(ks.stream().flatMap(k -> ranking(k).stream()).toList())
            .withCatalogMetrics(ks.stream().flatMap(k -> ofCatalog(k).stream()).toList())
            .withRelevantFrom(relevant == null ? truth.lowest() : relevant);
    return evaluator.evaluate("lists", lists, split, new Evaluator.Scope(listed(split), items));
  }

  private void checkCatalog(int items) {
    Set<String> recommended = new TreeSet<>();
    lists.lists().values().forEach(recommended::addAll);
    if (items < recommended.size()) {
      throw new IllegalArgumentException(
          "catalog: %d items are fewer than the %d different ones in the lists; count all there are"
              .formatted(items, recommended.size()));
    }
  }

  private static List<RankingMetric> ranking(int k) {
    return List.of(
        RankingMetric.precision(k),
        RankingMetric.recall(k),
        RankingMetric.hitRate(k),
        RankingMetric.mrr(k),
        RankingMetric.map(k),
        RankingMetric.ndcg(k));
  }

  private List<CatalogMetric> ofCatalog(int k) {
    List<CatalogMetric> metrics =
        new ArrayList<>(
            List.of(CatalogMetric.coverage(k), CatalogMetric.gini(k), CatalogMetric.entropy(k)));
    if (!train.rows().isEmpty()) {
      metrics.addAll(
          List.of(
              CatalogMetric.novelty(k), CatalogMetric.diversity(k), CatalogMetric.popularity(k)));
    }
    return metrics;
  }

  /** The truth held back from the training rows; both know the users and items of all files. */
  private Split split() {
    Set<String> userIds = new TreeSet<>(lists.lists().keySet());
    Set<String> itemIds = new TreeSet<>();
    lists.lists().values().forEach(itemIds::addAll);
    for (Rows rows : List.of(truth, train)) {
      rows.rows().forEach(row -> userIds.add(row.user));
      rows.rows().forEach(row -> itemIds.add(row.item));
    }
    Vocabulary users = Vocabulary.of(userIds);
    Vocabulary items = Vocabulary.of(itemIds);
    Dataset training =
        new Dataset(
            truth.name(),
            users,
            items,
            AttributeTable.empty(users.size()),
            AttributeTable.empty(items.size()),
            train.interactions(users, items),
            new RatingScale(truth.lowest(), truth.lowest() + 1));
    return new Split("files", training, truth.interactions(users, items));
  }

  private BitSet listed(Split split) {
    BitSet users = new BitSet();
    lists.lists().keySet().forEach(user -> users.set(split.train().users().indexOf(user)));
    return users;
  }
}
