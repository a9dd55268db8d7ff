package io.recsys.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The images as the profile {@code image} built them: run in the phase {@code verify}. */
@EnabledIfSystemProperty(named = "image.folder", matches = ".+")
class ImageCheck {
  private static final Path FOLDER = Path.of(System.getProperty("image.folder", ""));

  @Test
  void trainingImage_hasTheNatives() throws IOException {
    Image image = Image.read(FOLDER.resolve("training-image.tar"));

    assertThat(image.files())
        .contains("opt/recsys/natives/pytorch-jni.jar", "opt/recsys/natives/pytorch-native-cpu.jar")
        .anyMatch(name -> name.matches("opt/recsys/recsys-sagemaker-.*-container\\.jar"))
        .noneMatch(name -> name.startsWith("app/"));
    checkConfig(image.config());
    // An error in training is told in the failure file, for which the JVM has to live on.
    assertThat(image.entrypoint()).doesNotContain("-XX:+ExitOnOutOfMemoryError");
  }

  @Test
  void servingImage_isTheContainersJarAlone() throws IOException {
    Image image = Image.read(FOLDER.resolve("serving-image.tar"));

    assertThat(image.files())
        .singleElement()
        .asString()
        .matches("opt/recsys/recsys-sagemaker-.*-container\\.jar");
    checkConfig(image.config());
    assertThat(image.entrypoint()).contains("-XX:+ExitOnOutOfMemoryError");
  }

  private static void checkConfig(JsonObject config) {
    assertThat(strings(config.getAsJsonArray("Entrypoint")))
        .startsWith("java", "--add-modules", "jdk.incubator.vector")
        .contains("-jar")
        .last()
        .asString()
        .matches("/opt/recsys/recsys-sagemaker-.*-container\\.jar");
    JsonObject labels = config.getAsJsonObject("Labels");
    for (String label : List.of("accept-bind-to-port", "multi-models")) {
      assertThat(labels.get("com.amazonaws.sagemaker.capabilities." + label).getAsString())
          .isEqualTo("true");
    }
  }

  private static List<String> strings(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsString).toList();
  }

  /** An image in a tar file: its configuration, and the files in its layers. */
  private record Image(JsonObject config, Set<String> files) {
    static Image read(Path tar) throws IOException {
      Map<String, byte[]> entries = new HashMap<>();
      try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(tar))) {
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
      JsonObject manifest =
          json(entries, "manifest.json").getAsJsonArray().get(0).getAsJsonObject();
      Set<String> files = new TreeSet<>();
      for (String layer : strings(manifest.getAsJsonArray("Layers"))) {
        files.addAll(files(new ByteArrayInputStream(bytes(entries, layer))));
      }
      JsonObject image = json(entries, manifest.get("Config").getAsString()).getAsJsonObject();
      System.out.printf(
          "%s: %.1f MB, without its base image%n", tar.getFileName(), Files.size(tar) / 1e6);
      return new Image(image.getAsJsonObject("config"), files);
    }

    List<String> entrypoint() {
      return strings(config.getAsJsonArray("Entrypoint"));
    }

    private static Set<String> files(InputStream layer) throws IOException {
      Set<String> files = new TreeSet<>();
      try (TarArchiveInputStream in = new TarArchiveInputStream(new GZIPInputStream(layer))) {
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          if (entry.isFile()) {
            files.add(entry.getName());
          }
        }
      }
      return files;
    }

    private static JsonElement json(Map<String, byte[]> entries, String name) {
      return JsonParser.parseString(new String(bytes(entries, name), StandardCharsets.UTF_8));
    }

    private static byte[] bytes(Map<String, byte[]> entries, String name) {
      return Objects.requireNonNull(entries.get(name), name);
    }
  }
}
