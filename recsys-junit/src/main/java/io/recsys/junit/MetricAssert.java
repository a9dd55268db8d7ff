package io.recsys.junit;

import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.PairedTest;
import java.util.Locale;
import org.assertj.core.api.AbstractAssert;

/** Assertions on one figure of an evaluation. */
public final class MetricAssert extends AbstractAssert<MetricAssert, Evaluation> {
  private final String metric;
  private final Better better;
  private final double value;

  /** Which way a metric is good. */
  public enum Better {
    /** The higher, the better, as NDCG. */
    HIGHER,
    /** The lower, the better, as RMSE. */
    LOWER
  }

  MetricAssert(Evaluation evaluation, String metric, Better better) {
    super(evaluation, MetricAssert.class);
    this.metric = metric;
    this.better = better;
    this.value = evaluation.value(metric);
  }

  /** Verifies that the figure is {@code bound} or more. */
  public MetricAssert isAtLeast(double bound) {
    if (!(value >= bound)) {
      fail("at least " + text(bound));
    }
    return this;
  }

  /** Verifies that the figure is {@code bound} or less. */
  public MetricAssert isAtMost(double bound) {
    if (!(value <= bound)) {
      fail("at most " + text(bound));
    }
    return this;
  }

  /** Verifies that the figure is better than another model's on the same test rows. */
  public MetricAssert isBetterThan(Evaluation other) {
    PairedTest test = PairedTest.of(actual, other, metric);
    if (!(gain(test.difference()) > 0)) {
      fail("better than " + text(other.value(metric)) + " of '" + other.model() + "'");
    }
    return this;
  }

  /**
   * Verifies that the figure is better than another model's on the same test rows, by more than
   * chance would make it: zero lies outside the 95 % interval of the difference.
   *
   * @throws IllegalArgumentException if the two were evaluated by different protocols
   */
  public MetricAssert isSignificantlyBetterThan(Evaluation other) {
    PairedTest test = PairedTest.of(actual, other, metric);
    boolean significant =
        better == Better.HIGHER ? test.interval().low() > 0 : test.interval().high() < 0;
    if (!significant) {
      fail(
          "significantly better than %s of '%s'; the difference is %s, its 95 %% interval %s to %s over %d users"
              .formatted(
                  text(other.value(metric)),
                  other.model(),
                  text(test.difference()),
                  text(test.interval().low()),
                  text(test.interval().high()),
                  test.users()));
    }
    return this;
  }

  private double gain(double difference) {
    return better == Better.HIGHER ? difference : -difference;
  }

  private void fail(String wanted) {
    failWithMessage(
        "%s of '%s' is %s, wanted %s.%nProtocol: %s%s",
        metric, actual.model(), text(value), wanted, actual.protocol().summary(), popularity());
  }

  /** What the simplest yardstick reaches, where it is known how to make it. */
  private String popularity() {
    return QualityCase.of(actual)
        .map(quality -> quality.baselines().popularity().metrics().get(metric))
        .map(figure -> "%nBaseline: popularity has ".formatted() + text(figure))
        .orElse("");
  }

  private static String text(double figure) {
    return String.format(Locale.ROOT, "%.4f", figure);
  }
}
