package io.recsys.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/**
 * The plain kernel until the vector kernel is compiled, and the vector kernel from then on.
 *
 * <p>Vector code that HotSpot has not compiled yet is hundreds of times slower than plain code: a
 * process that started with it would answer its first request in a second or more. So the plain
 * kernel answers at first, and after a dense layer the vector kernel rehearses on a small layer for
 * at most the time that the answer took, until it has proven the faster one. Results do not show
 * the change, since both kernels round alike. Where the JVM does not compile vectors well, the
 * plain kernel stays, and rehearsals become ever rarer.
 */
final class HandoverKernel implements Kernel {
  private static final int PROOFS = 64;

  /** So many rehearsals halve the time that is given to further ones. */
  private static final int HALVING = 8_192;

  private final LongSupplier clock;
  private final Kernel plain;
  private final Kernel vector;
  private final AtomicBoolean rehearsing = new AtomicBoolean();

  /** The one that answers. */
  private volatile Kernel current;

  private volatile boolean settled;

  // The rest is touched only by the thread that has set `rehearsing`.
  private final Rehearsal rehearsal = new Rehearsal();
  private long credit;
  private int rehearsals;
  private int proofs;

  HandoverKernel(Kernel plain, Kernel vector) {
    this(plain, vector, System::nanoTime);
  }

  /**
   * The same with another clock.
   *
   * @param clock gives nanoseconds since some moment
   */
  HandoverKernel(Kernel plain, Kernel vector, LongSupplier clock) {
    this.clock = clock;
    this.plain = plain;
    this.vector = vector;
    this.current = plain;
  }

  @Override
  public String name() {
    return settled ? current.name() : vector.name();
  }

  /** Whether the choice is final. */
  boolean settled() {
    return settled;
  }

  @Override
  public void stack(
      List<DenseLayer> layers, int rows, Workspace workspace, float[] out, int offset) {
    if (settled) {
      current.stack(layers, rows, workspace, out, offset);
      return;
    }
    long start = clock.getAsLong();
    plain.stack(layers, rows, workspace, out, offset);
    long nanos = clock.getAsLong() - start;
    if (rehearsing.compareAndSet(false, true)) {
      try {
        rehearse(nanos);
      } catch (LinkageError e) {
        // The Vector API is incubating: a later JDK may have changed what this was compiled for.
        settled = true;
        LoggerFactory.getLogger(HandoverKernel.class)
            .warn("The vector kernel does not run on this JVM; the plain one stays.", e);
      } finally {
        rehearsing.set(false);
      }
    }
  }

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
    return current.dot(a, aOffset, b, bOffset, n);
  }

  @Override
  public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
    current.axpy(alpha, x, xOffset, y, yOffset, n);
  }

  private void rehearse(long nanos) {
    credit += nanos >> Math.min(rehearsals / HALVING, 30);
    while (credit > 0 && !settled) {
      long plainNanos = rehearsal.run(plain, clock);
      long vectorNanos = rehearsal.run(vector, clock);
      credit -= plainNanos + vectorNanos;
      rehearsals++;
      proofs = vectorNanos < plainNanos ? proofs + 1 : 0;
      if (proofs == PROOFS) {
        current = vector;
        settled = true;
      }
    }
  }

  /** Small layers that take every path of a kernel; used by one thread at a time. */
  private static final class Rehearsal {
    private static final int INPUTS = 24;

    /** More than a tile, and no multiple of one. */
    private static final int OUTPUTS = 9;

    /** A multiple of no vector, and longer than one. */
    private static final int RANGE = 27;

    private final Stage deep = new Stage(List.of(layer(INPUTS, OUTPUTS, 0), layer(OUTPUTS, 1, 1)));
    private final Stage flat = new Stage(List.of(layer(OUTPUTS, 1, 1)));
    private final float[] range = new float[2 * RANGE];

    private static DenseLayer layer(int inputs, int outputs, float offset) {
      float[] bias = new float[outputs];
      Arrays.fill(bias, offset);
      return DenseLayer.of(new float[inputs * outputs], bias, inputs, outputs > 1);
    }

    /** Layers with memory of their own. */
    private static final class Stage {
      private final List<DenseLayer> layers;
      private final Workspace workspace;
      private final float[] out = new float[Workspace.STRIDE];

      Stage(List<DenseLayer> layers) {
        this.layers = layers;
        this.workspace = Workspace.of(layers);
        // The plain kernel would leave zeros out.
        Arrays.fill(workspace.inputs(), 1);
      }

      void run(Kernel kernel, int rows) {
        kernel.stack(layers, rows, workspace, out, 0);
      }
    }

    /** The time that one run takes, in nanoseconds. */
    long run(Kernel kernel, LongSupplier clock) {
      long start = clock.getAsLong();
      deep.run(kernel, Workspace.STRIDE);
      flat.run(kernel, Workspace.STRIDE / 2);
      flat.run(kernel, 1);
      range[0] = kernel.dot(range, 0, range, RANGE, RANGE);
      kernel.axpy(1f, range, 0, range, RANGE, RANGE);
      return clock.getAsLong() - start;
    }
  }
}
