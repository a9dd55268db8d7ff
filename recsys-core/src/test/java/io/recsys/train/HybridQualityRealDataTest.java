package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.Recommender;
import io.recsys.baseline.PopularityTrainer;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.Evaluator;
import io.recsys.source.MovieLens;
import io.recsys.source.ReadOptions;
import io.recsys.split.Split;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The defaults keep their figures on MovieLens 100K. */
@Tag("real-data")
@Tag("slow")
@EnabledIfEnvironmentVariable(named = "RECSYS_DATA", matches = ".+")
class HybridQualityRealDataTest {
  @Test
  void defaults_areAccurateButNotTooGoodToBeTrue() throws IOException {
    Path folder = Path.of(System.getenv("RECSYS_DATA"), "ml-100k");
    Split split = MovieLens.readSplit(folder, "u1", ReadOptions.defaults()).split();
    Recommender hybrid = new HybridTrainer(HybridConfig.defaults()).train(split.train());
    Recommender popularity = new PopularityTrainer().train(split.train());
    Evaluator evaluator = Evaluator.defaults();
    Evaluation figures = evaluator.evaluate("hybrid", hybrid, split);

    // Below 0.87 no honest method gets on this split: it would be a leak.
    assertThat(figures.value("rmse")).isBetween(0.87, 0.92);
    assertThat(figures.value("ndcg@10"))
        .isGreaterThan(1.5 * evaluator.evaluate("popularity", popularity, split).value("ndcg@10"));
  }
}
