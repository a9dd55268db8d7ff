package io.recsys.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DenseStackTest {
  private static final int INPUTS = 19;
  private static final int OUTPUTS = 2;
  private static final DenseLayer FIRST = Layers.random(1, INPUTS, 40, true);
  private static final DenseLayer SECOND = Layers.random(2, 40, 33, true);
  private static final DenseLayer THIRD = Layers.random(3, 33, OUTPUTS, false);
  private static final DenseStack STACK = DenseStack.of(List.of(FIRST, SECOND, THIRD));

  @Test
  void forward_isOneLayerAfterAnother_forAnyNumberOfRows() {
    DenseStack.Scratch scratch = STACK.scratch();
    for (int rows : new int[] {0, 1, 2, 5, 6, 47, 48, 49, 95, 96, 97, 250}) {
      float[] in = Layers.values(rows, rows * INPUTS);
      float[] out = new float[rows * OUTPUTS];

      STACK.forward(in, out, rows, scratch);

      assertThat(out).containsExactly(layerByLayer(in, rows));
    }
  }

  @Test
  void forward_ofARow_doesNotDependOnTheRowsBesideIt() {
    int rows = 131;
    float[] in = Layers.values(4, rows * INPUTS);
    float[] out = new float[rows * OUTPUTS];
    DenseStack.Scratch scratch = STACK.scratch();
    STACK.forward(in, out, rows, scratch);
    for (int r = 0; r < rows; r++) {
      float[] alone = new float[OUTPUTS];

      STACK.forward(Arrays.copyOfRange(in, r * INPUTS, (r + 1) * INPUTS), alone, 1, scratch);

      assertThat(alone).containsExactly(out[r * OUTPUTS], out[r * OUTPUTS + 1]);
    }
  }

  @Test
  void forward_asksItsSourceForEachRowOnce_inOrder() {
    int rows = 100;
    float[] in = Layers.values(5, rows * INPUTS);
    float[] out = new float[rows * OUTPUTS];
    List<Integer> asked = new ArrayList<>();

    STACK.forward(
        (first, count, block) -> {
          for (int r = first; r < first + count; r++) {
            asked.add(r);
          }
          Arrays.fill(block, Float.NaN);
          System.arraycopy(in, first * INPUTS, block, 0, count * INPUTS);
        },
        out,
        rows,
        STACK.scratch());

    assertThat(asked).hasSize(rows).isSorted().doesNotHaveDuplicates();
    assertThat(out).containsExactly(layerByLayer(in, rows));
  }

  @Test
  void forward_fromManyThreads_givesEachTheSame() throws Exception {
    int rows = 200;
    float[] in = Layers.values(6, rows * INPUTS);
    float[] expected = layerByLayer(in, rows);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Integer>> wrong = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      wrong.add(threads.submit(() -> countWrong(in, rows, expected)));
    }
    threads.shutdown();

    for (Future<Integer> count : wrong) {
      assertThat(count.get()).isZero();
    }
  }

  private static int countWrong(float[] in, int rows, float[] expected) {
    DenseStack.Scratch scratch = STACK.scratch();
    float[] out = new float[rows * OUTPUTS];
    int wrong = 0;
    for (int i = 0; i < 300; i++) {
      Arrays.fill(out, Float.NaN);
      STACK.forward(in, out, rows, scratch);
      wrong += Arrays.equals(out, expected) ? 0 : 1;
    }
    return wrong;
  }

  @Test
  void forward_allocatesNothing_onceCompiled() {
    int rows = 500;
    float[] in = Layers.values(7, rows * INPUTS);
    float[] out = new float[rows * OUTPUTS];
    DenseStack.Scratch scratch = STACK.scratch();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;

    for (int i = 0; i < 50_000 && allocated >= 256; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      STACK.forward(in, out, rows, scratch);
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }

    assertThat(allocated).isLessThan(256);
  }

  @Test
  void denseAdd_inAStacksMemory_isTheSame_andNotForAWiderLayer() {
    int rows = 7;
    DenseStack.Scratch scratch = STACK.scratch();
    DenseLayer before = Layers.random(6, 3, INPUTS, true);
    DenseLayer wider = Layers.random(7, 3, INPUTS + 1, true);
    float[] in = Layers.values(8, rows * 3);
    float[] expected = Layers.values(9, rows * INPUTS);
    float[] out = expected.clone();
    Kernels.denseAdd(before, in, expected, rows);

    Kernels.denseAdd(before, in, out, rows, scratch);

    assertThat(out).containsExactly(expected);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Kernels.denseAdd(wider, in, new float[rows * (INPUTS + 1)], rows, scratch))
        .withMessage("scratch: of a stack of 19 inputs, must take the layer's 20 outputs");
  }

  @Test
  void forward_withWrongArguments_saysWhich() {
    DenseStack.Scratch scratch = STACK.scratch();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> STACK.forward(new float[37], new float[4], 2, scratch))
        .withMessage("in: 37 values, must be at least 2 rows x 19 = 38");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> STACK.forward(new float[38], new float[3], 2, scratch))
        .withMessage("out: 3 values, must be at least 2 rows x 2 = 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> STACK.forward(new float[38], new float[4], -2, scratch))
        .withMessageStartingWith("rows: -2");
    DenseStack.Scratch other = DenseStack.of(List.of(FIRST)).scratch();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> STACK.forward(new float[38], new float[4], 2, other))
        .withMessageStartingWith("scratch: ");
  }

  @Test
  void stack_ofLayersThatDoNotFit_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DenseStack.of(List.of()))
        .withMessageStartingWith("layers: empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DenseStack.of(List.of(FIRST, THIRD)))
        .withMessageContaining("layer 1 takes 33 inputs, must take the 40 outputs");
  }

  private static float[] layerByLayer(float[] in, int rows) {
    float[] first = new float[rows * FIRST.outputs()];
    float[] second = new float[rows * SECOND.outputs()];
    float[] out = new float[rows * OUTPUTS];
    Kernels.dense(FIRST, in, first, rows);
    Kernels.dense(SECOND, first, second, rows);
    Kernels.dense(THIRD, second, out, rows);
    return out;
  }
}
