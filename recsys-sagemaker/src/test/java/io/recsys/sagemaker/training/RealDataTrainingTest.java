package io.recsys.sagemaker.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.Recommender;
import io.recsys.model.HybridRecommender;
import io.recsys.model.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** A training job on MovieLens 100K, as the service would run it. */
@Tag("slow")
@Tag("real-data")
@EnabledIfEnvironmentVariable(named = "RECSYS_DATA", matches = ".+")
class RealDataTrainingTest {
  @TempDir private Path base;

  @Test
  void train_learnsFromARelease() throws IOException {
    JobFolder job = JobFolder.in(base).with(Map.of("epochs", "3", "split", "u1", "seed", "\"3\""));
    copy(Path.of(System.getenv("RECSYS_DATA"), "ml-100k"), job.ml().channel("training"));

    JobFolder.Result result = job.run("train");

    assertThat(result.status()).as(result.log()).isZero();
    assertThat(result.log()).contains("ml-100k, split u1: 943 users, 1682 items, 80000 ratings");
    Provenance provenance = HybridRecommender.load(job.ml().model()).provenance();
    assertThat(provenance.metrics().get("rmse")).isLessThan(0.96);
    assertThat(provenance.metrics().get("rmse"))
        .isLessThan(Objects.requireNonNull(provenance.baselines().get("bias")).get("rmse"));
    assertThat(Recommender.load(job.ml().model()).topK("196", 10)).hasSize(10);
  }

  /** What of a release the training reads. */
  private static void copy(Path release, Path channel) throws IOException {
    Files.createDirectories(channel);
    for (String name :
        List.of("u.data", "u.item", "u.user", "u.genre", "u.occupation", "u1.base", "u1.test")) {
      Files.copy(release.resolve(name), channel.resolve(name));
    }
  }
}
