package com.example;

import io.recsys.Recommender;
import io.recsys.data.Dataset;
import io.recsys.model.HybridRecommender;
import io.recsys.source.DemoDataset;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import java.io.IOException;
import java.nio.file.Path;

/** An application that trains a model, saves it, loads it and gets the answers it was saved with. */
final class TrainAndServe {
  private TrainAndServe() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Dataset data = DemoDataset.generate(1);
    HybridConfig config = HybridConfig.defaults().withEpochs(1);
    HybridRecommender trained = new HybridTrainer(config).train(data);
    trained.save(folder);

    Recommender loaded = Recommender.load(folder);
    String user = data.users().id(0);
    if (!loaded.topK(user, 10).equals(trained.topK(user, 10))) {
      throw new IllegalStateException("The saved model answers otherwise than the trained one.");
    }
    System.out.println("trained, saved and loaded: " + loaded.topK(user, 3));
  }
}
