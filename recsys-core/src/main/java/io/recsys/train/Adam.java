package io.recsys.train;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019) and clipping
 * of the whole gradient's norm.
 *
 * <p>It works on Java arrays: one pass over weights and moments replaces some fifteen passes of
 * native operations, and the state can be read and set, so that a checkpoint holds it. It also
 * keeps the mean of the weights over the steps of an epoch (Polyak and Juditsky 1992), which is
 * steadier than the weights after the last one.
 */
final class Adam {
  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final double EPSILON = 1e-8;

  /**
   * This many weights at a time go through one short loop after another, and stay in the nearest
   * cache: the JVM computes such loops eight or sixteen numbers at once, and one long loop singly.
   */
  private static final int PIECE = 1024;

  private final HybridConfig config;
  private final List<Slot> slots = new ArrayList<>();
  private long steps;
  private int stepsOfEpoch;

  /**
   * A parameter that learns, with the running means of its gradient and of the square of it, and
   * the mean of what it was in this epoch.
   */
  private static final class Slot {
    private final String name;
    private final NDArray array;
    private float[] weight;
    private float[] first;
    private float[] second;
    private float[] average;
    private float[] gradient = new float[0];

    Slot(String name, NDArray array) {
      this.name = name;
      this.array = array;
      this.weight = array.toFloatArray();
      this.first = new float[weight.length];
      this.second = new float[weight.length];
      this.average = new float[weight.length];
    }

    /** Takes the gradient over, and clears it in the engine. */
    double fetch() {
      try (NDArray held = array.getGradient()) {
        gradient = held.toFloatArray();
        held.muli(0);
      }
      return squares(gradient);
    }

    /** The sum of the squares, as four, none of which has to wait for another. */
    private static double squares(float[] values) {
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      int i = 0;
      for (; i + 4 <= values.length; i += 4) {
        s0 += (double) values[i] * values[i];
        s1 += (double) values[i + 1] * values[i + 1];
        s2 += (double) values[i + 2] * values[i + 2];
        s3 += (double) values[i + 3] * values[i + 3];
      }
      for (; i < values.length; i++) {
        s0 += (double) values[i] * values[i];
      }
      return (s0 + s1) + (s2 + s3);
    }

    void update(float clip, float stepSize, float epsilon, float decay, float share) {
      float[] w = weight;
      float[] m = first;
      float[] v = second;
      float[] g = gradient;
      float[] a = average;
      for (int start = 0; start < w.length; start += PIECE) {
        int end = Math.min(start + PIECE, w.length);
        for (int i = start; i < end; i++) {
          float gi = g[i] * clip;
          m[i] = BETA_1 * m[i] + (1 - BETA_1) * gi;
          v[i] = BETA_2 * v[i] + (1 - BETA_2) * gi * gi;
        }
        for (int i = start; i < end; i++) {
          g[i] = w[i] * decay + stepSize * m[i] / ((float) Math.sqrt(v[i]) + epsilon);
        }
        for (int i = start; i < end; i++) {
          w[i] = w[i] - g[i];
        }
        for (int i = start; i < end; i++) {
          a[i] = a[i] + share * (w[i] - a[i]);
        }
      }
      // The engine subtracts the same floats, so both copies of the weights stay equal.
      try (NDArray change = array.getManager().create(g, array.getShape())) {
        array.subi(change);
      }
    }
  }

  Adam(HybridConfig config, Map<String, Parameter> parameters) {
    this.config = config;
    parameters.forEach(
        (name, parameter) -> {
          if (parameter.requiresGradient()) {
            slots.add(new Slot(name, parameter.getArray()));
          }
        });
  }

  /** Copies of what it keeps, {@code first.NAME}, {@code second.NAME} and {@code average.NAME}. */
  Map<String, float[]> state() {
    Map<String, float[]> state = new LinkedHashMap<>();
    for (Slot slot : slots) {
      state.put("first." + slot.name, slot.first.clone());
      state.put("second." + slot.name, slot.second.clone());
      state.put("average." + slot.name, slot.average.clone());
    }
    return state;
  }

  /** Begins the means of another epoch. */
  void startEpoch() {
    stepsOfEpoch = 0;
  }

  /** Copies of the means of the weights over the steps of the epoch so far, by name. */
  Map<String, float[]> averages() {
    Map<String, float[]> averages = new LinkedHashMap<>();
    slots.forEach(slot -> averages.put(slot.name, slot.average.clone()));
    return averages;
  }

  /** Takes up weights and the state that {@link #state} gave after so many steps. */
  void restore(long stepsTaken, Map<String, float[]> state) {
    steps = stepsTaken;
    for (Slot slot : slots) {
      slot.weight = copy(state, slot.name);
      slot.first = copy(state, "first." + slot.name);
      slot.second = copy(state, "second." + slot.name);
      slot.average = copy(state, "average." + slot.name);
    }
  }

  private static float[] copy(Map<String, float[]> state, String name) {
    return Objects.requireNonNull(state.get(name), name).clone();
  }

  /** Takes one step along the gradients, and clears them. */
  void step(double learningRate) {
    steps++;
    double squares = 0;
    for (Slot slot : slots) {
      squares += slot.fetch();
    }
    float clip = (float) Math.min(1, config.clipNorm() / (Math.sqrt(squares) + 1e-12));
    double correction1 = 1 - Math.pow(BETA_1, (double) steps);
    double correction2 = Math.sqrt(1 - Math.pow(BETA_2, (double) steps));
    float stepSize = (float) (learningRate * correction2 / correction1);
    float epsilon = (float) (EPSILON * correction2);
    float share = 1f / ++stepsOfEpoch;
    for (Slot slot : slots) {
      float decay = (float) (learningRate * decay(slot.name));
      slot.update(clip, stepSize, epsilon, decay, share);
    }
  }

  private double decay(String name) {
    if (name.endsWith(".embedding")) {
      return config.embeddingDecay();
    }
    return name.endsWith(".weight") || name.contains(".category.") ? config.weightDecay() : 0;
  }
}
