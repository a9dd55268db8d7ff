package io.recsys;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import io.recsys.split.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The ratings of MovieLens 100K, for tests that have the real data. */
public final class MovieLens100K {
  private static final int USERS = 943;
  private static final int ITEMS = 1682;

  private MovieLens100K() {}

  /** The release undivided. */
  public static Dataset all() {
    return split("all", lines("ml-100k/u.data"), List.of()).train();
  }

  /** The split that the release holds as {@code NAME.base} and {@code NAME.test}. */
  public static Split split(String name) {
    return split(name, lines("ml-100k/" + name + ".base"), lines("ml-100k/" + name + ".test"));
  }

  /** The split whose test part are the rows numbered in a file of the folder {@code splits}. */
  public static Split testRows(String file) {
    Set<Integer> test =
        lines("splits/" + file).stream().map(Integer::valueOf).collect(Collectors.toSet());
    List<String> train = new ArrayList<>();
    List<String> held = new ArrayList<>();
    List<String> all = lines("ml-100k/u.data");
    IntStream.range(0, all.size())
        .forEach(row -> (test.contains(row) ? held : train).add(all.get(row)));
    return split("file:" + file, train, held);
  }

  private static Split split(String name, List<String> train, List<String> test) {
    Dataset data =
        new Dataset(
            "ml-100k",
            ids(USERS),
            ids(ITEMS),
            AttributeTable.empty(USERS),
            AttributeTable.empty(ITEMS),
            interactions(train),
            new RatingScale(1, 5));
    return new Split(name, data, interactions(test));
  }

  private static Vocabulary ids(int size) {
    return Vocabulary.of(IntStream.rangeClosed(1, size).mapToObj(Integer::toString).toList());
  }

  private static Interactions interactions(List<String> lines) {
    Interactions.Builder builder = Interactions.builder();
    for (String line : lines) {
      String[] row = line.split("\t", -1);
      builder.add(
          Integer.parseInt(row[0]) - 1,
          Integer.parseInt(row[1]) - 1,
          Float.parseFloat(row[2]),
          Long.parseLong(row[3]));
    }
    return builder.build(USERS, ITEMS, true);
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(System.getenv("RECSYS_DATA"), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
