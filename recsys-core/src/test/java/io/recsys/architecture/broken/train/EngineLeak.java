package io.recsys.architecture.broken.train;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** A public class of the right package whose signature shows the engine, as a type argument. */
public final class EngineLeak {
  private EngineLeak() {}

  /** An engine type that users would have to have. */
  public static List<NDArray[]> gradients() {
    return List.of();
  }
}
