package io.recsys.source;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A place that ratings are read from, in one data set or in the parts that it prescribes. Sources
 * are immutable and safe for any number of threads.
 */
public interface RatingsSource {
  /** Whether {@link #readSplit} knows a split of that name. */
  boolean readsSplit(String name);

  /**
   * All ratings as one data set.
   *
   * @throws io.recsys.data.DataFormatException if a line is malformed and not tolerated, or there
   *     is no rating
   */
  LoadedData read(ReadOptions options) throws IOException;

  /**
   * The ratings in the two parts of a name that {@link #readsSplit}.
   *
   * @throws IllegalArgumentException if the name is another
   * @throws io.recsys.data.DataFormatException if a line is malformed and not tolerated
   */
  LoadedSplit readSplit(String name, ReadOptions options) throws IOException;

  /** A folder with a release, as {@link MovieLens} reads it. */
  static RatingsSource movieLens(Path folder) {
    return new RatingsSource() {
      @Override
      public boolean readsSplit(String name) {
        return MovieLens.readsSplit(name);
      }

      @Override
      public LoadedData read(ReadOptions options) throws IOException {
        return MovieLens.read(folder, options);
      }

      @Override
      public LoadedSplit readSplit(String name, ReadOptions options) throws IOException {
        return MovieLens.readSplit(folder, name, options);
      }
    };
  }

  /** A file with a rating a line, as {@link DelimitedFile} reads it. */
  static RatingsSource delimited(Path file, DelimitedFile.Format format) {
    return new RatingsSource() {
      @Override
      public boolean readsSplit(String name) {
        return DelimitedFile.readsSplit(name);
      }

      @Override
      public LoadedData read(ReadOptions options) throws IOException {
        return DelimitedFile.read(file, format, options);
      }

      @Override
      public LoadedSplit readSplit(String name, ReadOptions options) throws IOException {
        return DelimitedFile.readSplit(file, format, name, options);
      }
    };
  }
}
