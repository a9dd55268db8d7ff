package io.recsys.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelsTest {
  @ParameterizedTest
  @CsvSource({"-1, 0, 1", "0, -1, 1", "2, 0, 3", "0, 2, 3", "0, 0, -1", "2147483647, 0, 2"})
  void ranges_outsideTheirArray_areRefused(int offset, int otherOffset, int n) {
    float[] a = new float[4];
    float[] b = new float[4];
    assertThatThrownBy(() -> Kernels.dot(a, offset, b, otherOffset, n))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Kernels.axpy(1, a, offset, b, otherOffset, n))
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

    assertThat(Layers.dense(new PlainKernel(), layer, new float[] {3}, 1)).containsExactly(7);
  }
}
