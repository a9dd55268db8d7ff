package io.recsys.examples;

import io.recsys.data.Dataset;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.Evaluator;
import io.recsys.model.HybridRecommender;
import io.recsys.source.DemoDataset;
import io.recsys.split.Split;
import io.recsys.split.SplitStrategy;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** Trains the hybrid model on a part of a data set, measures it on the rest, and saves it. */
public final class TrainAndSave {
  private TrainAndSave() {}

  /**
   * Trains on the demo data.
   *
   * @param args the folder to save the model in, {@code models/trained} unless given
   */
  public static void main(String[] args) throws IOException {
    Path model = Path.of(args.length > 0 ? args[0] : "models/trained");
    run(DemoDataset.generate(42), HybridConfig.defaults(), model, System.out);
  }

  /** Trains on four fifths of the data, prints the figures on the rest and returns them. */
  public static Evaluation run(Dataset data, HybridConfig config, Path model, PrintStream out)
      throws IOException {
    Split split = SplitStrategy.random(0.8).split(data, config.seed());
    HybridRecommender recommender = new HybridTrainer(config).train(split.train());
    Evaluation evaluation = Evaluator.defaults().evaluate("hybrid", recommender, split);
    recommender.save(model);
    evaluation.metrics().forEach((name, value) -> out.printf("%s %.4f%n", name, value));
    return evaluation;
  }
}
