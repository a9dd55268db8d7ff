package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.Recommender;
import io.recsys.RecommenderContract;
import io.recsys.TrainingException;
import io.recsys.TrainingListener;
import io.recsys.data.Dataset;
import io.recsys.model.HybridRecommender;
import io.recsys.source.DemoDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HybridTest extends RecommenderContract {
  private static final Dataset DATA = DemoDataset.generate(new DemoDataset.Size(25, 30, 200), 3);

  @TempDir private Path temporary;

  private static HybridConfig small() {
    return HybridConfig.defaults()
        .withEmbeddingSize(4)
        .withHidden(List.of(8, 4))
        .withEpochs(3)
        .withBatchSize(32)
        .withNegatives(2);
  }

  @Override
  protected Recommender train(Dataset data) {
    return new HybridTrainer(small()).train(data);
  }

  @ParameterizedTest
  @EnumSource
  void train_givesTheSameBytesTwice(Objective objective) throws IOException {
    HybridTrainer trainer = new HybridTrainer(small().withObjective(objective));
    Path first = temporary.resolve("first");
    Path second = temporary.resolve("second");
    trainer.train(DATA).save(first);
    trainer.train(DATA).save(second);
    assertThat(first.resolve("model.safetensors"))
        .hasSameBinaryContentAs(second.resolve("model.safetensors"));
  }

  @Test
  void load_answersAsWhatWasSaved() throws IOException {
    HybridRecommender saved = new HybridTrainer(small()).train(DATA);
    saved.save(temporary.resolve("model"));
    Recommender loaded = Recommender.load(temporary.resolve("model"));
    for (String user : DATA.users().ids()) {
      assertThat(loaded.topK(user, 30)).isEqualTo(saved.topK(user, 30));
      assertThat(loaded.predict(user, DATA.items().ids()))
          .isEqualTo(saved.predict(user, DATA.items().ids()));
    }
  }

  @Test
  void resume_givesTheWeightsOfAnUninterruptedTraining_afterSixKills() {
    resumeAfterKills(6, 1);
  }

  @Tag("slow")
  @Test
  void resume_givesTheWeightsOfAnUninterruptedTraining_afterFiftyKills() {
    resumeAfterKills(50, 2);
  }

  /** Each training is canceled at a drawn batch, some of them twice, and then resumed. */
  private void resumeAfterKills(int kills, long seed) {
    BatchCount count = new BatchCount(Integer.MAX_VALUE);
    Map<String, float[]> expected = weights(new HybridTrainer(small(), count).train(DATA));
    Random random = new Random(seed);
    for (int kill = 0; kill < kills; kill++) {
      Path folder = temporary.resolve("kill" + kill);
      killAt(1 + random.nextInt(count.seen), folder);
      if (kill % 5 == 0) {
        killAt(1, folder);
      }
      HybridRecommender resumed = new HybridTrainer(small()).resumingFrom(folder).train(DATA);
      assertEqual(expected, weights(resumed));
      assertThat(folder).doesNotExist();
    }
  }

  private static void killAt(int batch, Path folder) {
    HybridTrainer trainer = new HybridTrainer(small(), new BatchCount(batch)).resumingFrom(folder);
    assertThatThrownBy(() -> trainer.train(DATA))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("canceled");
  }

  @Test
  void resume_refusesADamagedCheckpoint() throws IOException {
    Path folder = temporary.resolve("damaged");
    killAt(12, folder);
    Path file = folder.resolve("training.checkpoint");
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(4);
    List<byte[]> damaged = new ArrayList<>();
    for (int length : new int[] {0, 4, 8, 11, 40, whole.length / 2, whole.length - 1}) {
      damaged.add(Arrays.copyOf(whole, length));
    }
    for (int i = 0; i < 60; i++) {
      byte[] flipped = whole.clone();
      flipped[i < 20 ? i : random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      damaged.add(flipped);
    }
    for (byte[] bytes : damaged) {
      Files.write(file, bytes);
      assertThatThrownBy(() -> new HybridTrainer(small()).resumingFrom(folder).train(DATA))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("training.checkpoint")
          .hasMessageContaining("delete it");
    }
  }

  @Test
  void resume_refusesTheCheckpointOfAnotherTraining() {
    Path folder = temporary.resolve("foreign");
    killAt(12, folder);
    assertThatThrownBy(
            () -> new HybridTrainer(small().withSeed(7)).resumingFrom(folder).train(DATA))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("other data or settings");
  }

  @Test
  void train_saysThatItDiverged() {
    HybridConfig wild = small().withLearningRate(1e30).withClipNorm(1e30).withBatchNorm(false);
    assertThatThrownBy(() -> new HybridTrainer(wild).train(DATA))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("diverged");
  }

  @Test
  void train_makesTheModelOfTheEpochsSoFar_whenTheListenerFinishes() {
    TrainingListener finisher =
        new TrainingListener() {
          @Override
          public Verdict onEpoch(Epoch epoch) {
            return Verdict.FINISH;
          }
        };
    assertThat(new HybridTrainer(small(), finisher).train(DATA).provenance().epochs()).isEqualTo(1);
  }

  /** A listener that cancels at a batch, counted over both passes. */
  private static final class BatchCount implements TrainingListener {
    private final int last;
    private int seen;

    BatchCount(int last) {
      this.last = last;
    }

    @Override
    public Verdict onBatch(Progress progress) {
      return ++seen == last ? Verdict.CANCEL : Verdict.CONTINUE;
    }
  }

  private static Map<String, float[]> weights(HybridRecommender recommender) {
    return new HashMap<>(recommender.model().network().weights());
  }

  private static void assertEqual(Map<String, float[]> expected, Map<String, float[]> actual) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, array) -> assertThat(actual.get(name)).as(name).isEqualTo(array));
  }
}
