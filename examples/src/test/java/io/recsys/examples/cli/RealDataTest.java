package io.recsys.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

@Tag("real-data")
@Tag("slow")
@EnabledIfEnvironmentVariable(named = "RECSYS_DATA", matches = ".+")
class RealDataTest {
  private final Path data = Path.of(System.getenv("RECSYS_DATA"), "ml-100k");

  @TempDir private Path folder;

  /** The figures are computed again here from the CSV files alone, as anybody would. */
  @Test
  void csvFiles_giveTheFiguresThatTrainingGave() throws IOException {
    Path model = folder.resolve("model");
    Run train =
        Run.of("train", "--data", data, "--split", "u1", "--epochs", 2, "--out", model, "--json");
    assertThat(train.exitCode()).as(train.err()).isZero();
    JsonObject test = train.json().getAsJsonObject("test");
    Path predictions = folder.resolve("predictions.csv");
    Run.of("predict", "--model", model, "--pairs", data.resolve("u1.test"), "--out", predictions);
    Path rankings = folder.resolve("rankings.csv");
    Run.of("recommend", "--model", model, "--users", "all", "-k", 10, "--out", rankings);

    List<String[]> rows = rows(data.resolve("u1.test"), "\t", 0);
    assertThat(rows).hasSize(20_000);
    assertThat(rmse(rows, rows(predictions, ",", 1)))
        .isCloseTo(test.get("rmse").getAsDouble(), within(1e-6))
        .isLessThan(1.0);
    assertThat(ndcg(rows, rows(rankings, ",", 1)))
        .isCloseTo(test.get("ndcg@10").getAsDouble(), within(1e-9));
  }

  private static double rmse(List<String[]> rows, List<String[]> predictions) {
    double squares = 0;
    for (int i = 0; i < rows.size(); i++) {
      assertThat(predictions.get(i)).startsWith(rows.get(i)[0], rows.get(i)[1]);
      double error = Double.parseDouble(predictions.get(i)[2]) - Double.parseDouble(rows.get(i)[2]);
      squares += error * error;
    }
    return Math.sqrt(squares / rows.size());
  }

  private static double ndcg(List<String[]> rows, List<String[]> rankings) {
    Map<String, Set<String>> relevant = new HashMap<>();
    for (String[] row : rows) {
      if (Integer.parseInt(row[2]) >= 4) {
        relevant.computeIfAbsent(row[0], user -> new HashSet<>()).add(row[1]);
      }
    }
    Map<String, Double> gains = new HashMap<>();
    for (String[] entry : rankings) {
      if (relevant.getOrDefault(entry[0], Set.of()).contains(entry[1])) {
        gains.merge(entry[0], discount(Integer.parseInt(entry[2])), Double::sum);
      }
    }
    double sum = 0;
    for (Map.Entry<String, Set<String>> user : relevant.entrySet()) {
      double ideal = 0;
      for (int rank = 1; rank <= Math.min(10, user.getValue().size()); rank++) {
        ideal += discount(rank);
      }
      sum += gains.getOrDefault(user.getKey(), 0.0) / ideal;
    }
    return sum / relevant.size();
  }

  private static double discount(int rank) {
    return Math.log(2) / Math.log(rank + 1.0);
  }

  private static List<String[]> rows(Path file, String delimiter, int skip) throws IOException {
    return Files.readAllLines(file).stream()
        .skip(skip)
        .map(line -> line.split(delimiter, -1))
        .toList();
  }
}
