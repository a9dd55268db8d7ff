package io.recsys.sagemaker;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The known name that someone who mistyped one probably meant. */
public final class NearestName {
  private NearestName() {}

  /**
   * The known name with the fewest letters to change, add or drop (Levenshtein), letters in either
   * case alike; empty where more than half of the letters would change.
   */
  public static Optional<String> of(String name, Collection<String> known) {
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int changes = distance(lower(name), lower(candidate));
      if (changes < least && changes <= Math.max(name.length(), candidate.length()) / 2) {
        least = changes;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** {@code ; did you mean 'k'?} where there is a near name, else nothing. */
  public static String hint(String name, Collection<String> known) {
    return of(name, known).map(nearest -> "; did you mean '" + nearest + "'?").orElse("");
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
