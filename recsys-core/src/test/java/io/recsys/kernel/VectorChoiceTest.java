package io.recsys.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is chosen where the application passed {@code --add-modules jdk.incubator.vector}. */
class VectorChoiceTest {
  @Test
  void name_tellsTheVectorKernelAndItsWidth() {
    assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
    assertThat(Kernels.vectorKernel()).isNotNull();
    assertThat(Kernels.name()).matches("vector \\((128|256|512) bit\\)");
  }

  @Test
  void forward_endsOnTheVectorKernel() {
    assertThat(Kernels.kernel()).isInstanceOf(HandoverKernel.class);
    HandoverKernel kernel = (HandoverKernel) Kernels.kernel();
    DenseStack stack = DenseStack.of(List.of(Layers.random(1, 64, 64, true)));
    DenseStack.Scratch scratch = stack.scratch();
    float[] in = Layers.values(2, 100 * 64);
    float[] out = new float[100 * 64];

    for (int i = 0; i < 1_000_000 && !kernel.settled(); i++) {
      stack.forward(in, out, 100, scratch);
    }

    assertThat(kernel.settled()).isTrue();
    assertThat(Kernels.name()).startsWith("vector");
  }
}
