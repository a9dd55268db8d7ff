package io.recsys.examples;

import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.EvaluationReport;
import io.recsys.evaluation.Evaluator;
import io.recsys.source.MovieLens;
import io.recsys.source.ReadOptions;
import io.recsys.split.Split;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import io.recsys.train.Objective;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows what each part of the hybrid model gives, by leaving one out at a time. */
public final class Ablation {
  private Ablation() {}

  /**
   * Trains every variant on a split of MovieLens 100K.
   *
   * @param args the release's folder, and the split, {@code u1} unless given
   */
  public static void main(String[] args) throws IOException {
    String name = args.length > 1 ? args[1] : "u1";
    Split split = MovieLens.readSplit(Path.of(args[0]), name, ReadOptions.defaults()).split();
    run(split, HybridConfig.defaults(), System.out);
  }

  /** Trains and measures every variant, prints them side by side and returns them. */
  public static List<Evaluation> run(Split split, HybridConfig config, PrintStream out) {
    Map<String, HybridConfig> variants = new LinkedHashMap<>();
    variants.put("whole", config);
    variants.putAll(variants(config));
    List<Evaluation> evaluations = new ArrayList<>();
    variants.forEach(
        (name, variant) ->
            evaluations.add(
                Evaluator.defaults()
                    .evaluate(name, new HybridTrainer(variant).train(split.train()), split)));
    EvaluationReport report =
        new EvaluationReport(evaluations.get(0), evaluations.subList(1, evaluations.size()));
    out.println(report.toText());
    return evaluations;
  }

  /** The model without one of its parts, by what it lacks. */
  public static Map<String, HybridConfig> variants(HybridConfig config) {
    Map<String, HybridConfig> variants = new LinkedHashMap<>();
    variants.put("no embeddings", config.withEmbeddingSize(0));
    variants.put("no features", config.withFeatures(false));
    variants.put("no MLP", config.withHidden(List.of()));
    variants.put("no history", config.withHistory(false));
    variants.put("no neighbors", config.withNeighborWeight(0));
    variants.put("ratings alone", config.withObjective(Objective.RATING));
    variants.put("rankings alone", config.withObjective(Objective.RANKING));
    return variants;
  }
}
