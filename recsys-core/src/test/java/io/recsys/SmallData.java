package io.recsys;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import io.recsys.split.Split;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Data sets written out in a test: rows as {@code user item value}, separated by commas, each a
 * second later than the one before. The scale is 1 to 5.
 */
public final class SmallData {
  private SmallData() {}

  /** The data set of some rows. */
  public static Dataset of(String rows) {
    return split(rows, "").train();
  }

  /** The split of training and test rows; both parts know the users and items of either. */
  public static Split split(String train, String test) {
    List<String[]> trainRows = rows(train);
    List<String[]> testRows = rows(test);
    Vocabulary users = vocabulary(trainRows, testRows, 0);
    Vocabulary items = vocabulary(trainRows, testRows, 1);
    Dataset data =
        new Dataset(
            "small",
            users,
            items,
            AttributeTable.empty(users.size()),
            AttributeTable.empty(items.size()),
            interactions(trainRows, users, items),
            new RatingScale(1, 5));
    return new Split("by hand", data, interactions(testRows, users, items));
  }

  private static List<String[]> rows(String rows) {
    return Arrays.stream(rows.split(",", -1))
        .map(String::strip)
        .filter(row -> !row.isEmpty())
        .map(row -> row.split(" ", -1))
        .toList();
  }

  private static Vocabulary vocabulary(List<String[]> train, List<String[]> test, int field) {
    return Vocabulary.of(
        Stream.concat(train.stream(), test.stream()).map(row -> row[field]).toList());
  }

  private static Interactions interactions(
      List<String[]> rows, Vocabulary users, Vocabulary items) {
    Interactions.Builder builder = Interactions.builder();
    for (int i = 0; i < rows.size(); i++) {
      String[] row = rows.get(i);
      builder.add(users.indexOf(row[0]), items.indexOf(row[1]), Float.parseFloat(row[2]), i);
    }
    return builder.build(users.size(), items.size(), true);
  }
}
