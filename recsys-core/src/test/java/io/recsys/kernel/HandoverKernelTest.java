package io.recsys.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HandoverKernelTest {
  private static final DenseLayer LAYER = Layers.random(1, 100, 40, true);
  private static final int ROWS = 20;

  private long now;

  @Test
  void vector_answersOnceItIsFaster() {
    Fake plain = new Fake("plain", 20_000);
    Fake vector = new Fake("vector", 0);
    HandoverKernel kernel = new HandoverKernel(plain, vector, () -> now);
    assertThat(kernel.name()).isEqualTo("vector");

    run(kernel, 2_000);

    assertThat(kernel.settled()).isTrue();
    assertThat(kernel.name()).isEqualTo("vector");
    int plainCalls = plain.calls;
    int vectorCalls = vector.calls;
    run(kernel, 10);
    assertThat(plain.calls).isEqualTo(plainCalls);
    assertThat(vector.calls).isEqualTo(vectorCalls + 10);
  }

  @Test
  void plain_staysWhereVectorDoesNotLink() {
    Fake plain = new Fake("plain", 1);
    Kernel broken =
        new Fake("vector", 0) {
          @Override
          public void stack(
              List<DenseLayer> layers, int rows, Workspace workspace, float[] out, int offset) {
            throw new NoSuchMethodError("fma");
          }
        };
    HandoverKernel kernel = new HandoverKernel(plain, broken, () -> now);

    run(kernel, 3);

    assertThat(kernel.settled()).isTrue();
    assertThat(kernel.name()).isEqualTo("plain");
  }

  @Test
  void rehearsals_takeNoMoreTimeThanTheAnswers() {
    Fake plain = new Fake("plain", 200_000);
    Fake vector = new Fake("vector", 1_000_000);
    HandoverKernel kernel = new HandoverKernel(plain, vector, () -> now);

    run(kernel, 50);

    // A rehearsal has three calls of each kernel, 3.6 ms, which 18 answers earn: it comes after the
    // first answer, the 19th and the 37th.
    assertThat(vector.calls).isEqualTo(9);
  }

  /** Runs calls and checks their result. */
  private static void run(Kernel kernel, int calls) {
    float[] in = Layers.values(2, ROWS * LAYER.inputs());
    float[] expected = Layers.dense(new PlainKernel(), LAYER, in, ROWS);
    for (int i = 0; i < calls; i++) {
      assertThat(Layers.dense(kernel, LAYER, in, ROWS)).isEqualTo(expected);
    }
  }

  /** The plain arithmetic, which takes a stated time by this test's clock, and is counted. */
  private class Fake implements Kernel {
    private final PlainKernel plain = new PlainKernel();
    private final String name;
    private final long nanos;
    private int calls;

    Fake(String name, long nanos) {
      this.name = name;
      this.nanos = nanos;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void stack(
        List<DenseLayer> layers, int rows, Workspace workspace, float[] out, int offset) {
      calls++;
      now += nanos;
      plain.stack(layers, rows, workspace, out, offset);
    }

    @Override
    public float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
      return plain.dot(a, aOffset, b, bOffset, n);
    }

    @Override
    public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
      plain.axpy(alpha, x, xOffset, y, yOffset, n);
    }
  }
}
