package io.recsys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.Recommender;
import io.recsys.SmallData;
import io.recsys.data.DataFormatException;
import io.recsys.split.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationFileTest {
  private static final Split SPLIT = SmallData.split("x A 3, y A 4", "x B 2, y B 5, z B 4, z C 1");
  private static final Recommender ALL =
      new FixedRecommender(Map.of("y", "B", "z", "CB"), (user, item) -> 3);

  @TempDir private Path folder;

  private final Evaluation evaluation = Evaluator.defaults().evaluate("all", ALL, SPLIT);

  @Test
  void read_givesWhatWasWritten() throws IOException {
    Path file = folder.resolve("new").resolve("a.json");
    evaluation.write(file);
    Evaluation read = Evaluation.read(file);
    assertThat(read.model()).isEqualTo("all");
    assertThat(read.protocol()).isEqualTo(evaluation.protocol());
    assertThat(read.metrics()).isEqualTo(evaluation.metrics());
    assertThat(read.metrics().keySet()).containsExactlyElementsOf(evaluation.metrics().keySet());
    assertThat(read.users()).isEqualTo(evaluation.users());
    assertThat(read.rows()).isEqualTo(evaluation.rows());
    assertThat(read.calibration()).isEqualTo(evaluation.calibration());
    assertThat(read.predictedRows()).isEqualTo(4);
    assertThat(read.warm()).isEqualTo(evaluation.warm()).isNotEmpty();
    assertThat(read.cold()).isEqualTo(evaluation.cold()).isNotEmpty();
    for (String metric : new String[] {"rmse", "ndcg@10", "novelty@10"}) {
      assertThat(read.perUser(metric)).containsExactly(evaluation.perUser(metric));
      assertThat(read.interval(metric)).isEqualTo(evaluation.interval(metric));
    }
    assertThat(PairedTest.of(read, evaluation, "ndcg@10").difference()).isZero();
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void read_takesAFileFromBeforeWarmFigures() throws IOException {
    Path file = folder.resolve("old.json");
    evaluation.write(file);
    String text = Files.readString(file);
    String old = text.replaceAll("\"(warm|cold)\":\\{[^}]*},", "");
    assertThat(old).isNotEqualTo(text);
    Files.writeString(file, old);
    assertThat(Evaluation.read(file).warm()).isEmpty();
    assertThat(Evaluation.read(file).metrics()).isEqualTo(evaluation.metrics());
  }

  @Test
  void read_takesFiguresWithoutUsers() throws IOException {
    Map<String, Object> report = new EvaluationReport(evaluation, java.util.List.of()).toMap();
    Path file =
        Files.writeString(
            folder.resolve("plain.json"),
            "{\"model\":\"m\"," + new com.google.gson.Gson().toJson(report).substring(1));
    Evaluation read = Evaluation.read(file);
    assertThat(read.metrics()).isEqualTo(evaluation.metrics());
    assertThat(read.warm()).isEqualTo(evaluation.warm());
    assertThat(read.users()).isEmpty();
    assertThat(read.interval("ndcg@10")).isEmpty();
    assertThat(new Comparison(read, evaluation).rows())
        .isNotEmpty()
        .allMatch(row -> row.test().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "''~is no saved evaluation",
        "[]~no object",
        "{}~no 'test'",
        "{\"model\":~is no saved evaluation",
        "{\"format\":2}~format 2",
        "{\"test\":{\"rmse\":1e999}}~not finite",
        "{\"test\":{\"rmse\":\"x\"}}~is no saved evaluation",
        "{\"test\":{},\"model\":\"m\"}~no 'protocol'",
        "{\"test\":{},\"model\":\"m\",\"protocol\":3}~is no saved evaluation",
        "{\"test\":{},\"model\":\"m\",\"protocol\":{\"data\":\"d\"}}~no 'dataHash'"
      })
  void read_saysWhatIsWrong(String content, String reason) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.json"), content);
    assertThatThrownBy(() -> Evaluation.read(file))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("bad.json")
        .hasMessageContaining(reason);
  }

  @Test
  void read_refusesAnyDamagedFile() throws IOException {
    Path whole = folder.resolve("whole.json");
    evaluation.write(whole);
    String text = Files.readString(whole);
    for (int end = 0; end < text.length() - 2; end += 7) {
      Path cut = Files.writeString(folder.resolve("cut.json"), text.substring(0, end));
      assertThatThrownBy(() -> Evaluation.read(cut)).isInstanceOf(DataFormatException.class);
    }
    for (String[] change :
        new String[][] {
          {"\"rows\":[1,", "\"rows\":["},
          {"\"rows\":[1,", "\"rows\":[-1,"},
          {"\"users\":[\"x\",", "\"users\":["},
          {"\"perUser\":{\"rmse\"", "\"perUser\":{\"other\""},
          {"ROW_SQUARES", "ROW_CUBES"},
        }) {
      assertThat(text).contains(change[0]);
      Path changed =
          Files.writeString(folder.resolve("changed.json"), text.replace(change[0], change[1]));
      assertThatThrownBy(() -> Evaluation.read(changed))
          .as(change[1])
          .isInstanceOf(DataFormatException.class);
    }
    Path nested = Files.writeString(folder.resolve("nested.json"), "[".repeat(100_000));
    assertThatThrownBy(() -> Evaluation.read(nested)).isInstanceOf(DataFormatException.class);
    Path bytes = Files.write(folder.resolve("bytes.json"), new byte[] {'{', '"', (byte) 0xff});
    assertThatThrownBy(() -> Evaluation.read(bytes)).isInstanceOf(DataFormatException.class);
    assertThatThrownBy(() -> Evaluation.read(folder.resolve("none.json")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
