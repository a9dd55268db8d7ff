package io.recsys.examples.cli;

import io.recsys.sagemaker.local.LocalSageMaker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What commands that start containers have: which jar, and a clock that stands before each line.
 */
final class ContainerOptions {
  @Option(
      names = "--jar",
      paramLabel = "JAR",
      order = 50,
      description =
          "The container's jar, recsys-sagemaker-VERSION-container.jar. Default: the classes of"
              + " this command.")
  private @Nullable Path jar;

  private final long start = System.nanoTime();

  /** Containers whose lines are shown on standard error. */
  LocalSageMaker sageMaker(Console console) {
    LocalSageMaker sageMaker =
        LocalSageMaker.defaults().withLog(line -> say(console, "  | " + line));
    Path given = jar;
    if (given == null) {
      return sageMaker;
    }
    if (!Files.isRegularFile(given)) {
      throw console.misuse("--jar: there is no file " + given);
    }
    return sageMaker.withClassPath(given.toString());
  }

  /** Says something, with the time since the command began. */
  void say(Console console, String what) {
    console.say("%s %s", clock(Duration.ofNanos(System.nanoTime() - start)), what);
  }

  /** Hours, minutes and seconds. */
  static String clock(Duration time) {
    return "%02d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }
}
