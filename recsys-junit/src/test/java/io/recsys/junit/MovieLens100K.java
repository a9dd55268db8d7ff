package io.recsys.junit;

import io.recsys.data.Dataset;
import io.recsys.source.MovieLens;
import io.recsys.source.ReadOptions;
import io.recsys.split.Split;
import java.io.IOException;
import java.nio.file.Path;

/** MovieLens 100K where {@code RECSYS_DATA} says it is, with the divisions that it brings. */
final class MovieLens100K implements QualityData {
  @Override
  public Dataset read() throws IOException {
    return MovieLens.read(folder(), ReadOptions.defaults()).dataset();
  }

  @Override
  public Split split(String name, long seed) throws IOException {
    return MovieLens.readsSplit(name)
        ? MovieLens.readSplit(folder(), name, ReadOptions.defaults()).split()
        : QualityData.super.split(name, seed);
  }

  private static Path folder() {
    return Path.of(System.getenv("RECSYS_DATA"), "ml-100k");
  }
}
