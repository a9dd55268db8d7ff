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
    for (int rows : new int[] {0, 1, 2, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, 250}) {
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
        (first, count, block, sums) -> {
          for (int r = first; r < first + count; r++) {
            asked.add(r);
          }
          Arrays.fill(block, Float.NaN);
          System.arraycopy(in, first * INPUTS, block, 0, count * INPUTS);
          Arrays.fill(sums, 0);
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
  void forward_addsTheFirstLayerToASum_oneRowBesideTheOther() {
    float[] whole = {1, 2, 3, 4, 5, 6};
    DenseStack part =
        DenseStack.of(List.of(DenseLayer.of(new float[] {3, 6}, new float[] {0.5f, -40}, 1, true)));
    float[] out = new float[4];

    part.forward(
        (first, count, in, sums) -> {
          for (int r = 0; r < 2; r++) {
            in[r] = r - 2;
            sums[r] = whole[0] * 7 + whole[1] * 8;
            sums[DenseStack.BLOCK_ROWS + r] = whole[3] * 7 + whole[4] * 8;
          }
        },
        out,
        2,
        part.scratch());

    assertThat(out)
        .containsExactly(7 + 16 - 6 + 0.5f, 28 + 40 - 12 - 40, 7 + 16 - 3 + 0.5f, 28 + 40 - 6 - 40);
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
    Kernel kernel = Kernels.kernel();
    float[] first = Layers.dense(kernel, FIRST, in, rows);
    return Layers.dense(kernel, THIRD, Layers.dense(kernel, SECOND, first, rows), rows);
  }
}
