package io.recsys.feature;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import java.util.List;

/**
 * A data set small enough to reckon with on paper: eight ratings by five of six users of four of
 * five items.
 *
 * <pre>
 *      Drama  Comedy,Drama  Comedy  (none)  Western
 *       i1        i2          i3      i4      i5
 * u1     5         3                               days 100.25, 101
 * u2     4                    2                    days 105, 110
 * u3               1                               day 120
 * u4                          5       3            days 140, 141
 * u5     1                                         day 142
 * u6
 * </pre>
 *
 * The eight ratings sum to 24 and their squares to 90: mean 3, variance 90/8 - 9 = 2.25.
 */
final class SixUsers {
  static final int U1 = 0;
  static final int U2 = 1;
  static final int U3 = 2;
  static final int U4 = 3;
  static final int U5 = 4;
  static final int U6 = 5;
  static final int I1 = 0;
  static final int I2 = 1;
  static final int I3 = 2;
  static final int I4 = 3;
  static final int I5 = 4;
  static final long DAY = 86_400;
  static final Vocabulary USERS = Vocabulary.of(List.of("u1", "u2", "u3", "u4", "u5", "u6"));
  static final Vocabulary ITEMS = Vocabulary.of(List.of("i1", "i2", "i3", "i4", "i5"));

  private SixUsers() {}

  /** The data set with times, demographics, genres and release dates. */
  static Dataset full() {
    return of(users(), items(), true);
  }

  /** The ratings alone. */
  static Dataset bare() {
    return of(AttributeTable.empty(6), AttributeTable.empty(5), false);
  }

  static Dataset of(AttributeTable users, AttributeTable items, boolean timed) {
    return new Dataset("six", USERS, ITEMS, users, items, ratings(timed), new RatingScale(1, 5));
  }

  private static Interactions ratings(boolean timed) {
    return Interactions.builder()
        .add(U1, I1, 5, 100 * DAY + DAY / 4)
        .add(U1, I2, 3, 101 * DAY)
        .add(U2, I1, 4, 105 * DAY)
        .add(U2, I3, 2, 110 * DAY)
        .add(U3, I2, 1, 120 * DAY)
        .add(U4, I3, 5, 140 * DAY)
        .add(U4, I4, 3, 141 * DAY)
        .add(U5, I1, 1, 142 * DAY)
        .build(6, 5, timed);
  }

  /** What is missing is missing on purpose; u6, who rates nothing, has values of its own. */
  static AttributeTable users() {
    return AttributeTable.builder(6)
        .column("age", AttributeTable.Type.NUMBER)
        .column("gender", AttributeTable.Type.TEXT)
        .column("occupation", AttributeTable.Type.TEXT)
        .number("age", U1, 20)
        .number("age", U2, 30)
        .number("age", U4, 50)
        .number("age", U5, 40)
        .number("age", U6, 60)
        .text("gender", U1, "M")
        .text("gender", U2, "F")
        .text("gender", U3, "F")
        .text("gender", U5, "M")
        .text("gender", U6, "X")
        .text("occupation", U1, "writer")
        .text("occupation", U2, "doctor")
        .text("occupation", U3, "artist")
        .text("occupation", U4, "doctor")
        .text("occupation", U6, "farmer")
        .build();
  }

  static AttributeTable items() {
    return AttributeTable.builder(5)
        .column("genres", AttributeTable.Type.TERMS)
        .column("release", AttributeTable.Type.NUMBER)
        .terms("genres", I1, List.of("Drama"))
        .terms("genres", I2, List.of("Drama", "Comedy"))
        .terms("genres", I3, List.of("Comedy"))
        .terms("genres", I5, List.of("Western"))
        .number("release", I1, 90 * DAY)
        .number("release", I2, 100 * DAY)
        .number("release", I3, 200 * DAY)
        .number("release", I5, 99 * DAY)
        .build();
  }
}
