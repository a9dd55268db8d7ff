package io.recsys.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is chosen where the application did not ask for the Vector API. */
class PlainChoiceTest {
  @Test
  void name_tellsThePlainKernel() {
    assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isEmpty();
    assertThat(Kernels.vectorKernel()).isNull();
    assertThat(Kernels.kernel()).isInstanceOf(PlainKernel.class);
    assertThat(Kernels.name()).isEqualTo("plain");
  }
}
