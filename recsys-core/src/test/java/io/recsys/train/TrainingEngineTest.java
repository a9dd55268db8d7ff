package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.TrainingException;
import io.recsys.source.DemoDataset;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training from a class path that lacks a part of the engine. */
class TrainingEngineTest {
  /** Trains, and tells how that ended. Made by another class loader than the tests. */
  public static final class Attempt implements Supplier<String> {
    @Override
    public String get() {
      try {
        new HybridTrainer(HybridConfig.defaults())
            .train(DemoDataset.generate(new DemoDataset.Size(25, 30, 200), 3));
        return "trained";
      } catch (TrainingException e) {
        return "TrainingException: " + e.getMessage();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "api-, ai.djl:api",
    "pytorch-engine-, ai.djl.pytorch:pytorch-engine",
    "pytorch-jni-, ai.djl.pytorch:pytorch-jni",
    "pytorch-native-cpu-, ai.djl.pytorch:pytorch-native-cpu"
  })
  void train_namesTheMissingArtifact(String jar, String artifact) throws Exception {
    List<URL> urls = new ArrayList<>();
    int left = 0;
    for (Path entry : classPath()) {
      String name = String.valueOf(entry.getFileName());
      boolean out = name.startsWith(jar) && entry.toString().contains("djl");
      left += out ? 1 : 0;
      if (!out) {
        urls.add(url(entry));
      }
    }
    assertThat(left).as("jars left out").isEqualTo(1);
    assertThat(attempt(urls))
        .startsWith(
            "TrainingException: training needs "
                + artifact
                + ", which is not on the class path. Add ai.djl.pytorch:pytorch-engine:")
        .contains("pytorch-native-cpu", "classifier of your platform");
  }

  @Test
  void train_asksForTheApiFirst_whenNothingOfTheEngineIsThere() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (Path entry : classPath()) {
      if (!entry.toString().contains("djl")) {
        urls.add(url(entry));
      }
    }
    assertThat(attempt(urls)).startsWith("TrainingException: training needs ai.djl:api,");
  }

  private static String attempt(List<URL> urls) throws IOException, ReflectiveOperationException {
    // The platform's loader as parent: the application's own would find what is left out here.
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      Supplier<?> attempt =
          (Supplier<?>)
              loader.loadClass(Attempt.class.getName()).getDeclaredConstructor().newInstance();
      return String.valueOf(attempt.get());
    }
  }

  private static List<Path> classPath() {
    List<Path> entries = new ArrayList<>();
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : path.split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry));
    }
    return entries;
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
