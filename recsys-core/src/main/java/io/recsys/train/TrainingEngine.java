package io.recsys.train;

import io.recsys.TrainingException;

/** Makes sure that DJL and its native library are on the class path before they are touched. */
final class TrainingEngine {
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
    requireClass("ai.djl.engine.Engine", "ai.djl:api");
    requireClass("ai.djl.pytorch.engine.PtEngine", "ai.djl.pytorch:pytorch-engine");
    requireResource("jnilib/pytorch.properties", "ai.djl.pytorch:pytorch-jni");
    requireResource("native/lib/pytorch.properties", "ai.djl.pytorch:pytorch-native-cpu");
    // DJL reports its start to its makers when it runs on EC2, unless this is set.
    if (System.getenv("OPT_OUT_TRACKING") == null
        && System.getProperty("OPT_OUT_TRACKING") == null) {
      System.setProperty("OPT_OUT_TRACKING", "true");
    }
  }

  private static void requireClass(String name, String artifact) {
    try {
      Class.forName(name, false, TrainingEngine.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new TrainingException(
          "training needs " + artifact + ", which is not on the class path." + VERSIONS, e);
    }
  }

  private static void requireResource(String name, String artifact) {
    if (TrainingEngine.class.getClassLoader().getResource(name) == null) {
      throw new TrainingException(
          "training needs " + artifact + ", which is not on the class path." + VERSIONS);
    }
  }
}
