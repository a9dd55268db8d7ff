package io.recsys.sagemaker.local;

import java.nio.file.Path;

/**
 * What a batch transform is to do. Each line of the input is a request.
 *
 * @param model a {@code model.tar.gz}
 * @param input a file of JSON lines or, if its name ends in {@code .csv}, of users; or a folder of
 *     such files
 * @param out the folder for the answers, {@code NAME.out} for each file
 * @param hosts the number of containers, 1 or more; a file goes to one of them
 */
public record TransformRequest(Path model, Path input, Path out, int hosts) {
  private static final int MOST_HOSTS = 100;

  /** Checks the number of hosts. */
  public TransformRequest {
    if (hosts < 1 || hosts > MOST_HOSTS) {
      throw new IllegalArgumentException(
          "hosts: " + hosts + " is not allowed; give 1 to " + MOST_HOSTS);
    }
  }
}
