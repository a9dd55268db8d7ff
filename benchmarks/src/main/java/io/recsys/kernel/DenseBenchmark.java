package io.recsys.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Dense layers 256-128-64-2 for a catalog of 1,682 items and for one item: in naive loops, in the
 * plain kernel, in the vector kernel, and as an application meets them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DenseBenchmark {
  private static final int ITEMS = 1682;
  private static final int PAIR_INPUTS = 8;

  /** How many items are scored. */
  @Param({"1682", "1"})
  int rows;

  private final Random random = new Random(1);
  private final float[][] weights = {values(256 * 128), values(128 * 64), values(64 * 2)};
  private final List<DenseLayer> layers =
      List.of(
          DenseLayer.of(weights[0], new float[128], 256, true),
          DenseLayer.of(weights[1], new float[64], 128, true),
          DenseLayer.of(weights[2], new float[2], 64, false));
  private final float[][] blocks = {
    values(ITEMS * 256), new float[ITEMS * 128], new float[ITEMS * 64], new float[ITEMS * 2]
  };
  private final Kernel plainKernel = new PlainKernel();
  private final Kernel vectorKernel = vectorKernel();
  private final Workspace workspace = Workspace.of(layers);
  private final DenseStack stack = DenseStack.of(layers);
  private final DenseStack.Scratch scratch = stack.scratch();

  private final DenseStack whole =
      DenseStack.of(
          List.of(
              DenseLayer.of(values(PAIR_INPUTS * 256), new float[256], PAIR_INPUTS, true),
              layers.get(0),
              layers.get(1),
              layers.get(2)));
  private final DenseStack.Scratch wholeScratch = whole.scratch();
  private final float[] userPart = values(256);
  private final float[] pairs = values(ITEMS * PAIR_INPUTS);

  /** One output after the other, each a loop over the inputs. */
  @Benchmark
  public float[] naive() {
    for (int l = 0; l < layers.size(); l++) {
      naive(layers.get(l), weights[l], blocks[l], blocks[l + 1]);
    }
    return blocks[layers.size()];
  }

  /** The plain kernel. */
  @Benchmark
  public float[] plain() {
    return blockByBlock(plainKernel);
  }

  /** The vector kernel. */
  @Benchmark
  public float[] vector() {
    return blockByBlock(vectorKernel);
  }

  /** The public way: block by block, in the kernel of this JVM. */
  @Benchmark
  public float[] stack() {
    stack.forward(blocks[0], blocks[3], rows, scratch);
    return blocks[3];
  }

  /** The whole of a request: a first layer in parts of user, item and pair, then the stack. */
  @Benchmark
  public float[] firstLayerAndStack() {
    whole.forward(this::sums, blocks[3], rows, wholeScratch);
    return blocks[3];
  }

  private void sums(int first, int count, float[] in, float[] sums) {
    System.arraycopy(pairs, first * PAIR_INPUTS, in, 0, count * PAIR_INPUTS);
    for (int r = 0; r < count; r++) {
      for (int i = 0; i < 256; i++) {
        sums[i * Workspace.STRIDE + r] = userPart[i] + blocks[0][(first + r) * 256 + i];
      }
    }
  }

  private float[] blockByBlock(Kernel kernel) {
    for (int first = 0; first < rows; first += Workspace.STRIDE) {
      int count = Math.min(Workspace.STRIDE, rows - first);
      System.arraycopy(blocks[0], first * 256, workspace.inputs(), 0, count * 256);
      Arrays.fill(workspace.sums(), 0);
      kernel.stack(layers, count, workspace, blocks[3], first * 2);
    }
    return blocks[3];
  }

  private void naive(DenseLayer layer, float[] weight, float[] in, float[] out) {
    int inputs = layer.inputs();
    for (int r = 0; r < rows; r++) {
      for (int o = 0; o < layer.outputs(); o++) {
        float sum = layer.bias()[o];
        for (int i = 0; i < inputs; i++) {
          sum += in[r * inputs + i] * weight[o * inputs + i];
        }
        out[r * layer.outputs() + o] = layer.relu() ? Math.max(sum, 0f) : sum;
      }
    }
  }

  private static Kernel vectorKernel() {
    return Objects.requireNonNull(
        Kernels.vectorKernel(), "start java with --add-modules jdk.incubator.vector");
  }

  private float[] values(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian() / 16;
    }
    return values;
  }
}
