package io.recsys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.recsys.SmallData;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.split.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserGroupsTest {
  private static final Split SPLIT =
      SmallData.split(
          "w a 3, x a 3, x b 3, y a 3, y b 3, y c 3", "w b 5, x c 4, y d 1, y e 3, z a 2");
  private static final Dataset DATA = described(SPLIT.train());

  private static Dataset described(Dataset plain) {
    AttributeTable users =
        AttributeTable.builder(4)
            .column("gender", AttributeTable.Type.TEXT)
            .column("age", AttributeTable.Type.NUMBER)
            .text("gender", 0, "F")
            .text("gender", 1, "M")
            .text("gender", 2, "F")
            .number("age", 0, 17)
            .number("age", 1, 18)
            .number("age", 2, 60)
            .build();
    return new Dataset(
        plain.name(),
        plain.users(),
        plain.items(),
        users,
        plain.itemAttributes(),
        plain.interactions(),
        plain.scale());
  }

  @Test
  void byAttribute_groupsByText() {
    UserGroups groups = UserGroups.byAttribute(DATA, "gender");
    assertThat(groups.name()).isEqualTo("gender");
    assertThat(groups.groups()).containsExactly("F", "M", "unknown");
    assertThat(List.of("w", "x", "y", "z", "nobody"))
        .extracting(groups::groupOf)
        .containsExactly("F", "M", "F", "unknown", "unknown");
    assertThat(UserGroups.byAttribute(DATA, "age").groups())
        .containsExactly("17", "18", "60", "unknown");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UserGroups.byAttribute(DATA, "height"))
        .withMessageContaining("'height'");
  }

  @Test
  void byBand_groupsByBounds() {
    UserGroups groups = UserGroups.byBand(DATA, "age", 18, 50);
    assertThat(groups.groups())
        .containsExactly("below 18", "18 to below 50", "50 and up", "unknown");
    assertThat(List.of("w", "x", "y", "z"))
        .extracting(groups::groupOf)
        .containsExactly("below 18", "18 to below 50", "50 and up", "unknown");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UserGroups.byBand(DATA, "age", 50, 18))
        .withMessageContaining("do not rise");
  }

  @Test
  void byActivity_groupsByTrainingRows() {
    UserGroups groups = UserGroups.byActivity(DATA, 3);
    assertThat(groups.groups()).containsExactly("0 rows", "1 rows", "2 rows", "3 rows and more");
    assertThat(List.of("w", "x", "y", "z"))
        .extracting(groups::groupOf)
        .containsExactly("1 rows", "2 rows", "3 rows and more", "0 rows");
    assertThat(UserGroups.byActivity(DATA, 1).groups())
        .containsExactly("0 rows", "1 rows and more");
  }

  @Test
  void byGroup_givesEachGroupsFigures() {
    Evaluation evaluation =
        Evaluator.defaults().evaluate("m", FixedRecommender.rating((user, item) -> 3), SPLIT);
    List<GroupFigures> figures = evaluation.byGroup(UserGroups.byAttribute(DATA, "gender"));
    assertThat(figures)
        .extracting(GroupFigures::group, GroupFigures::users)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("F", 2),
            org.assertj.core.groups.Tuple.tuple("M", 1),
            org.assertj.core.groups.Tuple.tuple("unknown", 1));
    // Errors of w and y: 2, -2 and 0.
    assertThat(figures.get(0).metrics().get("rmse")).isCloseTo(Math.sqrt(8 / 3.0), within(1e-12));
    assertThat(figures.get(0).metrics().get("mae")).isCloseTo(4 / 3.0, within(1e-12));
    // Users' mean errors are 2 and 1, so their mean is 1.5 within half of t(0.975, 1) = 12.706.
    Evaluation ofUsers =
        Evaluator.defaults()
            .withRatingMetrics(List.of(new RatingMetric.UserMean(RatingMetric.mae())))
            .evaluate("m", FixedRecommender.rating((user, item) -> 3), SPLIT);
    assertThat(
            ofUsers
                .byGroup(UserGroups.byAttribute(DATA, "gender"))
                .get(0)
                .intervals()
                .get("user-mae"))
        .satisfies(
            interval -> {
              assertThat(interval.low()).isCloseTo(1.5 - 12.706 / 2, within(1e-3));
              assertThat(interval.high()).isCloseTo(1.5 + 12.706 / 2, within(1e-3));
            });
    assertThat(figures.get(0).intervals().get("rmse"))
        .extracting(Interval::method)
        .isEqualTo(Interval.Method.BOOTSTRAP);
    assertThat(figures.get(1).intervals()).as("one user").isEmpty();
    assertThat(figures.get(2).metrics()).doesNotContainKeys("ndcg@10", "coverage@10");
  }
}
