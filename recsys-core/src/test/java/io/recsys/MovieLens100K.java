package io.recsys;

import io.recsys.data.Dataset;
import io.recsys.source.MovieLens;
import io.recsys.source.ReadOptions;
import io.recsys.split.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The ratings of MovieLens 100K, for tests that have the real data. */
public final class MovieLens100K {
  private static final Path DATA = Path.of(String.valueOf(System.getenv("RECSYS_DATA")));

  private MovieLens100K() {}

  /** The release undivided. */
  public static Dataset all() {
    try {
      return MovieLens.read(DATA.resolve("ml-100k"), ReadOptions.defaults()).dataset();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The split that the release holds as {@code NAME.base} and {@code NAME.test}. */
  public static Split split(String name) {
    try {
      return MovieLens.readSplit(DATA.resolve("ml-100k"), name, ReadOptions.defaults()).split();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The split whose test part are the rows numbered in a file of the folder {@code splits}. */
  public static Split testRows(String file) {
    return split("file:" + DATA.resolve("splits").resolve(file));
  }
}
