package io.recsys.source;

import io.recsys.data.AttributeTable;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The invented items of the demo data set, with what they are like and how well known. */
final class DemoItems {
  static final List<String> GENRES =
      List.of(
          "Action",
          "Adventure",
          "Animation",
          "Comedy",
          "Crime",
          "Documentary",
          "Drama",
          "Family",
          "Fantasy",
          "Horror",
          "Musical",
          "Mystery",
          "Romance",
          "Science Fiction",
          "Thriller",
          "Western");
  private static final int FIRST_YEAR = 1950;
  private static final int LAST_YEAR = 2021;
  private static final double QUALITY_SPREAD = 0.4;
  private static final double OWN_CHARACTER = 0.6;
  private static final double TAIL = 0.9;

  private final double[][] character;
  private final double[] quality;
  private final double[] fame;
  private final AttributeTable attributes;

  DemoItems(int count, DemoTastes tastes, Random random) {
    character = new double[count][];
    quality = new double[count];
    List<String> titles = DemoTitles.generate(count, random);
    AttributeTable.Builder table =
        AttributeTable.builder(count)
            .column(MovieLens.TITLE, AttributeTable.Type.TEXT)
            .column(MovieLens.GENRES, AttributeTable.Type.TERMS)
            .column(MovieLens.RELEASE, AttributeTable.Type.NUMBER);
    for (int item = 0; item < count; item++) {
      List<Integer> genres = genres(random);
      character[item] = tastes.blend(genres, OWN_CHARACTER, random);
      quality[item] = QUALITY_SPREAD * random.nextGaussian();
      LocalDate release = release(random);
      table
          .text(MovieLens.TITLE, item, titles.get(item) + " (" + release.getYear() + ")")
          .terms(MovieLens.GENRES, item, genres.stream().map(GENRES::get).toList())
          .number(MovieLens.RELEASE, item, epochSeconds(release));
    }
    attributes = table.build();
    fame = fame(quality, random);
  }

  /** What an item is like, as a point among the tastes. */
  double[] character(int item) {
    return character[item];
  }

  /** By how many stars an item is better than others. */
  double quality(int item) {
    return quality[item];
  }

  /** How likely an item is to be met, in no unit. */
  double fame(int item) {
    return fame[item];
  }

  AttributeTable attributes() {
    return attributes;
  }

  /** One to three genres; the lower of two draws makes the first genres the more frequent. */
  private static List<Integer> genres(Random random) {
    int count = 1 + random.nextInt(3);
    List<Integer> genres = new ArrayList<>();
    while (genres.size() < count) {
      int genre = Math.min(random.nextInt(GENRES.size()), random.nextInt(2 * GENRES.size()));
      if (!genres.contains(genre)) {
        genres.add(genre);
      }
    }
    genres.sort(Comparator.naturalOrder());
    return genres;
  }

  private static LocalDate release(Random random) {
    int years = LAST_YEAR - FIRST_YEAR + 1;
    int year = FIRST_YEAR + Math.max(random.nextInt(years), random.nextInt(years));
    return LocalDate.ofYearDay(year, 1 + random.nextInt(365));
  }

  private static double epochSeconds(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }

  /** A power of the rank, where good items tend to rank higher. */
  private static double[] fame(double[] quality, Random random) {
    double[] luck = new double[quality.length];
    for (int item = 0; item < luck.length; item++) {
      luck[item] = quality[item] + QUALITY_SPREAD * random.nextGaussian();
    }
    List<Integer> ranked =
        IntStream.range(0, luck.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer item) -> -luck[item]))
            .toList();
    double[] fame = new double[luck.length];
    for (int rank = 0; rank < ranked.size(); rank++) {
      fame[ranked.get(rank)] = StrictMath.pow(rank + 8.0, -TAIL);
    }
    return fame;
  }
}
