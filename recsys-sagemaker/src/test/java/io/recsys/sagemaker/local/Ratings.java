package io.recsys.sagemaker.local;

import java.util.Random;

/** Drawn ratings, 20 a user. */
final class Ratings {
  private Ratings() {}

  /** Those of 60 users, a line each, tabs between. */
  static String rows() {
    return rows(60);
  }

  static String rows(int users) {
    Random random = new Random(2);
    StringBuilder rows = new StringBuilder();
    for (int user = 1; user <= users; user++) {
      for (int i = 0; i < 20; i++) {
        int time = 880_000_000 + random.nextInt(9_999);
        rows.append(
            "%d\t%d\t%d\t%d\n"
                .formatted(user, 1 + random.nextInt(50), 1 + random.nextInt(5), time));
      }
    }
    return rows.toString();
  }
}
