package io.recsys.junit;

import io.recsys.RecommenderTrainer;
import io.recsys.evaluation.Evaluation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Makes a test class a gate for a recommender's quality: the recommender is trained, or loaded,
 * evaluated on rows it has not seen, and handed to the test methods.
 *
 * <pre>{@code
 * @RecommenderQuality(trainer = MyTrainer.class, data = MyData.class, split = "temporal(0.8)")
 * class QualityTest {
 *   @Test
 *   void goodEnough(Evaluation e, Baselines b) {
 *     assertThat(e).ndcgAt(10).isAtLeast(0.20).isSignificantlyBetterThan(b.popularity());
 *     assertThat(e).rmse().isAtMost(0.95);
 *     assertThat(e).hasNoLeak();
 *   }
 * }
 * }</pre>
 *
 * <p>Methods may ask for an {@link Evaluation}, for {@link Baselines}, for the {@link
 * io.recsys.Recommender} and for the {@link io.recsys.split.Split}. What they get is made when
 * first asked for and kept for the run: test classes with equal annotations share it. All is
 * immutable, so tests may run in parallel.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(QualityExtension.class)
public @interface RecommenderQuality {
  /** What trains the recommender; it needs a constructor without parameters. */
  Class<? extends RecommenderTrainer> trainer() default RecommenderTrainer.class;

  /** The folder of a saved model, in place of {@link #trainer}. */
  String bundle() default "";

  /** Where the data comes from. */
  Class<? extends QualityData> data();

  /**
   * How the data is parted, as {@link io.recsys.split.SplitStrategy#parse} or the data takes it;
   * unless given that of the bundle, and for a trainer {@code random(0.8)}.
   *
   * <p>A bundle is refused where it was trained on a test row of the split.
   */
  String split() default "";

  /** What a random split draws by; a bundle's own split is drawn by its own seed. */
  long seed() default 42;

  /** The lengths of ranking that are measured. */
  int[] k() default {10};

  /** The lowest rating that makes a test row relevant; three quarters up the scale unless given. */
  double relevantFrom() default Double.NaN;
}
