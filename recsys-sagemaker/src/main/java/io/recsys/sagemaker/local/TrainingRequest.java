package io.recsys.sagemaker.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a training job is to do, within the service's limits.
 *
 * @param channels files or folders by the names of the channels, 1 to 20
 * @param hyperparameters values by name, 100 at most
 * @param model where to leave {@code model.tar.gz}; reports go beside it, to {@code output.tar.gz}
 * @param checkpoints a folder that outlives the job, or null for none: another job with the same
 *     goes on where this one stopped
 * @param maxRuntime the longest that it may run before it is told to end
 */
public record TrainingRequest(
    Map<String, Path> channels,
    Map<String, String> hyperparameters,
    Path model,
    @Nullable Path checkpoints,
    Duration maxRuntime) {
  /** The service's own default. */
  private static final Duration DAY = Duration.ofDays(1);

  private static final int MOST_CHANNELS = 20;
  private static final int MOST_HYPERPARAMETERS = 100;
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_VALUE = 2500;

  /** Checks what the service would, and copies the maps. */
  public TrainingRequest {
    channels = Map.copyOf(channels);
    hyperparameters = Map.copyOf(hyperparameters);
    if (channels.isEmpty() || channels.size() > MOST_CHANNELS) {
      throw new IllegalArgumentException(
          "channels: there are " + channels.size() + "; give 1 to " + MOST_CHANNELS);
    }
    for (String name : channels.keySet()) {
      if (!name.matches("[A-Za-z0-9.\\-_]{1,64}") || name.matches("\\.+")) {
        throw new IllegalArgumentException(
            "channel '" + name + "' has no name that is allowed; give up to 64 letters and digits");
      }
    }
    if (hyperparameters.size() > MOST_HYPERPARAMETERS) {
      throw new IllegalArgumentException(
          "hyperparameters: there are "
              + hyperparameters.size()
              + "; give "
              + MOST_HYPERPARAMETERS
              + " at most");
    }
    hyperparameters.forEach(TrainingRequest::check);
  }

  private static void check(String name, String value) {
    if (name.length() > LONGEST_NAME || value.length() > LONGEST_VALUE) {
      throw new IllegalArgumentException(
          "hyperparameter '%s' is too long; a name has %d letters at most, a value %d"
              .formatted(
                  name.substring(0, Math.min(40, name.length())), LONGEST_NAME, LONGEST_VALUE));
    }
  }

  /** A job on one channel, {@code training}, with default hyperparameters. */
  public static TrainingRequest of(Path data, Path model) {
    return new TrainingRequest(Map.of("training", data), Map.of(), model, null, DAY);
  }

  /** This request with a hyperparameter. */
  public TrainingRequest withHyperparameter(String name, String value) {
    Map<String, String> more = new TreeMap<>(hyperparameters);
    more.put(name, value);
    return new TrainingRequest(channels, more, model, checkpoints, maxRuntime);
  }

  /** This request with a folder of checkpoints. */
  public TrainingRequest withCheckpoints(Path checkpoints) {
    return new TrainingRequest(channels, hyperparameters, model, checkpoints, maxRuntime);
  }

  /** This request with another limit of time. */
  public TrainingRequest withMaxRuntime(Duration maxRuntime) {
    return new TrainingRequest(channels, hyperparameters, model, checkpoints, maxRuntime);
  }
}
