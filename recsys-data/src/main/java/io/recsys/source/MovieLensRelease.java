package io.recsys.source;

import io.recsys.data.DataFormatException;
import io.recsys.data.RatingScale;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The four layouts in which MovieLens has been released. */
enum MovieLensRelease {
  /** 1998: tabs, pipes, demographics, release dates, splits. */
  ML_100K("ml-100k", "u.data", "u.item", "u.user", "TAB", 1),
  /** 2003: double colons, demographics as codes. */
  ML_1M("ml-1m", "ratings.dat", "movies.dat", "users.dat", "::", 1),
  /** 2009: double colons, half stars, no demographics. */
  ML_10M("ml-10m", "ratings.dat", "movies.dat", null, "::", 0.5),
  /** Since 2015: CSV with headers, half stars, no demographics. */
  CSV(null, "ratings.csv", "movies.csv", null, "COMMA", 0.5);

  static final String ALL_CONTENTS =
      "a MovieLens release has u.data, u.item, u.user and u.genre (100K), ratings.dat and movies.dat"
          + " (1M with users.dat, 10M), or ratings.csv and movies.csv (20M, 25M, 32M, latest)";

  private final @Nullable String fixedName;
  private final String ratings;
  private final String items;
  private final @Nullable String users;
  private final String delimiter;
  private final double lowest;

  MovieLensRelease(
      @Nullable String fixedName,
      String ratings,
      String items,
      @Nullable String users,
      String delimiter,
      double lowest) {
    this.fixedName = fixedName;
    this.ratings = ratings;
    this.items = items;
    this.users = users;
    this.delimiter = delimiter;
    this.lowest = lowest;
  }

  /** The release whose ratings file, and user file where it has one, is in a folder. */
  static MovieLensRelease of(Path folder) throws DataFormatException {
    for (MovieLensRelease release : values()) {
      boolean isTenMillion = release == ML_1M && !Files.exists(folder.resolve("users.dat"));
      if (Files.exists(folder.resolve(release.ratings)) && !isTenMillion) {
        return release;
      }
    }
    throw new DataFormatException(folder, "the folder has no ratings; " + ALL_CONTENTS);
  }

  /** The data set's name, or null where one layout has served several releases. */
  @Nullable String fixedName() {
    return fixedName;
  }

  String ratings() {
    return ratings;
  }

  String items() {
    return items;
  }

  /** The file about users, or null where the release has none. */
  @Nullable String users() {
    return users;
  }

  DelimitedFile.Format format() {
    return DelimitedFile.Format.defaults().withDelimiter(delimiter).withScale(scale());
  }

  RatingScale scale() {
    return new RatingScale(lowest, 5);
  }

  /** What the folder must hold, as the end of an error message. */
  String contents() {
    String folder = "this MovieLens release has " + ratings + ", " + items;
    return this == ML_100K
        ? folder + ", " + users + " and u.genre"
        : users == null ? folder : folder + " and " + users;
  }
}
