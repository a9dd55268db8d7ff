package io.recsys.train;

import static java.util.Map.entry;

import io.recsys.TrainingException;
import java.util.List;
import java.util.Map;

/** Makes sure that DJL and its native library are on the class path before they are touched. */
final class TrainingEngine {
  /** What each artifact is known by, and its name. */
  private static final List<Map.Entry<String, String>> ARTIFACTS =
      List.of(
          entry("ai/djl/engine/Engine.class", "ai.djl:api"),
          entry("ai/djl/pytorch/engine/PtEngine.class", "ai.djl.pytorch:pytorch-engine"),
          entry("jnilib/pytorch.properties", "ai.djl.pytorch:pytorch-jni"),
          entry("native/lib/pytorch.properties", "ai.djl.pytorch:pytorch-native-cpu"));

  private static final String VERSIONS =
      " Add ai.djl.pytorch:pytorch-engine:0.36.0, ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0 and"
          + " ai.djl.pytorch:pytorch-native-cpu:2.7.1 with the classifier of your platform"
          + " (linux-x86_64, linux-aarch64, osx-aarch64 or win-x86_64).";

  private TrainingEngine() {}

  /**
   * Checks what training needs. Left to itself, DJL would try to download what is missing.
   *
   * @throws TrainingException naming the artifact to add
   */
  static void require() {
    List<String> missing = missing();
    if (!missing.isEmpty()) {
      throw new TrainingException(
          "training needs " + missing.get(0) + ", which is not on the class path." + VERSIONS);
    }
    // DJL reports its start to its makers when it runs on EC2, unless this is set.
    if (System.getenv("OPT_OUT_TRACKING") == null
        && System.getProperty("OPT_OUT_TRACKING") == null) {
      System.setProperty("OPT_OUT_TRACKING", "true");
    }
  }

  /** The artifacts that training needs and the class path lacks. No class is loaded. */
  static List<String> missing() {
    ClassLoader loader = TrainingEngine.class.getClassLoader();
    return ARTIFACTS.stream()
        .filter(artifact -> loader.getResource(artifact.getKey()) == null)
        .map(Map.Entry::getValue)
        .toList();
  }
}
