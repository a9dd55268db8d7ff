package io.recsys.sagemaker.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.Basis;
import io.recsys.Explanation;
import io.recsys.Reason;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerJsonTest {
  private static Recommendations recommendations(@Nullable String user, Basis basis) {
    return new Recommendations(
        user,
        basis,
        List.of(
            new Recommendation(
                11,
                "50",
                "A \"Long\" Lake, \u00c4pfel <&>\n",
                List.of("Sea|Air", ""),
                0.1 + 0.2,
                4.2f),
            new Recommendation(12, "181", "181", List.of(), -1e-300, Double.NaN)));
  }

  private static Explanation explanation(String item, String title) {
    return new Explanation(
        "196",
        item,
        title,
        5,
        5.1 / 3,
        Math.PI,
        List.of(new Explanation.Contribution("genres:Comedy", -0.1 / 3)),
        0.001,
        List.of(new Reason.Rated("3", "Three", 4.5, 1 / 7.0)));
  }

  @ParameterizedTest
  @EnumSource
  void write_isReadBackAsItWas(Basis basis) {
    for (String user : new @Nullable String[] {"196", null}) {
      Answer answer = new Answer.Ranked(recommendations(user, basis));
      assertThat(AnswerJson.read(AnswerJson.write(answer))).isEqualTo(answer);
    }
  }

  @Test
  void write_keepsEveryBitOfNumbers() {
    Random random = new Random(7);
    List<Recommendation> items = new ArrayList<>();
    while (items.size() < 10_000) {
      double score = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(score)) {
        float rating = 1 + 4 * random.nextFloat();
        items.add(new Recommendation(items.size() + 1, "i", "t", List.of(), score, rating));
      }
    }
    Answer answer = new Answer.Ranked(new Recommendations("1", Basis.USER, items));
    assertThat(AnswerJson.read(AnswerJson.write(answer))).isEqualTo(answer);
  }

  @Test
  void write_leavesOutWhatThereIsNot() {
    String line = AnswerJson.write(new Answer.Ranked(recommendations(null, Basis.POPULARITY)));
    assertThat(line).doesNotContain("NaN", "\"user\"", "null").hasLineCount(1);
    assertThat(line).endsWith("\"genres\":[],\"score\":-1.0E-300}]}");
  }

  @Test
  void write_leavesOutScoresThatJsonCannotSay() {
    Recommendation endless =
        new Recommendation(1, "50", "50", List.of(), Double.POSITIVE_INFINITY, Double.NaN);
    Answer answer = new Answer.Ranked(new Recommendations("1", Basis.USER, List.of(endless)));
    Answer.Ranked back = (Answer.Ranked) AnswerJson.read(AnswerJson.write(answer));
    assertThat(back.recommendations().items().get(0).score()).isNaN();
  }

  @Test
  void write_takesExplanations() {
    Recommendations found = recommendations("196", Basis.USER);
    List<Recommendation> explained =
        found.items().stream()
            .map(item -> item.withExplanation(explanation(item.item(), item.title())))
            .toList();
    Answer answer = new Answer.Ranked(new Recommendations("196", Basis.USER, explained));
    assertThat(AnswerJson.read(AnswerJson.write(answer))).isEqualTo(answer);
  }

  @Test
  void write_takesNumbersAndFailures() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("50", 1 / 3.0);
    numbers.put("nothing", Double.NaN);
    List<Answer> answers =
        List.of(
            new Answer.Predicted(null, numbers),
            new Answer.Scored("196", numbers),
            new Answer.Failed(null, new Failure(Failure.Code.BAD_REQUEST, "m", "h")),
            new Answer.Failed("196", new Failure(Failure.Code.INTERNAL, "m", "")));
    List<String> lines = answers.stream().map(AnswerJson::write).toList();
    assertThat(AnswerJson.readAll(AnswerJson.joined(lines))).isEqualTo(answers);
    assertThat(lines).noneMatch(line -> line.contains("NaN"));
  }

  @Test
  void failure_isReadBackAsItWas() {
    for (Failure.Code code : Failure.Code.values()) {
      Failure failure = new Failure(code, "what", "do");
      assertThat(Failure.read(failure.write())).isEqualTo(failure);
    }
    assertThat(Failure.read("{\"code\":\"OF_ANOTHER_VERSION\",\"message\":\"m\"}"))
        .isEqualTo(new Failure(Failure.Code.INTERNAL, "m", ""));
  }

  @Test
  void failure_takesTheHintFromAnException() {
    assertThat(Failure.of(new IllegalArgumentException("k: -1 is negative; ask for 0 or more")))
        .isEqualTo(new Failure(Failure.Code.BAD_REQUEST, "k: -1 is negative", "ask for 0 or more"));
    assertThat(Failure.of(new IllegalArgumentException("k: bad")).hint()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no json", "[]", "{}", "{\"user\":\"1\",\"items\":[]}"})
  void read_refusesWhatIsNoAnswer(String line) {
    assertThatThrownBy(() -> AnswerJson.read(line)).isInstanceOf(IllegalArgumentException.class);
  }
}
