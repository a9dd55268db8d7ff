package io.recsys.kernel;

/** The step of every sum here: {@code a * b + c}, rounded once where the machine can. */
final class MultiplyAdd {
  /**
   * Whether this machine has the fused instruction. Without it {@link Math#fma} computes in decimal
   * arithmetic, a thousand times slower, and the JVM does not tell: so this is timed.
   */
  static final boolean FUSED = fused();

  private static final int CALLS = 32;
  private static final long NANOS_A_CALL = 1_000;

  private MultiplyAdd() {}

  static float of(float a, float b, float c) {
    return FUSED ? Math.fma(a, b, c) : a * b + c;
  }

  private static boolean fused() {
    float sum = 1;
    // The first rounds load classes, and any round may be interrupted: one fast round is proof.
    for (int round = 0; round < 8; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        sum = Math.fma(sum, 0.7f, i);
      }
      if (System.nanoTime() - start < CALLS * NANOS_A_CALL && sum > 0) {
        return true;
      }
    }
    return false;
  }
}
