package io.recsys.kernel;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.FF_Result;

/** Two requests are the first to ask for a layer's weights as the vector kernel wants them. */
@JCStressTest
@Outcome(id = "6.0, 6.0", expect = Expect.ACCEPTABLE, desc = "Both have all weights.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Weights that were not all there yet.")
@State
public class DenseLayerStress {
  private final DenseLayer layer = DenseLayer.of(new float[] {1, 2, 3}, new float[1], 3, true);

  @Actor
  public void first(FF_Result result) {
    result.r1 = sum();
  }

  @Actor
  public void second(FF_Result result) {
    result.r2 = sum();
  }

  private float sum() {
    float sum = 0;
    for (float weight : layer.panels()[0]) {
      sum += weight;
    }
    return sum;
  }
}
