package io.recsys.model;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model said of a user and an item when it was saved, to be said again when it is loaded.
 *
 * @param user the user's id
 * @param item the item's id
 * @param score what the item is ranked by; finite
 * @param rating the predicted rating; finite, null where none was noted
 */
record Probe(String user, String item, float score, @Nullable Float rating) {
  /** How far an answer may lie from the one saved, times the larger of 1 and the saved one. */
  static final double TOLERANCE = 1e-4;

  Probe {
    check("score", user, item, score);
    if (rating != null) {
      check("rating", user, item, rating);
    }
  }

  private static void check(String what, String user, String item, float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(
          "%s: that of user '%s' and item '%s' is %s".formatted(what, user, item, value));
    }
  }

  /**
   * What a model says.
   *
   * @param score what it ranks the item by
   * @param rating the rating it predicts, NaN for none
   */
  record Answer(float score, float rating) {}

  /** What answers for a user and an item. */
  @FunctionalInterface
  interface Asked {
    Answer answer(String user, String item);
  }

  /**
   * Asks a loaded model for what every probe noted.
   *
   * @param folder the model's folder, for the message
   * @throws ModelFormatException of kind SELF_TEST if one answer differs from the one saved
   */
  static void replay(Path folder, List<Probe> probes, Asked model) throws ModelFormatException {
    for (Probe probe : probes) {
      Answer now = model.answer(probe.user, probe.item);
      probe.compare(folder, "scores", probe.score, now.score);
      if (probe.rating != null) {
        probe.compare(folder, "rates", probe.rating, now.rating);
      }
    }
  }

  private void compare(Path folder, String verb, float saved, float now)
      throws ModelFormatException {
    // Written so that a NaN fails.
    if (!(Math.abs(now - saved) <= TOLERANCE * Math.max(1, Math.abs(saved)))) {
      throw new ModelFormatException(
          ModelFormatException.Kind.SELF_TEST,
          folder,
          "it %s item '%s' for user '%s' with %s where it was %s when it was saved"
              .formatted(verb, item, user, now, saved));
    }
  }
}
