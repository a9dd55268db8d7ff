package io.recsys.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.Explanation;
import io.recsys.Explanation.Contribution;
import io.recsys.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTextTest {
  private static final Explanation EXPLANATION =
      new Explanation(
          "7",
          "3",
          "A Title",
          5,
          5.25,
          3.5,
          List.of(
              new Contribution("item_mean", 2),
              new Contribution("user", -0.5),
              new Contribution(Explanation.NOTHING_KNOWN, 0.254),
              new Contribution("age", 0.002),
              new Contribution("genres:Comedy", -0.006)),
          0.0042,
          List.of(new Reason.Rated("9", "Another", 4.5, 0.1)));

  @Test
  void text_isASumWithBars_asWideAsTheTerminal() {
    assertThat(new ExplanationText(EXPLANATION).toText(52))
        .isEqualTo(
            """
            A Title

            mean of all ratings       3.50
            item_mean                +2.00 ++++++++++++++++++++
            user                     -0.50 -----
            before anything is known +0.25 +++
            2 others                 +0.00
            predicted rating          5.25 clipped to the scale: 5.00

            Each part is sampled, with a standard error of 0.004 at most.

            Because you rated Another: 4.5
            """);
    assertThat(new ExplanationText(EXPLANATION).toText(0).lines())
        .anyMatch(line -> line.endsWith(" " + "+".repeat(40)))
        .allMatch(line -> line.length() < 80);
  }

  @Test
  void lines_haveTheLargestPartsAndTheReasons() {
    assertThat(new ExplanationText(EXPLANATION).toLines("  "))
        .isEqualTo(
            """
              3.50 mean  +2.00 item_mean  -0.50 user  +0.25 before anything is known  +0.00 2 others
              because you rated Another: 4.5
            """);
  }

  @Test
  void text_saysNothingOfWhatThereIsNot() {
    Explanation bare = new Explanation(null, "3", "3", 3, 3, 3, List.of(), 0, List.of());
    assertThat(new ExplanationText(bare).toText(0))
        .isEqualTo("3\n\nmean of all ratings  3.00\npredicted rating     3.00\n");
    assertThat(new ExplanationText(bare).toMap())
        .doesNotContainKey("user")
        .containsKeys("contributions", "because");
  }
}
