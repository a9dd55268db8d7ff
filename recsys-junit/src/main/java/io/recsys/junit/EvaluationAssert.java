package io.recsys.junit;

import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.LeakageAudit;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on an evaluation. A failure says what was measured, what was wanted, by which
 * protocol, and what popularity reaches where the evaluation comes from {@link RecommenderQuality}.
 */
public final class EvaluationAssert extends AbstractAssert<EvaluationAssert, Evaluation> {
  private EvaluationAssert(@Nullable Evaluation evaluation) {
    super(evaluation, EvaluationAssert.class);
  }

  /** The assertions on an evaluation. */
  public static EvaluationAssert assertThat(@Nullable Evaluation evaluation) {
    return new EvaluationAssert(evaluation);
  }

  /** The root mean squared error; lower is better. */
  public MetricAssert rmse() {
    return metric("rmse", MetricAssert.Better.LOWER);
  }

  /** The mean absolute error; lower is better. */
  public MetricAssert mae() {
    return metric("mae", MetricAssert.Better.LOWER);
  }

  /** Normalized discounted cumulative gain of the first {@code k} places. */
  public MetricAssert ndcgAt(int k) {
    return metric("ndcg@" + k);
  }

  /** The share of relevant items that are among the first {@code k}. */
  public MetricAssert recallAt(int k) {
    return metric("recall@" + k);
  }

  /** The share of the first {@code k} places that relevant items hold. */
  public MetricAssert precisionAt(int k) {
    return metric("precision@" + k);
  }

  /** The share of users with a relevant item among the first {@code k}. */
  public MetricAssert hitRateAt(int k) {
    return metric("hit@" + k);
  }

  /** Any metric of the evaluation of which higher is better. */
  public MetricAssert metric(String name) {
    return metric(name, MetricAssert.Better.HIGHER);
  }

  /** Any metric of the evaluation. */
  public MetricAssert metric(String name, MetricAssert.Better better) {
    isNotNull();
    if (!actual.metrics().containsKey(name)) {
      failWithMessage(
          "'%s' has no %s, but %s.%n%s",
          actual.model(), name, actual.metrics().keySet(), hint(name));
    }
    return new MetricAssert(actual, name, better);
  }

  /**
   * Verifies that the leak audit finds nothing in the split and, where one was trained, in the
   * trainer, which is trained up to four times more.
   */
  public EvaluationAssert hasNoLeak() {
    isNotNull();
    QualityCase quality =
        QualityCase.of(actual)
            .orElseThrow(
                () ->
                    new AssertionError(
                        "'%s' was not evaluated by @RecommenderQuality, so nobody knows what to audit; use LeakageAudit"
                            .formatted(actual.model())));
    LeakageAudit.Report audit = quality.audit();
    if (!audit.passed()) {
      failWithMessage("%s", "'" + actual.model() + "' leaks. " + audit.toText());
    }
    return this;
  }

  private static String hint(String name) {
    return name.indexOf('@') > 0
        ? "Measure that length: @RecommenderQuality(k = "
            + name.substring(name.indexOf('@') + 1)
            + ")."
        : "A model that predicts no ratings has no rating metrics.";
  }
}
