package io.recsys.sagemaker;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folders that SageMaker lays out in a container, below one base folder.
 *
 * @param base {@code /opt/ml} in the service; anywhere else for tests and local mode
 */
public record MlFolder(Path base) {
  /** The environment variable that names another base folder than {@code /opt/ml}. */
  public static final String BASE_VARIABLE = "SAGEMAKER_BASE_DIR";

  /** The folders of this process, by its environment. */
  public static MlFolder of(Map<String, String> environment) {
    return new MlFolder(Path.of(environment.getOrDefault(BASE_VARIABLE, "/opt/ml")));
  }

  /** What the service says of a training job: {@code hyperparameters.json} and others. */
  public Path config() {
    return base.resolve("input/config");
  }

  /** The channels of a training job, a folder each. */
  public Path channels() {
    return base.resolve("input/data");
  }

  /** The files of a channel of a training job. */
  public Path channel(String name) {
    return channels().resolve(name);
  }

  /** The model: written by a training job, read by an endpoint. */
  public Path model() {
    return base.resolve("model");
  }

  /** Kept outside the container while a job runs, and there again when it goes on. */
  public Path checkpoints() {
    return base.resolve("checkpoints");
  }

  /** Reports of a training job, which the service keeps beside the model. */
  public Path outputData() {
    return base.resolve("output/data");
  }

  /** Why a job failed; the service shows the first 1,024 characters. */
  public Path failure() {
    return base.resolve("output/failure");
  }

  /** What a processing job works on, each in a folder of its own: input, model, output. */
  public Path processing() {
    return base.resolve("processing");
  }

  /** Why a processing job failed; the service shows the first 1,024 characters. */
  public Path message() {
    return base.resolve("output/message");
  }
}
