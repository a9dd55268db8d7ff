package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the table of settings in docs/training.md against the two presets. */
class TrainingPageTest {
  private static final Path PAGE = Path.of("..", "docs", "training.md");

  @Test
  void settings_areThoseOfThePresets() throws IOException {
    Map<String, String> original = HybridConfig.original().toMap();
    List<List<String>> expected =
        HybridConfig.defaults().toMap().entrySet().stream()
            .map(setting -> row(setting.getKey(), setting.getValue(), original))
            .toList();

    assertThat(rows()).isEqualTo(expected);
  }

  private static List<String> row(String name, String value, Map<String, String> original) {
    return Stream.of(name, value, String.valueOf(original.get(name)))
        .map(cell -> cell.replaceAll("[\\[\\]]", ""))
        .toList();
  }

  /** The cells of the table that begins with the heading "component". */
  private static List<List<String>> rows() throws IOException {
    try (Stream<String> lines = Files.lines(PAGE)) {
      return lines
          .dropWhile(line -> !line.startsWith("| component "))
          .skip(2)
          .takeWhile(line -> line.startsWith("|"))
          .map(
              line ->
                  Arrays.stream(line.substring(1).split("\\|", -1))
                      .map(cell -> cell.replace("`", "").strip())
                      .filter(cell -> !cell.isEmpty())
                      .toList())
          .toList();
    }
  }
}
