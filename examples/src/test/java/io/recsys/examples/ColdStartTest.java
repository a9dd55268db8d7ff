package io.recsys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.baseline.AlsTrainer;
import io.recsys.baseline.EaseTrainer;
import io.recsys.baseline.PopularityTrainer;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.evaluation.Evaluation;
import io.recsys.examples.ColdStart.Telling;
import io.recsys.source.DemoDataset;
import io.recsys.split.CrossValidation;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColdStartTest {
  private static final Dataset DATA =
      DemoDataset.generate(new DemoDataset.Size(300, 200, 12_000), 3);
  private static final Split SPLIT = SplitStrategy.userCold(0.3).split(DATA, 1);

  @Test
  void ratingsOfSomeoneNew_payOnDemoData() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    HybridConfig config =
        HybridConfig.defaults().withEpochs(6).withValidation(SplitStrategy.random(0.9));
    Map<String, Function<String, Recommender>> models = new LinkedHashMap<>();
    for (RecommenderTrainer trainer :
        List.of(
            new HybridTrainer(config),
            EaseTrainer.defaults(),
            AlsTrainer.defaults(),
            new PopularityTrainer())) {
      models.put(trainer.name(), ColdStart.trainedOnOthers(trainer, List.of(SPLIT)));
    }

    Map<String, List<Evaluation>> climbed =
        ColdStart.run(
            models, SPLIT, Telling.AT_RANDOM, new PrintStream(bytes, true, StandardCharsets.UTF_8));

    assertThat(gain(climbed, "hybrid", "rmse")).isNegative();
    assertThat(gain(climbed, "als", "rmse")).isNegative();
    assertThat(gain(climbed, "hybrid", "ndcg@10")).isPositive();
    assertThat(gain(climbed, "ease", "ndcg@10")).isPositive();
    assertThat(gain(climbed, "popularity", "ndcg@10")).isZero();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("hybrid, told AT_RANDOM", "attributes ", "20 ratings ", " (p < 0.001)")
        .contains("users judge");
  }

  @Test
  void folds_askForEachUserTheModelThatHasNotMetThatOne() {
    List<Split> folds = CrossValidation.ofUsers(3, 1).splits(DATA).toList();
    Function<String, Recommender> models =
        ColdStart.trainedOnOthers(new PopularityTrainer(), folds);
    int all = DATA.items().size();
    for (String user : DATA.users().ids()) {
      // A model that had met the user would leave out what the user has seen.
      assertThat(models.apply(user).topK(user, all)).hasSize(all);
    }
    assertThat(DATA.users().ids().stream().map(models).distinct()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void toldRatings_areNeverJudgedBy_andGrow(Telling telling) {
    ToldRatings told = ToldRatings.of(SPLIT, telling);
    Interactions judged = told.judged().test();
    for (int user = 0; user < judged.users(); user++) {
      String id = DATA.users().id(user);
      int rows = SPLIT.train().interactions().count(user) > 0 ? 0 : SPLIT.test().count(user);
      assertThat(told.ratings(id, 20)).hasSize(Math.min(20, rows));
      assertThat(told.ratings(id, 20).entrySet()).containsAll(told.ratings(id, 3).entrySet());
      int left = Math.max(0, rows - 20);
      assertThat(judged.count(user))
          .isEqualTo(telling == Telling.FIRST_THEN_NEXT ? Math.min(20, left) : left);
      for (int p = judged.start(user); p < judged.end(user); p++) {
        assertThat(told.items(id)).doesNotContain(DATA.items().id(judged.item(p)));
      }
    }
  }

  private static double gain(Map<String, List<Evaluation>> climbed, String model, String metric) {
    List<Evaluation> steps = climbed.getOrDefault(model, List.of());
    assertThat(steps).hasSize(7);
    return steps.get(6).value(metric) - steps.get(0).value(metric);
  }
}
