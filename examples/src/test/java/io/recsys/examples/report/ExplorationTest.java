package io.recsys.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplorationTest {
  private static final long NEW_YEAR = Instant.parse("2024-01-01T00:00:00Z").getEpochSecond();
  private static final long DAY = 86_400;

  /** Three users, one idle; four items, one unrated; five ratings from January to March. */
  private static Dataset data() {
    Interactions.Builder rows = Interactions.builder();
    rows.add(0, 0, 5, NEW_YEAR + 3 * 3600).add(0, 1, 4, NEW_YEAR + 3 * 3600);
    rows.add(0, 2, 1, NEW_YEAR + 4 * 3600);
    rows.add(1, 0, 4, NEW_YEAR + 60 * DAY).add(1, 1, 4, NEW_YEAR + 60 * DAY + 86_399);
    AttributeTable users =
        AttributeTable.builder(3)
            .column("age", AttributeTable.Type.NUMBER)
            .column("gender", AttributeTable.Type.TEXT)
            .number("age", 0, 17)
            .number("age", 1, 56)
            .text("gender", 0, "F")
            .build();
    AttributeTable items =
        AttributeTable.builder(4)
            .column("genres", AttributeTable.Type.TERMS)
            .terms("genres", 0, List.of("Drama", "War"))
            .terms("genres", 1, List.of("Drama"))
            .build();
    return new Dataset(
        "tiny",
        Vocabulary.of(List.of("a", "b", "c")),
        Vocabulary.of(List.of("w", "x", "y", "z")),
        users,
        items,
        rows.build(3, 4, true),
        new RatingScale(1, 5));
  }

  @Test
  void toMap_countsWhatThereIs() {
    Exploration facts = Exploration.of(data());
    Map<String, Object> map = facts.toMap();
    assertThat(map)
        .containsEntry("users", 3)
        .containsEntry("activeUsers", 2)
        .containsEntry("items", 4)
        .containsEntry("ratings", 5)
        .containsEntry("density", 5 / 12.0)
        .containsEntry("ratingCounts", Map.of("1", 1, "4", 3, "5", 1));
    assertThat(facts.meanRating()).isCloseTo(3.6, within(1e-12));
    // Squared distances from 3.6: 1.96, 3 x 0.16, 6.76; their mean is 1.84.
    assertThat(facts.ratingDeviation()).isCloseTo(Math.sqrt(1.84), within(1e-9));
  }

  @Test
  void activity_fillsTheMonthsBetween() {
    Activity activity = Activity.of(data().interactions());
    assertThat(activity.toMap().get("byMonth")).hasToString("{2024-01=3, 2024-02=0, 2024-03=2}");
    assertThat(activity.toMap())
        .containsEntry("days", 61L)
        .containsEntry("first", "2024-01-01T03:00:00Z");
    List<Integer> hours = activity.hours();
    assertThat(hours).hasSize(24);
    assertThat(List.of(hours.get(0), hours.get(3), hours.get(4), hours.get(23)))
        .containsExactly(1, 2, 1, 1);
    // 1 January 2024 was a Monday, 1 March a Friday.
    assertThat(activity.weekdays()).containsExactly(3, 0, 0, 0, 2, 0, 0);
  }

  @Test
  void groups_countMembersAndRatings() {
    assertThat(Group.genres(data()))
        .containsExactly(new Group("Drama", 2, 4, 4.25), new Group("War", 1, 2, 4.5));
    assertThat(Group.ages(data()))
        .extracting(Group::name, Group::members, Group::ratings)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("0-17", 1, 3),
            org.assertj.core.api.Assertions.tuple("56+", 1, 2),
            org.assertj.core.api.Assertions.tuple("unknown", 1, 0));
    assertThat(Group.users(data(), "gender"))
        .extracting(Group::name)
        .containsExactly("F", "unknown");
    assertThat(Group.users(data(), "occupation")).isEmpty();
  }

  @Test
  void longTail_ofCountsWorkedOutByHand() {
    LongTail tail = LongTail.of(new int[] {0, 2, 2, 1});
    assertThat(tail.met()).isEqualTo(3);
    assertThat(tail.share(0)).isZero();
    assertThat(tail.share(20)).isEqualTo(0.4);
    assertThat(tail.share(26)).isEqualTo(0.8);
    assertThat(tail.share(100)).isEqualTo(1);
    assertThat(tail.tailShare()).isEqualTo(0.6);
    // Sorted 0, 1, 2, 2: 2 (1x0 + 2x1 + 3x2 + 4x2) / (4x5) - 5/4 = 0.35.
    assertThat(tail.gini()).isCloseTo(0.35, within(1e-12));
  }

  @Test
  void longTail_ofNothingIsFlat() {
    for (LongTail none : List.of(LongTail.of(new int[0]), LongTail.of(new int[3]))) {
      assertThat(none.toMap().values()).allMatch(value -> ((Number) value).doubleValue() == 0);
    }
  }

  @Test
  void distribution_liesBetweenNeighbors() {
    Distribution d = Distribution.of(new double[] {4, 1, 3, 2});
    assertThat(d).isEqualTo(new Distribution(2.5, 1, 1.3, 1.75, 2.5, 3.25, d.p90(), 4));
    assertThat(d.p90()).isCloseTo(3.7, within(1e-12));
    assertThat(Distribution.of(new double[0]).median()).isZero();
  }

  @Test
  void text_isFreeOfNumbersThatAreNone() {
    Interactions none = Interactions.builder().build(3, 4, true);
    Exploration empty = Exploration.of(data().withInteractions(none));
    assertThat(ExplorationText.of(empty)).doesNotContain("NaN").doesNotContain("Infinity");
    assertThat(empty.toMap()).doesNotContainKey("time");
    assertThat(ExplorationText.of(Exploration.of(data())))
        .contains("4, 1 of them without a rating", "2024-02", "Drama");
  }

  @Test
  void figures_areDrawnOfLittleAndOfNothing() throws Exception {
    Interactions none = Interactions.builder().build(3, 4, false);
    for (Dataset data : List.of(data(), data().withInteractions(none))) {
      ExplorationFigures figures = new ExplorationFigures(Exploration.of(data));
      assertThat(figures.overview().png()).isNotEmpty();
      assertThat(figures.genresAndDemographics().orElseThrow().png()).isNotEmpty();
    }
  }
}
