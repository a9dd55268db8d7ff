package io.recsys.source;

import io.recsys.data.DataFormatException;
import io.recsys.split.Leak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder with an unpacked MovieLens release: 100K, 1M, 10M, or one in CSV (20M, 25M, 32M, latest,
 * latest-small), recognized by its files.
 *
 * <p>Item attributes are {@link #TITLE}, {@link #GENRES} and {@link #RELEASE}; users have {@link
 * #AGE}, {@link #GENDER}, {@link #OCCUPATION} and {@link #ZIP} in 100K and 1M and nothing
 * elsewhere. Users and items are all of the release's files, whether or not they occur in ratings.
 * A rating whose user or item has no attributes is kept and counted in the report. Links, tags and
 * genome scores are not read.
 *
 * <p>The scale is 1 to 5 in 100K and 1M, 0.5 to 5 elsewhere. What counts as a malformed line of
 * ratings, and what becomes of duplicates, says {@link DelimitedFile}; a line of an attribute file
 * is malformed with a wrong number of fields, a field that is no number or date where one belongs,
 * or an id described before.
 */
public final class MovieLens {
  /** The item's title, with the year in most; text. */
  public static final String TITLE = "title";

  /** The item's genres; a list of terms, empty where the release says that it knows none. */
  public static final String GENRES = "genres";

  /**
   * When the item came out; a number of epoch seconds in UTC. 100K states the day; elsewhere it is
   * 1 January of the year at the title's end.
   */
  public static final String RELEASE = "release";

  /** The user's age in years; a number. In 1M the least age of a band, 1 for the one under 18. */
  public static final String AGE = "age";

  /** The user's gender, {@code M} or {@code F}; text. */
  public static final String GENDER = "gender";

  /** The user's occupation by name; text. */
  public static final String OCCUPATION = "occupation";

  /** The user's zip code; text. */
  public static final String ZIP = "zip";

  /** The names of the splits that come with 100K as pairs of files. */
  public static final List<String> SPLITS = List.of("u1", "u2", "u3", "u4", "u5", "ua", "ub");

  private MovieLens() {}

  /** Whether a folder has the ratings and items of a release. Opens no file. */
  public static boolean recognizes(Path folder) {
    for (MovieLensRelease release : MovieLensRelease.values()) {
      if (Files.isRegularFile(folder.resolve(release.ratings()))
          && Files.isRegularFile(folder.resolve(release.items()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * All ratings of a release as one data set.
   *
   * @throws io.recsys.data.DataFormatException if a line is malformed and not tolerated, or a file
   *     is empty
   * @throws java.nio.file.NoSuchFileException if the folder or a file of the release is missing
   */
  public static LoadedData read(Path folder, ReadOptions options) throws IOException {
    MovieLensRelease release = release(folder);
    Reading reading = described(folder, release, options);
    readAll(folder, release, reading, null);
    return reading.loadedData(name(folder, release), release.scale());
  }

  /**
   * A release in two parts.
   *
   * <p>Both parts use the vocabularies and attributes of the whole release. Duplicates are dropped
   * within a part, so a pair may occur in both.
   *
   * @param split one of {@link #SPLITS}, read from its two files, for 100K alone; {@code ncf:DIR},
   *     for 1M alone: the test files of Neural Collaborative Filtering in the folder {@code DIR},
   *     each user's last rating, with candidate lists of it and 99 items more; or {@code
   *     file:ROWS}, where the file {@code ROWS} has on each line the number of a row of the ratings
   *     file that is for the test; rows count from 0, a header is none
   * @throws IllegalArgumentException if the split's name is another
   * @throws io.recsys.data.DataFormatException if a line is malformed and not tolerated, or a row
   *     number is beyond the ratings
   * @throws java.nio.file.NoSuchFileException if the folder, a file of the release or of the split
   *     is missing
   */
  public static LoadedSplit readSplit(Path folder, String split, ReadOptions options)
      throws IOException {
    if (!readsSplit(split)) {
      throw new IllegalArgumentException(
          "split: '"
              + split
              + "' is not known to MovieLens; it reads "
              + String.join(", ", SPLITS)
              + ", ncf:DIR and file:ROWS");
    }
    MovieLensRelease release = release(folder);
    Reading reading = described(folder, release, options);
    String name = name(folder, release);
    if (SPLITS.contains(split)) {
      String advice = "the splits u1 to u5, ua and ub come with MovieLens 100K alone";
      reading.read(
          Reading.existing(folder.resolve(split + ".base"), advice), release.format(), null);
      reading.readTest(Reading.existing(folder.resolve(split + ".test"), advice), release.format());
      return reading.loadedSplit(name, release.scale(), split, Leak.FUTURE);
    }
    if (NcfFiles.isNamedBy(split)) {
      return readNcf(folder, release, reading, split);
    }
    readAll(folder, release, reading, TestRows.read(split));
    return reading.loadedSplit(name, release.scale(), split, Leak.UNKNOWN);
  }

  private static LoadedSplit readNcf(
      Path folder, MovieLensRelease release, Reading reading, String split) throws IOException {
    if (release != MovieLensRelease.ML_1M) {
      throw new DataFormatException(
          folder, "is no MovieLens 1M, of which ncf:DIR reads the test part");
    }
    NcfFiles files = NcfFiles.read(split, reading.users());
    readAll(folder, release, reading, files);
    LoadedSplit loaded =
        reading.loadedSplit(name(folder, release), release.scale(), split, Leak.FUTURE_OF_OTHERS);
    return new LoadedSplit(
        loaded.split(), loaded.report(), files.candidates(loaded.split().train(), reading.items()));
  }

  /**
   * Whether {@link #readSplit} knows a split of that name: one of {@link #SPLITS}, ncf:DIR or
   * file:ROWS.
   */
  public static boolean readsSplit(String split) {
    return SPLITS.contains(split) || NcfFiles.isNamedBy(split) || TestRows.areNamedBy(split);
  }

  private static void readAll(
      Path folder, MovieLensRelease release, Reading reading, @Nullable TestPart testPart)
      throws IOException {
    Path ratings = Reading.existing(folder.resolve(release.ratings()), release.contents());
    reading.read(ratings, release.format(), testPart);
  }

  private static Reading described(Path folder, MovieLensRelease release, ReadOptions options)
      throws IOException {
    Reading reading = new Reading(options);
    MovieLensAttributes attributes = new MovieLensAttributes(folder, release, reading.badLines());
    reading.addUsers(attributes.users());
    reading.addItems(attributes.items());
    return reading;
  }

  private static MovieLensRelease release(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      throw new java.nio.file.NoSuchFileException(
          folder.toString(), null, "there is no such folder; " + MovieLensRelease.ALL_CONTENTS);
    }
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder + ": is no folder; " + MovieLensRelease.ALL_CONTENTS);
    }
    return MovieLensRelease.of(folder);
  }

  private static String name(Path folder, MovieLensRelease release) {
    return release.fixedName() != null
        ? release.fixedName()
        : String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }
}
