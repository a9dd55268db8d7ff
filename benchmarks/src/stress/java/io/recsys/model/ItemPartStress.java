package io.recsys.model;

import io.recsys.kernel.DenseLayer;
import io.recsys.kernel.DenseStack;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.FF_Result;

/** Two requests need the same item's part, which nobody has computed yet. */
@JCStressTest
@Outcome(id = "6.0, 6.0", expect = Expect.ACCEPTABLE, desc = "Both have the whole part.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A part that is not all there, or another item's.")
@State
public class ItemPartStress {
  private static final DenseLayer LAYER =
      DenseLayer.of(new float[] {1, 2, 3, 1, 2, 3}, new float[2], 3, false);

  private final ItemPart part = new ItemPart(2, LAYER, (row, input) -> Arrays.fill(input, row + 1));

  @Actor
  public void oneAmongMany(FF_Result result) {
    part.prepare(new int[] {0, 1}, 0, 2);
    result.r1 = lower(0);
  }

  @Actor
  public void oneAlone(FF_Result result) {
    result.r2 = lower(0);
  }

  /** The lower of an item's two outputs, which are equal. */
  private float lower(int item) {
    float[] sums = new float[2 * DenseStack.BLOCK_ROWS];
    part.add(new float[2], item, sums, 0);
    return Math.min(sums[0], sums[DenseStack.BLOCK_ROWS]);
  }
}
