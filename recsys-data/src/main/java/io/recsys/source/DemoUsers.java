package io.recsys.source;

import io.recsys.data.AttributeTable;
import java.util.List;
import java.util.Random;

/** The invented users of the demo data set, whose tastes depend in part on who they are. */
final class DemoUsers {
  private static final List<String> OCCUPATIONS =
      List.of(
          "artist",
          "educator",
          "engineer",
          "executive",
          "healthcare",
          "lawyer",
          "programmer",
          "sales",
          "scientist",
          "writer");
  private static final int[] BAND_STARTS = {15, 25, 35, 50, 80};
  private static final double GENEROSITY_SPREAD = 0.35;
  private static final double GROUP_WEIGHT = 0.7;
  private static final double OWN_TASTE = 0.5;

  private final double[][] taste;
  private final double[] generosity;
  private final AttributeTable attributes;

  DemoUsers(int count, DemoTastes tastes, Random random) {
    taste = new double[count][];
    generosity = new double[count];
    int bands = BAND_STARTS.length - 1;
    double[][] groups = new double[2 * bands][];
    for (int group = 0; group < groups.length; group++) {
      groups[group] = tastes.blend(favorites(random), 0, random);
    }
    AttributeTable.Builder table =
        AttributeTable.builder(count)
            .column(MovieLens.AGE, AttributeTable.Type.NUMBER)
            .column(MovieLens.GENDER, AttributeTable.Type.TEXT)
            .column(MovieLens.OCCUPATION, AttributeTable.Type.TEXT);
    for (int user = 0; user < count; user++) {
      int band = random.nextInt(bands);
      int age = BAND_STARTS[band] + random.nextInt(BAND_STARTS[band + 1] - BAND_STARTS[band]);
      int gender = random.nextInt(2);
      double[] own = tastes.blend(favorites(random), OWN_TASTE, random);
      taste[user] = DemoTastes.mix(own, groups[2 * band + gender], GROUP_WEIGHT);
      generosity[user] = GENEROSITY_SPREAD * random.nextGaussian();
      table
          .number(MovieLens.AGE, user, age)
          .text(MovieLens.GENDER, user, gender == 0 ? "F" : "M")
          .text(MovieLens.OCCUPATION, user, occupation(age, random));
    }
    attributes = table.build();
  }

  /** What a user likes, as a point among the tastes. */
  double[] taste(int user) {
    return taste[user];
  }

  /** By how many stars a user rates higher than others. */
  double generosity(int user) {
    return generosity[user];
  }

  AttributeTable attributes() {
    return attributes;
  }

  private static List<Integer> favorites(Random random) {
    return List.of(
        random.nextInt(DemoItems.GENRES.size()), random.nextInt(DemoItems.GENRES.size()));
  }

  private static String occupation(int age, Random random) {
    String trade = OCCUPATIONS.get(random.nextInt(OCCUPATIONS.size()));
    return age < 22 ? "student" : age > 66 ? "retired" : trade;
  }
}
