package io.recsys.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelsTest {
  private static final DenseLayer LAYER = Layers.random(1, 3, 2, true);

  @Test
  void dense_isTheKernelsDense() {
    float[] in = {1, 2, 3, -1, -2, -3};
    float[] out = new float[4];
    Kernels.dense(LAYER, in, out, 2);

    float[] expected = new float[4];
    new PlainKernel().dense(LAYER, in, expected, 2, Workspace.of(2));
    assertThat(out).containsExactly(expected).isNotEqualTo(new float[4]);
  }

  @Test
  void denseAdd_ofAPartOfTheInputs_isTheWholeLayer() {
    float[] weight = {1, 2, 3, 4, 5, 6};
    DenseLayer part = DenseLayer.of(new float[] {3, 6}, new float[] {0.5f, -40}, 1, true);
    float[] out = {weight[0] * 7 + weight[1] * 8, weight[3] * 7 + weight[4] * 8};

    Kernels.denseAdd(part, new float[] {-2}, out, 1);

    assertThat(out).containsExactly(7 + 16 - 6 + 0.5f, 28 + 40 - 12 - 40);
  }

  @Test
  void dense_ofNoRows_changesNothing() {
    float[] out = {7};
    Kernels.dense(LAYER, new float[0], out, 0);
    Kernels.denseAdd(LAYER, new float[0], out, 0);
    assertThat(out).containsExactly(7);
  }

  @Test
  void dense_withTooShortArrays_saysWhich() {
    forDenseAndDenseAdd(
        dense -> {
          assertThatIllegalArgumentException()
              .isThrownBy(() -> dense.apply(new float[5], new float[4], 2))
              .withMessage("in: 5 values, must be at least 2 rows x 3 = 6");
          assertThatIllegalArgumentException()
              .isThrownBy(() -> dense.apply(new float[6], new float[3], 2))
              .withMessage("out: 3 values, must be at least 2 rows x 2 = 4");
          assertThatIllegalArgumentException()
              .isThrownBy(() -> dense.apply(new float[6], new float[4], -1))
              .withMessage("rows: -1, must be 0 or more");
          assertThatIllegalArgumentException()
              .isThrownBy(() -> dense.apply(new float[6], new float[4], Integer.MAX_VALUE))
              .withMessageStartingWith("in: 6 values");
        });
  }

  @Test
  void dense_intoItsInput_isRefused() {
    float[] rows = new float[6];
    forDenseAndDenseAdd(
        dense ->
            assertThatIllegalArgumentException()
                .isThrownBy(() -> dense.apply(rows, rows, 2))
                .withMessageStartingWith("out: "));
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, 1", "0, -1, 1", "2, 0, 3", "0, 2, 3", "0, 0, -1", "2147483647, 0, 2"})
  void ranges_outsideTheirArray_areRefused(int offset, int otherOffset, int n) {
    float[] a = new float[4];
    float[] b = new float[4];
    assertThatThrownBy(() -> Kernels.dot(a, offset, b, otherOffset, n))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Kernels.axpy(1, a, offset, b, otherOffset, n))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Kernels.addRelu(a, offset, b, otherOffset, new float[4], 0, n))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Kernels.addRelu(a, 0, b, offset, new float[4], otherOffset, n))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(b).containsOnly(0);
  }

  @Test
  void layer_withLengthsThatDoNotFit_saysWhich() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DenseLayer.of(new float[5], new float[2], 3, true))
        .withMessage("weight: 5 values, must be 2 outputs x 3 inputs = 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DenseLayer.of(new float[0], new float[2], 0, true))
        .withMessageStartingWith("inputs: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DenseLayer.of(new float[0], new float[0], 3, true))
        .withMessageStartingWith("bias: empty");
  }

  @Test
  void layer_keepsItsWeights_whenTheArraysChange() {
    float[] weight = {2};
    float[] bias = {1};
    DenseLayer layer = DenseLayer.of(weight, bias, 1, false);
    weight[0] = 9;
    bias[0] = 9;
    float[] out = new float[1];

    Kernels.dense(layer, new float[] {3}, out, 1);

    assertThat(out).containsExactly(7);
  }

  private static void forDenseAndDenseAdd(Consumer<Dense> test) {
    test.accept((in, out, rows) -> Kernels.dense(LAYER, in, out, rows));
    test.accept((in, out, rows) -> Kernels.denseAdd(LAYER, in, out, rows));
  }

  private interface Dense {
    void apply(float[] in, float[] out, int rows);
  }
}
