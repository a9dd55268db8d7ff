package io.recsys.model;

import io.recsys.feature.FeatureEncoder;
import io.recsys.kernel.Kernels;

/**
 * What attributes say of someone who was not trained on.
 *
 * <p>Without a history, to the preference for item {@code i} is added {@code log(max(0, m_i + a_i
 * x) + c) - log(m_i + c)}, with {@code m_i} the mean like of the item over all users, {@code x} the
 * user's attributes and a 1, {@code a_i} the item's effects, so that {@code a_i x} is how much more
 * than others people with such attributes like it, and {@code c} a constant that keeps items that
 * few like from moving far.
 *
 * <p>To the rating predicted by few ratings or none is added {@code r_i (x - z)}, with {@code z}
 * the mean attributes of the users who were trained on, and {@code r_i} how much more stars than
 * others people with such attributes give item {@code i}. Immutable.
 */
public final class AttributeEffects {
  /** The likes a user that every item has beside its own. */
  private static final double SMOOTHING = 0.01;

  private static final float[] NOTHING = new float[0];

  private final float[] means;
  private final float[] effects;
  private final int width;
  private final float[] centers;
  private final float[] stars;

  /**
   * Effects. The arrays are kept, not copied.
   *
   * @param means an item's mean like, finite and 0 or more
   * @param effects a row an item, finite: a column each of {@link FeatureEncoder#encodeAttributes}
   *     and one for the 1; empty for none on preferences
   * @param centers the mean of each value of {@link FeatureEncoder#encodeAttributes}, which stands
   *     for one that is unknown; empty for zeros, and no effects on ratings
   * @param stars a row an item, a column a center: what it is worth in ratings that someone is
   *     above it
   */
  public AttributeEffects(float[] means, float[] effects, float[] centers, float[] stars) {
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
    if (stars.length != (long) means.length * centers.length) {
      throw new IllegalArgumentException(
          "attribute.stars: are %d of %d attribute values on %d items"
              .formatted(stars.length, centers.length, means.length));
    }
    checkFinite("attribute.effects", effects);
    checkFinite("attribute.centers", centers);
    checkFinite("attribute.stars", stars);
    this.means = means;
    this.effects = effects;
    this.centers = centers;
    this.stars = stars;
  }

  private static void checkFinite(String name, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(name + ": " + value + " is no number");
      }
    }
  }

  /** Effects of no attribute on so many items. */
  public static AttributeEffects none(int items) {
    return new AttributeEffects(new float[items], NOTHING, NOTHING, NOTHING);
  }

  /** The number of items. */
  public int catalog() {
    return means.length;
  }

  /** The number of effects on the preference for an item. */
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
    if (width == 0 || !encoder.encodeAttributes(user, centers, attributes)) {
      return NOTHING;
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

  /**
   * How far someone's attributes are off the mean, for {@link #stars}; 0 where one is unknown.
   * Empty where nothing is known of them, or attributes say nothing of ratings.
   *
   * @param encoder knows the user's attributes
   */
  float[] centered(FeatureEncoder encoder, int user) {
    float[] attributes = new float[centers.length];
    if (centers.length == 0 || !encoder.encodeAttributes(user, centers, attributes)) {
      return NOTHING;
    }
    Kernels.axpy(-1, centers, 0, attributes, 0, attributes.length);
    return attributes;
  }

  /** What {@link #centered} attributes add to the rating predicted for an item. */
  float stars(int item, float[] centered) {
    return Kernels.dot(stars, item * centers.length, centered, 0, centers.length);
  }

  /** What each value of {@link #centered} attributes adds to it. */
  float[] starsEach(int item, float[] centered) {
    float[] each = centered.clone();
    for (int i = 0; i < each.length; i++) {
      each[i] *= stars[item * centers.length + i];
    }
    return each;
  }

  /** The means of attribute values, not a copy. */
  float[] centers() {
    return centers;
  }

  /** The effects on ratings, not a copy. */
  float[] stars() {
    return stars;
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
