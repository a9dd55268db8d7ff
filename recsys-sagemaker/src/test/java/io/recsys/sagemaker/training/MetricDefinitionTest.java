package io.recsys.sagemaker.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import io.recsys.TrainingListener.Epoch;
import io.recsys.TrainingListener.Phase;
import io.recsys.train.TrainingStop;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricDefinitionTest {
  @Test
  void all_keepToTheServicesLimits() {
    assertThat(MetricDefinition.all())
        .hasSizeLessThanOrEqualTo(40)
        .allSatisfy(
            definition -> {
              assertThat(definition.name()).hasSizeBetween(1, 255);
              assertThat(definition.regex()).hasSizeBetween(1, 500);
              Matcher matcher = Pattern.compile(definition.regex()).matcher("");
              assertThat(matcher.groupCount()).isEqualTo(1);
            })
        .extracting(MetricDefinition::name)
        .doesNotHaveDuplicates()
        .contains("train:loss", "validation:ndcg@10", "refit:loss", "test:rmse", "test:gini@10");
  }

  @Test
  void all_findWhatIsPrintedAndNothingElse() {
    Map<String, Double> validation =
        Map.of("rmse", 0.91234, "mae", 0.7, "within0.5", 0.5, "ndcg@10", 0.125);

    assertThat(
            found(
                lines ->
                    lines.onEpoch(
                        new Epoch(
                            Phase.SEARCH,
                            3,
                            0.001,
                            Map.of("loss", 1.5, "rmse", 0.8),
                            validation,
                            true))))
        .isEqualTo(
            Map.of(
                "train:loss",
                1.5,
                "validation:rmse",
                0.91234,
                "validation:mae",
                0.7,
                "validation:within0.5",
                0.5,
                "validation:ndcg@10",
                0.125));
    assertThat(
            found(
                lines ->
                    lines.onEpoch(
                        new Epoch(Phase.REFIT, 3, 0.001, Map.of("loss", 1.5), Map.of(), false))))
        .isEqualTo(Map.of("refit:loss", 1.5));
    assertThat(found(lines -> lines.test(Map.of("rmse", 0.75, "ndcg@10", 2e-3, "mrr@5", 1.0))))
        .isEqualTo(Map.of("test:rmse", 0.75, "test:ndcg@10", 0.002));
  }

  @Test
  void line_leavesOutWhatIsNoNumber() {
    Epoch epoch =
        new Epoch(
            Phase.SEARCH,
            1,
            0.001,
            Map.of("loss", Double.NaN),
            Map.of("rmse", Double.POSITIVE_INFINITY, "mae", 0.5),
            false);

    assertThat(log(lines -> lines.onEpoch(epoch))).isEqualTo("epoch=1; mae=0.500000;");
  }

  @Test
  void json_isWhatARequestTakes() {
    JsonArray array =
        JsonParser.parseString(MetricDefinition.json(MetricDefinition.all())).getAsJsonArray();

    assertThat(array).hasSameSizeAs(MetricDefinition.all());
    assertThat(array.get(0).getAsJsonObject().keySet()).containsExactly("Name", "Regex");
    assertThat(array.get(0).getAsJsonObject().get("Name").getAsString()).isEqualTo("train:loss");
  }

  private static Map<String, Double> found(Consumer<MetricLines> printing) {
    String log = log(printing);
    Map<String, Double> found = new TreeMap<>();
    for (MetricDefinition definition : MetricDefinition.all()) {
      Matcher matcher = Pattern.compile(definition.regex()).matcher(log);
      if (matcher.find()) {
        found.put(definition.name(), Double.valueOf(matcher.group(1)));
      }
    }
    return found;
  }

  /** What is printed, in a locale that has a comma where others have a point. */
  private static String log(Consumer<MetricLines> printing) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try (TrainingStop stop = new TrainingStop(() -> {})) {
      PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
      printing.accept(new MetricLines(out, stop));
    } finally {
      Locale.setDefault(before);
    }
    return log.toString(StandardCharsets.UTF_8).strip();
  }
}
