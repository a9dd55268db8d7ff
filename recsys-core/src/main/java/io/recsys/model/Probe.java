package io.recsys.model;

import java.nio.file.Path;
import java.util.List;

/**
 * A score that a model gave when it was saved, to be given again when it is loaded.
 *
 * @param user the user's id
 * @param item the item's id
 * @param score the score; finite
 */
record Probe(String user, String item, float score) {
  /** How far a score may lie from the one saved, times the larger of 1 and the saved one. */
  static final double TOLERANCE = 1e-4;

  Probe {
    if (!Float.isFinite(score)) {
      throw new IllegalArgumentException(
          "score: that of user '%s' and item '%s' is %s".formatted(user, item, score));
    }
  }

  /** What gives a user's score for an item. */
  @FunctionalInterface
  interface Scorer {
    float score(String user, String item);
  }

  /**
   * Asks a loaded model for every probe's score.
   *
   * @param folder the model's folder, for the message
   * @throws ModelFormatException of kind SELF_TEST if one differs from the score saved
   */
  static void replay(Path folder, List<Probe> probes, Scorer scorer) throws ModelFormatException {
    for (Probe probe : probes) {
      float score = scorer.score(probe.user, probe.item);
      double tolerance = TOLERANCE * Math.max(1, Math.abs(probe.score));
      // Written so that a NaN fails.
      if (!(Math.abs(score - probe.score) <= tolerance)) {
        throw new ModelFormatException(
            ModelFormatException.Kind.SELF_TEST,
            folder,
            "it scores item '%s' for user '%s' with %s where it scored %s when it was saved"
                .formatted(probe.item, probe.user, score, probe.score));
      }
    }
  }
}
