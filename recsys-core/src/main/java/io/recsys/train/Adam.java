package io.recsys.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019) and clipping
 * of the whole gradient's norm. Its state can be read and set, so that a checkpoint holds it.
 */
final class Adam {
  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final double EPSILON = 1e-8;

  /** A parameter that learns, with the running means of its gradient and of its square. */
  private record Slot(String name, NDArray weight, NDArray first, NDArray second) {}

  private final HybridConfig config;
  private final List<Slot> slots = new ArrayList<>();
  private long steps;

  Adam(HybridConfig config, Map<String, Parameter> parameters, NDManager manager) {
    this.config = config;
    parameters.forEach(
        (name, parameter) -> {
          if (parameter.requiresGradient()) {
            slots.add(
                new Slot(
                    name,
                    parameter.getArray(),
                    manager.zeros(parameter.getShape()),
                    manager.zeros(parameter.getShape())));
          }
        });
  }

  /** Copies of the moments, {@code first.NAME} and {@code second.NAME}. */
  Map<String, float[]> moments() {
    Map<String, float[]> moments = new LinkedHashMap<>();
    for (Slot slot : slots) {
      moments.put("first." + slot.name, slot.first.toFloatArray());
      moments.put("second." + slot.name, slot.second.toFloatArray());
    }
    return moments;
  }

  /** Takes up the state that {@link #moments} gave after so many steps. */
  void restore(long stepsTaken, Map<String, float[]> moments) {
    steps = stepsTaken;
    for (Slot slot : slots) {
      slot.first.set(moments.get("first." + slot.name));
      slot.second.set(moments.get("second." + slot.name));
    }
  }

  /** Takes one step along the gradients, and clears them. */
  void step(double learningRate) {
    steps++;
    float clip = clipping();
    double correction1 = 1 - Math.pow(BETA_1, (double) steps);
    double correction2 = Math.sqrt(1 - Math.pow(BETA_2, (double) steps));
    float stepSize = (float) (learningRate * correction2 / correction1);
    float epsilon = (float) (EPSILON * correction2);
    for (Slot slot : slots) {
      float decay = (float) (1 - learningRate * decay(slot.name));
      try (NDManager scope = NDManager.subManagerOf(slot.weight)) {
        NDArray gradient = slot.weight.getGradient();
        gradient.attach(scope);
        if (clip < 1) {
          gradient.muli(clip);
        }
        NDArray change = change(slot, gradient, scope, epsilon);
        if (decay < 1) {
          slot.weight.muli(decay);
        }
        slot.weight.subi(change.muli(stepSize));
        gradient.muli(0);
      }
    }
  }

  /** Updates the moments; the first over the root of the second is the direction of the step. */
  private static NDArray change(Slot slot, NDArray gradient, NDManager scope, float epsilon) {
    NDArray firstStep = gradient.mul(1 - BETA_1);
    NDArray secondStep = gradient.square();
    firstStep.attach(scope);
    secondStep.attach(scope);
    slot.first.muli(BETA_1).addi(firstStep);
    slot.second.muli(BETA_2).addi(secondStep.muli(1 - BETA_2));
    NDArray root = slot.second.sqrt();
    root.attach(scope);
    NDArray change = slot.first.div(root.addi(epsilon));
    change.attach(scope);
    return change;
  }

  /** What to multiply gradients with so that their norm is within the limit. */
  private float clipping() {
    double squares = 0;
    for (Slot slot : slots) {
      try (NDArray gradient = slot.weight.getGradient();
          NDArray square = gradient.square();
          NDArray sum = square.sum()) {
        squares += sum.getFloat();
      }
    }
    return (float) Math.min(1, config.clipNorm() / (Math.sqrt(squares) + 1e-12));
  }

  private double decay(String name) {
    if (name.endsWith(".embedding")) {
      return config.embeddingDecay();
    }
    return name.endsWith(".weight") || name.contains(".category.") ? config.weightDecay() : 0;
  }
}
