package io.recsys.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every version of the arithmetic that this JVM has, against definitions and one another. */
class KernelTest {
  private static final int MAX = 70;
  private static final float UNTOUCHED = 77;

  static Stream<Kernel> kernels() {
    return Stream.of(new PlainKernel(), Kernels.kernel(), Kernels.vectorKernel())
        .filter(kernel -> kernel != null);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void dense_isTheDefinition_forEverySize(Kernel kernel) {
    forEverySize(
        (layer, in, rows) -> {
          float[] out = filled(rows * layer.outputs() + 5);

          kernel.dense(layer, in, out, rows, Workspace.of(layer.outputs()));

          assertRows(layer, in, new float[rows * layer.outputs()], out, rows);
          for (int i = rows * layer.outputs(); i < out.length; i++) {
            assertThat(out[i]).isEqualTo(UNTOUCHED);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void denseAdd_addsToWhatIsThere_forEverySize(Kernel kernel) {
    forEverySize(
        (layer, in, rows) -> {
          float[] start = Layers.values(9, rows * layer.outputs());
          float[] out = start.clone();

          kernel.denseAdd(layer, in, out, rows, Workspace.of(layer.outputs()));

          assertRows(layer, in, start, out, rows);
        });
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void dense_roundsAsThePlainKernel_forEverySize(Kernel kernel) {
    forEverySize(
        (layer, in, rows) -> {
          Workspace workspace = Workspace.of(layer.outputs());
          float[] expected = new float[rows * layer.outputs()];
          new PlainKernel().dense(layer, in, expected, rows, workspace);
          float[] out = new float[rows * layer.outputs()];

          kernel.dense(layer, in, out, rows, workspace);

          assertThat(Arrays.equals(out, expected)).isTrue();
        });
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void dense_ofARow_doesNotDependOnTheRowsBesideIt(Kernel kernel) {
    forEverySize(
        (layer, in, rows) -> {
          int outputs = layer.outputs();
          Workspace workspace = Workspace.of(outputs);
          float[] out = new float[rows * outputs];
          kernel.dense(layer, in, out, rows, workspace);
          for (int r = 0; r < rows; r++) {
            float[] row = Arrays.copyOfRange(in, r * layer.inputs(), (r + 1) * layer.inputs());
            float[] alone = new float[outputs];

            kernel.dense(layer, row, alone, 1, workspace);

            int start = r * outputs;
            assertThat(Arrays.equals(alone, 0, outputs, out, start, start + outputs)).isTrue();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void dense_keepsNanAndInfinityInTheirRow(Kernel kernel) {
    DenseLayer layer = Layers.random(3, 5, 37, true);
    float[] in = Layers.values(4, 9 * 5);
    in[2 * 5 + 3] = Float.NaN;
    in[7 * 5] = Float.POSITIVE_INFINITY;
    float[] out = new float[9 * 37];

    kernel.dense(layer, in, out, 9, Workspace.of(37));

    for (int r = 0; r < 9; r++) {
      for (int o = 0; o < 37; o++) {
        float expected = (float) Layers.output(layer, in, r, o, 0);
        if (r == 2) {
          assertThat(out[r * 37 + o]).isNaN();
        } else {
          assertThat(out[r * 37 + o]).isCloseTo(expected, within(1e-4f));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void dense_roundsAsAChainOfAllInputs_whereMostAreZero(Kernel kernel) {
    DenseLayer layer = Layers.random(5, 67, 37, true);
    float[] in = Layers.values(6, 19 * 67);
    Random random = new Random(7);
    for (int i = 0; i < in.length; i++) {
      in[i] = random.nextInt(10) < 3 ? in[i] : 0;
    }
    float[] out = new float[19 * 37];

    kernel.dense(layer, in, out, 19, Workspace.of(37));

    for (int r = 0; r < 19; r++) {
      for (int o = 0; o < 37; o++) {
        float sum = layer.bias()[o];
        for (int i = 0; i < 67; i++) {
          sum = MultiplyAdd.of(in[r * 67 + i], layer.columns()[i][o], sum);
        }
        assertThat(out[r * 37 + o]).isEqualTo(Math.max(sum, 0));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void dense_isNanWhereAnInfiniteWeightMeetsZero(Kernel kernel) {
    float[] weight = {1, Float.POSITIVE_INFINITY, 2, 0.5f, 3, 1};
    float[] out = new float[2];

    DenseLayer layer = DenseLayer.of(weight, new float[2], 3, false);
    kernel.dense(layer, new float[] {1, 0, 0}, out, 1, Workspace.of(2));

    assertThat(out).containsExactly(Float.NaN, 0.5f);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void dense_replacesNegativeOutputs_onlyWithRelu(Kernel kernel) {
    float[] weight = {1, -1, 2, 0.5f};
    float[] bias = {-1, 1};
    float[] in = {3, 5};
    float[] out = new float[2];

    kernel.dense(DenseLayer.of(weight, bias, 2, false), in, out, 1, Workspace.of(2));
    assertThat(out).containsExactly(-3, 9.5f);

    kernel.dense(DenseLayer.of(weight, bias, 2, true), in, out, 1, Workspace.of(2));
    assertThat(out).containsExactly(0, 9.5f);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void dot_isTheSumOfProducts_andRoundsAsThePlainKernel_forEverySize(Kernel kernel) {
    for (int n = 0; n <= MAX; n++) {
      float[] a = Layers.values(n, n + 2);
      float[] b = Layers.values(n + 1, n + 5);
      double expected = 0;
      for (int i = 0; i < n; i++) {
        expected += (double) a[2 + i] * b[4 + i];
      }

      float dot = kernel.dot(a, 2, b, 4, n);

      assertThat((double) dot).isCloseTo(expected, within(1e-4));
      assertThat(dot).isEqualTo(new PlainKernel().dot(a, 2, b, 4, n));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void axpy_addsInItsRangeOnly_forEverySize(Kernel kernel) {
    for (int n = 0; n <= MAX; n++) {
      float[] x = Layers.values(n, n + 3);
      float[] y = Layers.values(n + 1, n + 7);
      float[] expected = y.clone();
      for (int i = 0; i < n; i++) {
        expected[5 + i] = MultiplyAdd.of(-1.5f, x[2 + i], y[5 + i]);
      }

      kernel.axpy(-1.5f, x, 2, y, 5, n);

      assertThat(y).containsExactly(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void addRelu_addsInItsRangeOnly_forEverySize(Kernel kernel) {
    for (int n = 0; n <= MAX; n++) {
      float[] a = Layers.values(n, n + 3);
      float[] b = Layers.values(n + 1, n + 7);
      if (n > 0) {
        a[1 + n / 2] = Float.NaN;
      }
      float[] out = filled(n + 4);
      float[] expected = out.clone();
      for (int i = 0; i < n; i++) {
        expected[3 + i] = Math.max(a[1 + i] + b[2 + i], 0f);
      }

      kernel.addRelu(a, 1, b, 2, out, 3, n);

      assertThat(out).containsExactly(expected);
    }
  }

  private static void assertRows(
      DenseLayer layer, float[] in, float[] start, float[] out, int rows) {
    double worst = 0;
    for (int r = 0; r < rows; r++) {
      for (int o = 0; o < layer.outputs(); o++) {
        int at = r * layer.outputs() + o;
        double expected = Layers.output(layer, in, r, o, start[at]);
        worst = Math.max(worst, Math.abs(out[at] - expected) / (1 + Math.abs(expected)));
      }
    }
    assertThat(worst).isLessThan(1e-4);
  }

  private static float[] filled(int n) {
    float[] values = new float[n];
    Arrays.fill(values, UNTOUCHED);
    return values;
  }

  /** Tries each of 1 to 70 as the number of inputs, of outputs and of rows, the others drawn. */
  private static void forEverySize(Trial trial) {
    Random random = new Random(5);
    for (int n = 1; n <= MAX; n++) {
      for (int role = 0; role < 3; role++) {
        int inputs = role == 0 ? n : 1 + random.nextInt(MAX);
        int outputs = role == 1 ? n : 1 + random.nextInt(MAX);
        int rows = role == 2 ? n : 1 + random.nextInt(20);
        DenseLayer layer = Layers.random(random.nextLong(), inputs, outputs, random.nextBoolean());
        trial.run(layer, Layers.values(random.nextLong(), rows * inputs), rows);
      }
    }
  }

  private interface Trial {
    void run(DenseLayer layer, float[] in, int rows);
  }
}
