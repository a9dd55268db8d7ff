package io.recsys.sagemaker.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a batch transform did.
 *
 * @param outputs the files of answers, in order of their names
 * @param records the number of requests, those among them that failed too
 * @param failures the first hundred requests that have an error in place of an answer
 * @param failed the number of all of these
 * @param time how long it took, starting containers included
 */
public record TransformOutcome(
    List<Path> outputs, long records, List<Failure> failures, long failed, Duration time) {
  /**
   * A request without an answer.
   *
   * @param file the file of answers
   * @param line the line in it, from 1
   * @param answer what stands there
   */
  public record Failure(Path file, long line, String answer) {}

  /** Copies the lists. */
  public TransformOutcome {
    outputs = List.copyOf(outputs);
    failures = List.copyOf(failures);
  }
}
