package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamTest {
  private static final List<String> NAMES =
      List.of("user.embedding", "user.category.0", "layer.0.weight", "layer.0.bias");
  private static final int SIZE = 1030;
  private static final int STEPS = 60;
  private static final HybridConfig DECAYING =
      HybridConfig.defaults().withWeightDecay(0.3).withEmbeddingDecay(2).withClipNorm(1e9);

  private NDManager manager;

  @BeforeEach
  void open() {
    TrainingEngine.require();
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Adam as in the papers, in doubles. */
  private static final class Reference {
    private final double[] weight;
    private final double[] first;
    private final double[] second;
    private int steps;

    Reference(float[] start) {
      weight = doubles(start, 1);
      first = new double[start.length];
      second = new double[start.length];
    }

    void step(double rate, double[] gradient, double decay) {
      steps++;
      for (int i = 0; i < weight.length; i++) {
        first[i] = 0.9 * first[i] + 0.1 * gradient[i];
        second[i] = 0.999 * second[i] + 0.001 * gradient[i] * gradient[i];
        double mean = first[i] / (1 - Math.pow(0.9, steps));
        double square = second[i] / (1 - Math.pow(0.999, steps));
        weight[i] -= rate * (mean / (Math.sqrt(square) + 1e-8) + decay * weight[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 1e9})
  void step_isThatOfThePapers(double clipNorm) {
    HybridConfig config = DECAYING.withClipNorm(clipNorm);
    Map<String, Parameter> parameters = parameters(new Random(1));
    Map<String, Reference> references = new LinkedHashMap<>();
    parameters.forEach(
        (name, p) -> references.put(name, new Reference(p.getArray().toFloatArray())));
    Adam adam = new Adam(config, parameters);
    Random random = new Random(2);
    for (int step = 0; step < STEPS; step++) {
      double rate = 0.02 / (1 + step % 7);
      Map<String, float[]> gradients = gradients(random, step);
      descend(parameters, gradients);
      adam.step(rate);
      double clip = Math.min(1, clipNorm / norm(gradients));
      for (String name : NAMES) {
        double decay =
            name.endsWith(".embedding") ? 2 : name.endsWith(".bias") ? 0 : 0.3; // as configured
        Reference reference = of(references, name);
        reference.step(rate, doubles(of(gradients, name), clip), decay);
        float[] weight = of(parameters, name).getArray().toFloatArray();
        for (int i = 0; i < SIZE; i++) {
          assertThat((double) weight[i])
              .as("%s[%d] after step %d", name, i, step)
              .isCloseTo(reference.weight[i], within(1e-5));
        }
      }
    }
  }

  @Test
  void step_withoutAGradient_onlyDecays() {
    Map<String, Parameter> parameters = parameters(new Random(1));
    Map<String, float[]> before = values(parameters);
    Map<String, float[]> none = new LinkedHashMap<>();
    NAMES.forEach(name -> none.put(name, new float[SIZE]));
    Adam adam = new Adam(DECAYING, parameters);
    descend(parameters, none);
    adam.step(0.1);
    Map<String, float[]> after = values(parameters);
    assertThat(of(after, "layer.0.bias")).isEqualTo(of(before, "layer.0.bias"));
    for (int i = 0; i < SIZE; i++) {
      assertThat((double) of(after, "user.embedding")[i])
          .isCloseTo(of(before, "user.embedding")[i] * 0.8, within(1e-6));
      assertThat((double) of(after, "layer.0.weight")[i])
          .isCloseTo(of(before, "layer.0.weight")[i] * 0.97, within(1e-6));
    }
  }

  @Test
  void restore_goesOnToTheSameBits() {
    List<Map<String, float[]>> gradients = new ArrayList<>();
    Random random = new Random(3);
    for (int step = 0; step < STEPS; step++) {
      gradients.add(gradients(random, step));
    }
    Map<String, Parameter> whole = parameters(new Random(1));
    Adam adam = new Adam(DECAYING, whole);
    Map<String, float[]> state = Map.of();
    for (int step = 0; step < STEPS; step++) {
      if (step == STEPS / 2) {
        state = new LinkedHashMap<>(values(whole));
        state.putAll(adam.state());
        adam.startEpoch();
      }
      descend(whole, gradients.get(step));
      adam.step(0.01);
    }

    Map<String, Parameter> halved = parameters(new Random(7));
    for (String name : NAMES) {
      of(halved, name).getArray().set(of(state, name));
    }
    Adam restored = new Adam(DECAYING, halved);
    restored.restore(STEPS / 2, state);
    Map<String, float[]> then = state;
    restored.state().forEach((name, m) -> assertThat(m).as(name).isEqualTo(of(then, name)));
    restored.startEpoch();
    for (int step = STEPS / 2; step < STEPS; step++) {
      descend(halved, gradients.get(step));
      restored.step(0.01);
    }
    Map<String, float[]> expected = values(whole);
    values(halved).forEach((name, w) -> assertThat(w).as(name).isEqualTo(of(expected, name)));
    Map<String, float[]> kept = adam.state();
    restored.state().forEach((name, m) -> assertThat(m).as(name).isEqualTo(of(kept, name)));
  }

  @Test
  void averages_areTheMeansOfTheWeightsAfterEachStepOfAnEpoch() {
    Random random = new Random(4);
    Map<String, Parameter> parameters = parameters(random);
    Adam adam = new Adam(DECAYING, parameters);
    for (int epoch = 0; epoch < 2; epoch++) {
      adam.startEpoch();
      Map<String, double[]> sums = new LinkedHashMap<>();
      NAMES.forEach(name -> sums.put(name, new double[SIZE]));
      for (int step = 0; step < 5 + epoch; step++) {
        descend(parameters, gradients(random, step));
        adam.step(0.1);
        values(parameters)
            .forEach(
                (name, values) -> {
                  double[] sum = sums.getOrDefault(name, new double[0]);
                  for (int i = 0; i < SIZE; i++) {
                    sum[i] += values[i];
                  }
                });
      }
      for (String name : NAMES) {
        double[] sum = sums.getOrDefault(name, new double[0]);
        for (int i = 0; i < SIZE; i++) {
          assertThat((double) of(adam.averages(), name)[i])
              .isCloseTo(sum[i] / (5 + epoch), within(1e-5));
        }
      }
    }
  }

  private Map<String, Parameter> parameters(Random random) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (String name : NAMES) {
      Parameter parameter =
          Parameter.builder()
              .setName(name)
              .setType(Parameter.Type.OTHER)
              .optRequiresGrad(true)
              .build();
      NDArray array = manager.create(drawn(random, 1));
      array.setRequiresGradient(true);
      parameter.setArray(array);
      parameters.put(name, parameter);
    }
    return parameters;
  }

  /** Leaves gradients at the parameters: those of the sum of products with them. */
  private void descend(Map<String, Parameter> parameters, Map<String, float[]> gradients) {
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray loss = scope.create(0f);
      for (String name : NAMES) {
        NDArray factor = scope.create(of(gradients, name));
        loss = loss.add(of(parameters, name).getArray().mul(factor).sum());
      }
      collector.backward(loss);
    }
  }

  /** Gradients of sizes that differ from step to step and from array to array. */
  private static Map<String, float[]> gradients(Random random, int step) {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    for (String name : NAMES) {
      gradients.put(name, drawn(random, Math.pow(10, step % 4 - 2) * (1 + NAMES.indexOf(name))));
    }
    return gradients;
  }

  private static float[] drawn(Random random, double scale) {
    float[] drawn = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      drawn[i] = (float) (random.nextGaussian() * scale);
    }
    return drawn;
  }

  private static double norm(Map<String, float[]> gradients) {
    double squares = 0;
    for (float[] gradient : gradients.values()) {
      for (float g : gradient) {
        squares += (double) g * g;
      }
    }
    return Math.sqrt(squares);
  }

  private static Map<String, float[]> values(Map<String, Parameter> parameters) {
    Map<String, float[]> values = new LinkedHashMap<>();
    parameters.forEach((name, p) -> values.put(name, p.getArray().toFloatArray()));
    return values;
  }

  private static double[] doubles(float[] values, double factor) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i] * factor;
    }
    return doubles;
  }

  private static <T> T of(Map<String, T> map, String name) {
    return Objects.requireNonNull(map.get(name), name);
  }
}
