package io.recsys.junit;

import io.recsys.data.Dataset;
import io.recsys.source.MovieLens;
import io.recsys.source.ReadOptions;
import java.io.IOException;
import java.nio.file.Path;

/** MovieLens 1M where {@code RECSYS_DATA} says it is. */
final class MovieLens1M implements QualityData {
  @Override
  public Dataset read() throws IOException {
    return MovieLens.read(Path.of(System.getenv("RECSYS_DATA"), "ml-1m"), ReadOptions.defaults())
        .dataset();
  }
}
