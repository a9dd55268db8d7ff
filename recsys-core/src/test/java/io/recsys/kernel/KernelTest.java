package io.recsys.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every version of the arithmetic that this JVM has, against definitions and one another. */
class KernelTest {
  private static final int MAX = 70;
  private static final float UNTOUCHED = 77;

  static Stream<Kernel> kernels() {
    return Stream.concat(versions(), Stream.of(Kernels.kernel()));
  }

  /** The kernels that hand over to no other one. */
  static Stream<Kernel> versions() {
    return Stream.of(new PlainKernel(), Kernels.vectorKernel()).filter(kernel -> kernel != null);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void stack_ofALayer_isTheDefinition_ontoWhatIsThere_forEverySize(Kernel kernel) {
    forEverySize(
        (layer, in, rows) -> {
          float[] start = Layers.values(9, rows * layer.outputs());

          float[] out = Layers.stack(kernel, List.of(layer), in, start, rows);

          assertRows(layer, in, start, out, rows);
        });
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void stack_writesItsOutputsAlone(Kernel kernel) {
    DenseLayer layer = Layers.random(1, 3, 11, true);
    Workspace workspace = Workspace.of(List.of(layer));
    for (int rows = 0; rows <= Workspace.STRIDE; rows++) {
      float[] out = filled(2 + rows * 11 + 5);

      kernel.stack(List.of(layer), rows, workspace, out, 2);

      assertThat(out).startsWith(UNTOUCHED, UNTOUCHED);
      assertThat(Arrays.copyOfRange(out, 2 + rows * 11, out.length)).containsOnly(UNTOUCHED);
      assertThat(Arrays.copyOfRange(out, 2, 2 + rows * 11)).doesNotContain(UNTOUCHED);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void stack_ofALayer_roundsAsThePlainKernel_forEverySize(Kernel kernel) {
    forEverySize(
        (layer, in, rows) -> {
          float[] expected = Layers.dense(new PlainKernel(), layer, in, rows);

          float[] out = Layers.dense(kernel, layer, in, rows);

          assertThat(Arrays.equals(out, expected)).isTrue();
        });
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void stack_isOneLayerAfterAnother_forAnyNumberOfRows(Kernel kernel) {
    DenseLayer first = Layers.random(1, 19, 40, true);
    DenseLayer second = Layers.random(2, 40, 33, true);
    DenseLayer third = Layers.random(3, 33, 2, false);
    for (int rows = 0; rows <= MAX; rows++) {
      float[] in = Layers.values(rows, rows * 19);
      float[] between = Layers.dense(kernel, first, in, rows);
      float[] expected =
          Layers.dense(kernel, third, Layers.dense(kernel, second, between, rows), rows);

      float[] out =
          Layers.stack(kernel, List.of(first, second, third), in, new float[rows * 40], rows);

      assertThat(Arrays.equals(out, expected)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void stack_ofARow_doesNotDependOnTheRowsBesideIt(Kernel kernel) {
    forEverySize(
        (layer, in, rows) -> {
          int outputs = layer.outputs();
          float[] out = Layers.dense(kernel, layer, in, rows);
          for (int r = 0; r < rows; r++) {
            float[] row = Arrays.copyOfRange(in, r * layer.inputs(), (r + 1) * layer.inputs());

            float[] alone = Layers.dense(kernel, layer, row, 1);

            int start = r * outputs;
            assertThat(Arrays.equals(alone, 0, outputs, out, start, start + outputs)).isTrue();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void stack_keepsNanAndInfinityInTheirRow(Kernel kernel) {
    DenseLayer layer = Layers.random(3, 5, 37, true);
    float[] in = Layers.values(4, 9 * 5);
    in[2 * 5 + 3] = Float.NaN;
    in[7 * 5] = Float.POSITIVE_INFINITY;

    float[] out = Layers.dense(kernel, layer, in, 9);

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
  void stack_roundsAsAChainOfAllInputs_whereMostAreZero(Kernel kernel) {
    DenseLayer layer = Layers.random(5, 67, 37, true);
    float[] in = Layers.values(6, 19 * 67);
    Random random = new Random(7);
    for (int i = 0; i < in.length; i++) {
      in[i] = random.nextInt(10) < 3 ? in[i] : 0;
    }

    float[] out = Layers.dense(kernel, layer, in, 19);

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
  void stack_isNanWhereAnInfiniteWeightMeetsZero(Kernel kernel) {
    float[] weight = {1, Float.POSITIVE_INFINITY, 2, 0.5f, 3, 1};
    float[] in = new float[9 * 3];
    Arrays.fill(in, 0, 3, 1);
    in[3] = 1;

    float[] out = Layers.dense(kernel, DenseLayer.of(weight, new float[2], 3, false), in, 9);

    assertThat(out).startsWith(Float.POSITIVE_INFINITY, 4.5f, Float.NaN, 0.5f);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void stack_replacesNegativeOutputs_onlyWithRelu(Kernel kernel) {
    float[] weight = {1, -1, 2, 0.5f};
    float[] bias = {-1, 1};
    float[] in = new float[2 * 9];
    in[0] = 3;
    in[1] = 5;

    assertThat(Layers.dense(kernel, DenseLayer.of(weight, bias, 2, false), in, 9))
        .startsWith(-3, 9.5f, -1, 1);
    assertThat(Layers.dense(kernel, DenseLayer.of(weight, bias, 2, true), in, 9))
        .startsWith(0, 9.5f, 0, 1);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void stack_allocatesNothing_onceCompiled(Kernel kernel) {
    List<DenseLayer> layers =
        List.of(Layers.random(1, 19, 40, true), Layers.random(2, 40, 3, false));
    Workspace workspace = Workspace.of(layers);
    float[] out = new float[3 * Workspace.STRIDE];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;

    for (int i = 0; i < 100_000 && allocated >= 256; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int rows : new int[] {Workspace.STRIDE, 9, 1}) {
        kernel.stack(layers, rows, workspace, out, 0);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }

    assertThat(allocated).isLessThan(256);
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
