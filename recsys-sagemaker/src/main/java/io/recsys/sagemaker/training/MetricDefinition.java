package io.recsys.sagemaker.training;

import com.google.gson.GsonBuilder;
import io.recsys.evaluation.CatalogMetric;
import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.RankingMetric;
import io.recsys.evaluation.RatingMetric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A metric that the service finds in the log of a training job: an entry of the request's {@code
 * MetricDefinitions}. {@link #all} are those of the lines that {@code train} prints.
 *
 * @param name what the service calls it, such as {@code validation:rmse}
 * @param regex what finds it in a line; its only group is the value
 */
public record MetricDefinition(String name, String regex) {
  /** The figures of an epoch on validation rows. */
  static final List<String> VALIDATION = List.of("rmse", "mae", "within0.5", "ndcg@10");

  private static final String NUMBER = "=([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?);";

  /**
   * The definitions for what {@code train} prints: the training loss and validation figures of each
   * epoch, the loss of the refit, and the figures on the test part, with rankings to the tenth
   * place.
   */
  public static List<MetricDefinition> all() {
    List<MetricDefinition> all = new ArrayList<>();
    all.add(new MetricDefinition("train:loss", "epoch=[0-9]+; loss" + NUMBER));
    for (String metric : VALIDATION) {
      all.add(
          new MetricDefinition(
              "validation:" + metric, "epoch=[0-9]+;.* " + quoted(metric) + NUMBER));
    }
    all.add(new MetricDefinition("refit:loss", "refit-loss" + NUMBER));
    Evaluator evaluator = Evaluator.defaults();
    evaluator.ratingMetrics().stream().map(RatingMetric::name).forEach(name -> test(name, all));
    evaluator.rankingMetrics().stream().map(RankingMetric::name).forEach(name -> test(name, all));
    evaluator.catalogMetrics().stream().map(CatalogMetric::name).forEach(name -> test(name, all));
    return List.copyOf(all);
  }

  /** The definitions as the JSON that a request's {@code MetricDefinitions} takes. */
  public static String json(List<MetricDefinition> definitions) {
    List<Map<String, String>> entries = new ArrayList<>();
    for (MetricDefinition definition : definitions) {
      Map<String, String> entry = new LinkedHashMap<>();
      entry.put("Name", definition.name());
      entry.put("Regex", definition.regex());
      entries.add(entry);
    }
    return new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create().toJson(entries);
  }

  private static void test(String metric, List<MetricDefinition> all) {
    all.add(new MetricDefinition("test:" + metric, "test-" + quoted(metric) + NUMBER));
  }

  /** A name with its points, all that means something else in a regular expression, escaped. */
  private static String quoted(String metric) {
    return metric.replaceAll(Pattern.quote("."), "\\\\.");
  }
}
