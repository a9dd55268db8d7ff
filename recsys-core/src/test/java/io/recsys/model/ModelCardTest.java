package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelCardTest {
  private static BundleParts with(Provenance provenance) {
    BundleParts parts = SampleBundle.of(3);
    return new BundleParts(
        parts.kind(),
        parts.users(),
        parts.items(),
        parts.userAttributes(),
        parts.itemAttributes(),
        parts.tensors(),
        parts.model(),
        provenance,
        parts.probes());
  }

  @Test
  void of_showsFiguresBesideBaselines() {
    String card = ModelCard.of(SampleBundle.of(3));
    assertThat(card)
        .startsWith("# Model card: sample on invented\n")
        .contains(
            """
            | model | ndcg@10 | rmse |
            |---|---:|---:|
            | **this model** (sample) | 0.3333 | 0.9100 |
            | bias | - | 0.9500 |
            | popularity | 0.1000 | - |

            """)
        .contains("| interactions trained on | 1,234 |")
        .contains("Split `temporal(0.8)`: the model learned from its training part")
        .contains("Training ended 2026-01-02T03:04:05Z after 15 epochs with seed 3.")
        .contains("| layers | 256,128,64 |")
        .contains("| version of recsys | 1.0 |")
        .doesNotContain("MovieLens");
  }

  @Test
  void of_doesNotDependOnTheLocale() {
    Locale before = Locale.getDefault();
    String card = ModelCard.of(SampleBundle.of(3));
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(ModelCard.of(SampleBundle.of(3))).isEqualTo(card);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void of_saysWhatIsNotKnown() {
    Provenance all =
        SampleBundle.provenance(1)
            .withSplit("all", SampleBundle.HASH)
            .withMetrics(Map.of())
            .withBaselines(Map.of());
    assertThat(ModelCard.of(with(all)))
        .contains("no part is left to judge it by")
        .contains("No figures were recorded.");
  }

  @Test
  void of_keepsTextsInsideTheirCells() {
    Provenance odd = SampleBundle.provenance(1).withConfig(Map.of("a|b", "c\n| d | e |"));
    assertThat(ModelCard.of(with(odd))).contains("\n| a\\|b | c \\| d \\| e \\| |\n");
  }
}
