package io.recsys.model;

import io.recsys.feature.FeatureEncoder;

/**
 * What attributes alone say of what someone without a history prefers: to the preference for item
 * {@code i} is added {@code log(max(0, m_i + a_i x) + c) - log(m_i + c)}, with {@code m_i} the mean
 * like of the item over all users, {@code x} the user's attributes and a 1, {@code a_i} the item's
 * effects, so that {@code a_i x} is how much more than others people with such attributes like it,
 * and {@code c} a constant that keeps items that few like from moving far. Immutable.
 */
public final class AttributeEffects {
  /** The likes a user that every item has beside its own. */
  private static final double SMOOTHING = 0.01;

  private final float[] means;
  private final float[] effects;
  private final int width;

  /**
   * Effects. The arrays are kept, not copied.
   *
   * @param means an item's mean like, finite and 0 or more
   * @param effects a row an item, finite: a column each of {@link FeatureEncoder#encodeAttributes}
   *     and one for the 1; empty for a model without
   */
  public AttributeEffects(float[] means, float[] effects) {
    width = means.length == 0 ? 0 : effects.length / means.length;
    if (effects.length != (long) means.length * width) {
      throw new IllegalArgumentException(
          "attribute.effects: %d do not spread over %d items"
              .formatted(effects.length, means.length));
    }
    for (float mean : means) {
      if (!(mean >= 0) || mean == Float.POSITIVE_INFINITY) {
        throw new IllegalArgumentException("attribute.means: " + mean + " is no mean of likes");
      }
    }
    for (float effect : effects) {
      if (!Float.isFinite(effect)) {
        throw new IllegalArgumentException("attribute.effects: " + effect + " is no number");
      }
    }
    this.means = means;
    this.effects = effects;
  }

  /** Effects of no attribute on so many items. */
  public static AttributeEffects none(int items) {
    return new AttributeEffects(new float[items], new float[0]);
  }

  /** The number of items. */
  public int catalog() {
    return means.length;
  }

  /** The number of effects on an item. */
  public int width() {
    return width;
  }

  /**
   * What a user's attributes add to the preferences for all items, empty where nothing is known.
   *
   * @param encoder knows the user's attributes
   */
  float[] scores(FeatureEncoder encoder, int user) {
    float[] attributes = new float[width];
    if (width == 0 || !encoder.encodeAttributes(user, attributes)) {
      return new float[0];
    }
    attributes[width - 1] = 1;
    float[] scores = new float[means.length];
    for (int item = 0; item < scores.length; item++) {
      double more = 0;
      for (int i = 0; i < width; i++) {
        more += attributes[i] * effects[item * width + i];
      }
      double before = means[item] + SMOOTHING;
      scores[item] = (float) Math.log((Math.max(0, means[item] + more) + SMOOTHING) / before);
    }
    return scores;
  }

  /** The items' mean likes, not a copy. */
  float[] means() {
    return means;
  }

  /** The effects, not a copy. */
  float[] effects() {
    return effects;
  }
}
