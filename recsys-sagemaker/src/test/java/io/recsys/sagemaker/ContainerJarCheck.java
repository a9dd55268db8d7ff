package io.recsys.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.sagemaker.training.JobFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The container's jar as it was built: run in the phase {@code verify}. */
@EnabledIfSystemProperty(named = "container.jar", matches = ".+")
class ContainerJarCheck {
  private static final Path JAR = Path.of(System.getProperty("container.jar", ""));

  @TempDir private Path base;

  @Test
  void jar_holdsWhatRunsInTheContainerAndNothingElse() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names = jar.stream().map(entry -> entry.getName()).toList();

      assertThat(names)
          .contains(
              "io/recsys/sagemaker/ContainerMain.class",
              "io/recsys/Recommender.class",
              "ai/djl/pytorch/engine/PtEngine.class",
              "META-INF/services/ai.djl.engine.EngineProvider",
              "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
              "META-INF/LICENSE")
          .noneMatch(name -> name.startsWith("software/amazon/"))
          .noneMatch(name -> name.startsWith("io/recsys/sagemaker/remote/"))
          .noneMatch(name -> name.startsWith("io/recsys/sagemaker/local/"))
          .noneMatch(name -> name.startsWith("native/lib/") || name.startsWith("jnilib/"))
          .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)"))
          .doesNotHaveDuplicates();
      assertThat(jar.getManifest().getMainAttributes().getValue("Class-Path"))
          .isEqualTo("natives/pytorch-jni.jar natives/pytorch-native-cpu.jar");
    }
    System.out.printf(
        "container jar: %.1f MB, natives beside it: %.1f MB%n",
        Files.size(JAR) / 1e6,
        (Files.size(JAR.resolveSibling("natives/pytorch-jni.jar"))
                + Files.size(JAR.resolveSibling("natives/pytorch-native-cpu.jar")))
            / 1e6);
  }

  @Test
  void train_worksWithTheNativesBesideTheJar() throws IOException, InterruptedException {
    JobFolder job = JobFolder.small(base).with(Map.of("epochs", "1", "split", "all"));

    assertThat(run(JAR, "train")).isEqualTo(0);
    assertThat(job.ml().model().resolve("manifest.json")).exists();
  }

  @Test
  void train_saysWhatIsMissingWithoutTheNatives() throws IOException, InterruptedException {
    JobFolder job = JobFolder.small(base);
    Path alone = Files.copy(JAR, base.resolve("alone.jar"));

    assertThat(run(alone, "train")).isEqualTo(1);
    assertThat(Files.readString(job.ml().failure()))
        .startsWith("training needs ai.djl.pytorch:pytorch-jni, which is not on the class path.");
  }

  private int run(Path jar, String command) throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(java.toString(), "-Xmx1g", "-jar", jar.toString(), command)
            .redirectErrorStream(true);
    builder.environment().put(MlFolder.BASE_VARIABLE, base.toString());
    Process process = builder.start();
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    System.out.println(log);
    return status;
  }
}
