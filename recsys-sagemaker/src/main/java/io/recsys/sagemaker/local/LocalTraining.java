package io.recsys.sagemaker.local;

import io.recsys.sagemaker.MlFolder;
import io.recsys.sagemaker.ModelArchive;
import io.recsys.sagemaker.training.MetricDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.file.PathUtils;

/**
 * A training job that runs. Its folders are temporary; what it leaves is where the request said.
 */
public final class LocalTraining {
  /** What the service gives a container between SIGTERM and SIGKILL. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int REASON_LENGTH = 1024;
  private static final int TERMINATED = 143;
  private static final int KILLED = 137;
  private static final int ABORTED = 134;
  private static final int CRASHED = 139;

  private final TrainingRequest request;
  private final MlFolder ml;
  private final Map<String, Pattern> definitions = new LinkedHashMap<>();
  private final Map<String, List<Double>> metrics = new LinkedHashMap<>();
  private final long start = System.nanoTime();
  private final ContainerProcess process;

  private LocalTraining(LocalSageMaker sageMaker, TrainingRequest request, MlFolder ml)
      throws IOException {
    this.request = request;
    this.ml = ml;
    for (MetricDefinition definition : MetricDefinition.all()) {
      definitions.put(definition.name(), Pattern.compile(definition.regex()));
    }
    String name = "local-" + ProcessHandle.current().pid() + "-" + System.currentTimeMillis();
    LocalSageMaker listening =
        sageMaker.withLog(
            line -> {
              find(line);
              sageMaker.log().accept(line);
            });
    process = listening.start("train", ml, Map.of("TRAINING_JOB_NAME", name));
  }

  static LocalTraining start(LocalSageMaker sageMaker, TrainingRequest request) throws IOException {
    MlFolder ml = new MlFolder(Files.createTempDirectory("sagemaker-train-"));
    try {
      new TrainingFolder(ml).fill(request);
      return new LocalTraining(sageMaker, request, ml);
    } catch (IOException | RuntimeException e) {
      PathUtils.deleteDirectory(ml.base());
      throw e;
    }
  }

  private void find(String line) {
    definitions.forEach(
        (name, pattern) -> {
          Matcher matcher = pattern.matcher(line);
          while (matcher.find()) {
            metrics
                .computeIfAbsent(name, unused -> new ArrayList<>())
                .add(Double.parseDouble(matcher.group(1)));
          }
        });
  }

  /** The temporary folder that stands for {@code /opt/ml}. */
  public Path folder() {
    return ml.base();
  }

  /** Tells the job to end, and waits until it has: two minutes at most. */
  public void stop() {
    process.stop(PATIENCE);
  }

  /**
   * What became of the job, when it has ended and its model is packed. To be asked once.
   *
   * @throws IOException if what it left cannot be packed
   */
  public TrainingOutcome await() throws IOException, InterruptedException {
    try {
      if (!process.await(request.maxRuntime())) {
        stop();
      }
      int status = process.await();
      return outcome(status, Duration.ofNanos(System.nanoTime() - start));
    } finally {
      PathUtils.deleteDirectory(ml.base());
    }
  }

  private TrainingOutcome outcome(int exitStatus, Duration time) throws IOException {
    if (exitStatus == TERMINATED || (process.isStopped() && exitStatus != 0)) {
      return new TrainingOutcome(TrainingOutcome.Status.STOPPED, "", metrics, time);
    }
    if (exitStatus != 0) {
      return failed(reason(exitStatus), time);
    }
    if (PathUtils.isEmptyDirectory(ml.model())) {
      return failed("the job ended well but left no model in " + ml.model(), time);
    }
    ModelArchive.write(ml.model(), request.model());
    if (!PathUtils.isEmptyDirectory(ml.outputData())) {
      ModelArchive.write(
          ml.outputData(), request.model().toAbsolutePath().resolveSibling("output.tar.gz"));
    }
    return new TrainingOutcome(TrainingOutcome.Status.COMPLETED, "", metrics, time);
  }

  private TrainingOutcome failed(String reason, Duration time) {
    return new TrainingOutcome(TrainingOutcome.Status.FAILED, reason, metrics, time);
  }

  private String reason(int exitStatus) throws IOException {
    if (Files.isRegularFile(ml.failure())) {
      String text = Files.readString(ml.failure()).strip();
      return text.substring(0, Math.min(REASON_LENGTH, text.length()));
    }
    String meaning =
        switch (exitStatus) {
          case KILLED -> ": killed, maybe for want of memory";
          case CRASHED, ABORTED -> ": native code crashed";
          default -> "";
        };
    List<String> last = process.lastLines();
    return "exit status "
        + exitStatus
        + meaning
        + (last.isEmpty() ? "" : "; its last line: " + last.get(last.size() - 1));
  }
}
