package io.recsys.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.recsys.MovieLens100K;
import io.recsys.RecommenderTrainer;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.Evaluator;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("real-data")
@EnabledIfEnvironmentVariable(named = "RECSYS_DATA", matches = ".+")
class BaselineRealDataTest {
  @Test
  void bias_predictsAsWellAsPublished_onU1() {
    Evaluation evaluation = evaluate(BiasTrainer.defaults(), MovieLens100K.split("u1"));
    assertThat(evaluation.value("rmse")).isCloseTo(0.969, within(0.01));
    assertThat(evaluation.value("mae")).isCloseTo(0.769, within(0.01));
    assertThat(evaluation.protocol().counts())
        .isEqualTo(new Split.Counts(459, 0, 0, 1410, 32, 32, 19_968));
  }

  @Test
  void bias_predictsAsWellAsMeasuredElsewhere_onRandomRows() {
    Evaluation evaluation =
        evaluate(BiasTrainer.defaults(), MovieLens100K.testRows("ml-100k-random80.test-rows"));
    assertThat(evaluation.value("rmse")).isCloseTo(0.952, within(0.01));
    assertThat(evaluation.value("mae")).isCloseTo(0.756, within(0.01));
  }

  @ParameterizedTest
  @CsvSource({"temporal(0.8), 1.038, 0.830", "per-user-temporal(0.8), 1.016, 0.809"})
  void bias_predictsAsWellAsMeasuredElsewhere_inOrderOfTime(String split, double rmse, double mae) {
    Evaluation evaluation =
        evaluate(BiasTrainer.defaults(), SplitStrategy.parse(split).split(MovieLens100K.all(), 42));
    assertThat(evaluation.value("rmse")).isCloseTo(rmse, within(0.005));
    assertThat(evaluation.value("mae")).isCloseTo(mae, within(0.005));
  }

  @Test
  void popularity_ranksAsMeasuredElsewhere_onRandomRows() {
    Evaluation evaluation =
        evaluate(new PopularityTrainer(), MovieLens100K.testRows("ml-100k-random80.test-rows"));
    assertThat(evaluation.value("ndcg@10")).isCloseTo(0.167, within(0.002));
    assertThat(evaluation.value("recall@10")).isCloseTo(0.136, within(0.002));
    assertThat(evaluation.value("precision@10")).isCloseTo(0.131, within(0.002));
    assertThat(evaluation.value("hit@10")).isCloseTo(0.652, within(0.002));
  }

  private static Evaluation evaluate(RecommenderTrainer trainer, Split split) {
    Evaluation evaluation =
        Evaluator.defaults().evaluate(trainer.name(), trainer.train(split.train()), split);
    System.out.println(evaluation);
    return evaluation;
  }
}
