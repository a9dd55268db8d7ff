package io.recsys.evaluation;

import io.recsys.Recommender;
import io.recsys.SmallData;
import io.recsys.split.Split;
import java.util.BitSet;
import java.util.Map;

/**
 * Three users' rankings over the items A to J, what six users trained on, and the test ratings that
 * seven libraries were asked about: what they answered is in {@link GoldenFixtureTest}.
 */
final class GoldenFixture {
  static final Split SPLIT =
      SmallData.split(
          "u1 H 3, u1 I 3, u2 D 3, u2 E 3, u2 H 3, u3 C 3, u3 I 3, u4 A 3, u4 B 3, u4 C 3, u4 D 3,"
              + "u5 A 3, u5 B 3, u5 E 3, u6 A 3, u6 C 3, u6 F 3",
          "u1 B 5, u1 E 3, u1 F 4, u2 C 4, u3 G 5, u3 F 3");

  /** J is in the catalog alone. */
  static final Evaluator.Scope SCOPE = new Evaluator.Scope(new BitSet(), 10);

  static final Recommender RANKED =
      FixedRecommender.ranking(Map.of("u1", "ABCDE", "u2", "CAFBG", "u3", "BADEH"));

  private GoldenFixture() {}

  static Evaluation evaluate(Evaluator evaluator) {
    return evaluator.evaluate("golden", RANKED, SPLIT, SCOPE);
  }
}
