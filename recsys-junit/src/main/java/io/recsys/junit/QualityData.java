package io.recsys.junit;

import io.recsys.data.Dataset;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import java.io.IOException;

/**
 * Where the data of a quality test comes from. Implementations need a constructor without
 * parameters. Read once for all tests of a run that name the same class, split and seed.
 *
 * <pre>{@code
 * final class Orders implements QualityData {
 *   @Override
 *   public Dataset read() throws IOException {
 *     return DelimitedFile.read(Path.of("orders.csv"), format, options).dataset();
 *   }
 * }
 * }</pre>
 */
public interface QualityData {
  /**
   * The whole data set.
   *
   * @throws IOException if it cannot be read; the test then fails with what it says
   */
  Dataset read() throws IOException;

  /**
   * The division of a name. Override it for data that comes with divisions of its own, such as u1
   * of MovieLens 100K.
   *
   * @param name as {@link SplitStrategy#parse} takes it
   * @param seed what a random split draws by
   * @throws IOException if the data cannot be read
   * @throws IllegalArgumentException if there is no such split
   */
  default Split split(String name, long seed) throws IOException {
    return SplitStrategy.parse(name).split(read(), seed);
  }
}
