package io.recsys.source;

import io.recsys.data.AttributeTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The reader of what a MovieLens release says about its users and items. */
final class MovieLensAttributes {
  /** The occupations behind the codes of the 1M release, whose readme lists them in this order. */
  private static final List<String> OCCUPATIONS =
      List.of(
          "other",
          "academic/educator",
          "artist",
          "clerical/admin",
          "college/grad student",
          "customer service",
          "doctor/health care",
          "executive/managerial",
          "farmer",
          "homemaker",
          "K-12 student",
          "lawyer",
          "programmer",
          "retired",
          "sales/marketing",
          "scientist",
          "self-employed",
          "technician/engineer",
          "tradesman/craftsman",
          "unemployed",
          "writer");

  private static final String UNKNOWN_GENRE = "unknown";
  private static final String NO_GENRES = "(no genres listed)";
  private static final int FIELDS_BEFORE_GENRES = 5;
  private static final Pattern YEAR = Pattern.compile("\\((\\d{4})(?:[-\u2013][\\d ]*)?\\)\\s*$");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d-MMM-uuuu", Locale.ENGLISH);

  private final Path folder;
  private final MovieLensRelease release;
  private final BadLines badLines;

  MovieLensAttributes(Path folder, MovieLensRelease release, BadLines badLines) {
    this.folder = folder;
    this.release = release;
    this.badLines = badLines;
  }

  /** The users described; none where the release has no file of users. */
  AttributeRows users() throws IOException {
    AttributeRows rows = AttributeRows.none();
    String name = release.users();
    if (name == null) {
      return rows;
    }
    rows.column(MovieLens.AGE, AttributeTable.Type.NUMBER)
        .column(MovieLens.GENDER, AttributeTable.Type.TEXT)
        .column(MovieLens.OCCUPATION, AttributeTable.Type.TEXT)
        .column(MovieLens.ZIP, AttributeTable.Type.TEXT);
    boolean isCoded = release == MovieLensRelease.ML_1M;
    AttributeFile file = AttributeFile.plain(existing(name), isCoded ? "::" : "|");
    file.read(
        List.of(),
        5,
        badLines,
        user ->
            isCoded
                ? addUser(
                    rows, user.get(0), user.get(2), user.get(1), occupation(user), user.get(4))
                : addUser(rows, user.get(0), user.get(1), user.get(2), user.get(3), user.get(4)));
    return rows;
  }

  /** The items described. */
  AttributeRows items() throws IOException {
    AttributeRows rows =
        AttributeRows.none()
            .column(MovieLens.TITLE, AttributeTable.Type.TEXT)
            .column(MovieLens.GENRES, AttributeTable.Type.TERMS)
            .column(MovieLens.RELEASE, AttributeTable.Type.NUMBER);
    Path path = existing(release.items());
    switch (release) {
      case ML_100K -> {
        List<String> genres = genres();
        AttributeFile.plain(path, "|")
            .read(
                List.of(),
                FIELDS_BEFORE_GENRES + genres.size(),
                badLines,
                item -> addDatedItem(rows, item, genres));
      }
      case ML_1M, ML_10M ->
          AttributeFile.plain(path, "::").read(List.of(), 3, badLines, item -> addItem(rows, item));
      case CSV ->
          AttributeFile.csv(path)
              .read(
                  List.of("movieId", "title", "genres"), 3, badLines, item -> addItem(rows, item));
    }
    return rows;
  }

  /** The genres of 100K, in the order of an item's flags. */
  private List<String> genres() throws IOException {
    List<String> genres = new ArrayList<>();
    AttributeFile.plain(existing("u.genre"), "|")
        .read(
            List.of(),
            2,
            badLines,
            genre -> {
              boolean isNext = genre.get(1).equals(String.valueOf(genres.size()));
              genres.add(genre.get(0));
              return isNext ? null : "the genres are not numbered 0, 1, 2, ...";
            });
    return genres;
  }

  private @Nullable String addUser(
      AttributeRows rows,
      String id,
      String age,
      String gender,
      @Nullable String occupation,
      String zip) {
    if (!age.isEmpty() && !isDigits(age, 3)) {
      return "age: '" + age + "' is no number of years";
    }
    if (occupation == null) {
      return "occupation: no code from 0 to " + (OCCUPATIONS.size() - 1);
    }
    return rows.add(id, age.isEmpty() ? null : Double.valueOf(age), gender, occupation, zip);
  }

  private static @Nullable String occupation(CSVRecord user) {
    String code = user.get(3);
    int number = isDigits(code, 2) ? Integer.parseInt(code) : -1;
    return number >= 0 && number < OCCUPATIONS.size() ? OCCUPATIONS.get(number) : null;
  }

  private static boolean isDigits(String text, int most) {
    return !text.isEmpty()
        && text.length() <= most
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static @Nullable String addDatedItem(
      AttributeRows rows, CSVRecord item, List<String> genres) {
    List<String> terms = new ArrayList<>();
    for (int genre = 0; genre < genres.size(); genre++) {
      String flag = item.get(FIELDS_BEFORE_GENRES + genre);
      if (!flag.equals("0") && !flag.equals("1")) {
        return "genre: the flag '" + flag + "' is neither 0 nor 1";
      }
      if (flag.equals("1") && !genres.get(genre).equals(UNKNOWN_GENRE)) {
        terms.add(genres.get(genre));
      }
    }
    Double day = null;
    if (!item.get(2).isEmpty()) {
      try {
        day = epochSeconds(LocalDate.parse(item.get(2), DAY));
      } catch (DateTimeParseException e) {
        return "release date: '" + item.get(2) + "' is no day such as 01-Jan-1995";
      }
    }
    return rows.add(item.get(0), item.get(1), terms, day);
  }

  private static @Nullable String addItem(AttributeRows rows, CSVRecord item) {
    String title = item.get(1);
    String genres = item.get(2).strip();
    List<String> terms =
        genres.isEmpty() || genres.equals(NO_GENRES) ? List.of() : List.of(genres.split("\\|"));
    Matcher year = YEAR.matcher(title);
    Double day =
        year.find() ? epochSeconds(LocalDate.of(Integer.parseInt(year.group(1)), 1, 1)) : null;
    return rows.add(item.get(0), title, terms, day);
  }

  private static Double epochSeconds(LocalDate day) {
    return (double) day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }

  private Path existing(String name) throws IOException {
    return Reading.existing(folder.resolve(name), release.contents());
  }
}
