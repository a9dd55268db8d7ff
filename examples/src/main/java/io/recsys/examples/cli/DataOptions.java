package io.recsys.examples.cli;

import io.recsys.data.RatingScale;
import io.recsys.source.DelimitedFile;
import io.recsys.source.LoadedParts;
import io.recsys.source.RatingsSource;
import io.recsys.source.ReadOptions;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which data to take and how to part it. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      order = 1,
      description = "A folder with a MovieLens release, recognized by its files.")
  private @Nullable Path data;

  @Option(
      names = "--ratings",
      paramLabel = "FILE",
      order = 2,
      description = "A file with one rating a line, in place of --data.")
  private @Nullable Path ratings;

  @Option(
      names = "--columns",
      paramLabel = "NAMES",
      order = 3,
      description =
          "The columns of --ratings: user,item,rating[,time] in any order, - for one to skip."
              + " Default: user,item,rating,time.")
  private @Nullable String columns;

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      order = 4,
      description = "What parts the columns: TAB, SPACE, COMMA, :: or a character. Default: TAB.")
  private @Nullable String delimiter;

  @Option(
      names = "--scale",
      paramLabel = "LO,HI",
      order = 5,
      description = "The lowest and highest rating. Default: what training shows.")
  private @Nullable String scale;

  @Option(
      names = "--download",
      paramLabel = "NAME",
      order = 6,
      description =
          "Fetch a MovieLens release, such as ml-100k, from GroupLens, in place of --data.")
  private @Nullable String download;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      order = 7,
      description = "Where --download keeps releases. Default: recsys in the user's cache folder.")
  private @Nullable Path cache;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      order = 8,
      description =
          "What trains and what tests: temporal(0.8), random(0.8), stratified(0.75),"
              + " per-user-temporal(0.8), leave-last-out, k-shot(5), user-cold(0.1),"
              + " item-cold(0.1), fold(1,5), user-fold(1,5), all, or with MovieLens u1 to u5, ua,"
              + " ub, ncf:DIR, or file:ROWS. Default: temporal(0.8) where the data has times, else"
              + " random(0.8).")
  private @Nullable String split;

  @Option(
      names = "--skip-bad-lines",
      paramLabel = "N",
      order = 9,
      defaultValue = "0",
      description = "How many malformed lines to leave out before giving up. Default: 0.")
  private int skipBadLines;

  @Option(
      names = "--seed",
      paramLabel = "N",
      order = 10,
      defaultValue = "42",
      description = "What all random draws derive from. Default: ${DEFAULT-VALUE}.")
  private long seed = 42;

  /** What all random draws derive from. */
  long seed() {
    return seed;
  }

  /** The data in its two parts; what was mended on the way is said on standard error. */
  LoadedParts load(Console console) throws IOException {
    ReadOptions options = console.checked(() -> new ReadOptions(skipBadLines));
    RatingsSource source = source(console);
    LoadedParts.Read read = read(console, source, options);
    read.sentences().forEach(sentence -> console.say("%s", sentence));
    return read.parts();
  }

  private LoadedParts.Read read(Console console, RatingsSource source, ReadOptions options)
      throws IOException {
    String name = split;
    if (name == null) {
      LoadedParts.Read read = LoadedParts.read(source, seed, options);
      Split parts = read.parts().split();
      console.say(
          "no --split given: %s, as the data has %s",
          parts.name(), parts.train().interactions().hasTimes() ? "times" : "no times");
      return read;
    }
    if (!source.readsSplit(name)) {
      // A wrong name is misuse of the option, and better heard before the data is read.
      console.checked(() -> SplitStrategy.parse(name));
    }
    return LoadedParts.read(source, name, seed, options);
  }

  private RatingsSource source(Console console) throws IOException {
    int given = (data == null ? 0 : 1) + (ratings == null ? 0 : 1) + (download == null ? 0 : 1);
    if (given != 1) {
      throw console.misuse(
          (given == 0 ? "No data: give" : "Too many sources of data: give one of")
              + " --data DIR, --ratings FILE or --download NAME");
    }
    Path file = ratings;
    if (file != null) {
      return RatingsSource.delimited(file, console.checked(this::format));
    }
    if (columns != null || delimiter != null || scale != null) {
      throw console.misuse("--columns, --delimiter and --scale belong to --ratings FILE");
    }
    Path folder = data;
    return RatingsSource.movieLens(
        folder != null ? folder : new ReleaseCache(console, cache).release(download));
  }

  private DelimitedFile.Format format() {
    DelimitedFile.Format format = DelimitedFile.Format.defaults();
    format = columns == null ? format : format.withColumns(columns);
    format = delimiter == null ? format : format.withDelimiter(delimiter);
    return scale == null ? format : format.withScale(RatingScale.parse(scale));
  }
}
