package io.recsys.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.Query;
import io.recsys.Recommender;
import io.recsys.RecommenderContract;
import io.recsys.SmallData;
import io.recsys.TrainingException;
import io.recsys.TrainingListener;
import io.recsys.data.Dataset;
import io.recsys.model.HybridRecommender;
import io.recsys.model.Provenance;
import io.recsys.source.DemoDataset;
import io.recsys.split.SplitStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HybridTest extends RecommenderContract {
  private static final Dataset DATA = DemoDataset.generate(new DemoDataset.Size(25, 30, 200), 3);

  @TempDir private Path temporary;

  private static HybridConfig small() {
    return HybridConfig.defaults()
        .withEmbeddingSize(4)
        .withHidden(List.of(8, 4))
        .withEpochs(3)
        .withBatchSize(32);
  }

  @Override
  protected Recommender train(Dataset data) {
    return new HybridTrainer(small()).train(data);
  }

  @ParameterizedTest
  @EnumSource
  void recommend_explainsEveryItem_ofAModelThatPredictsRatings(Objective objective) {
    Recommender recommender = new HybridTrainer(small().withObjective(objective)).train(DATA);
    Query query = Query.forUser(DATA.users().id(0)).withExplain(true);
    assertThat(recommender.recommend(query).items())
        .hasSize(10)
        .allMatch(one -> (one.explanation() != null) == !Double.isNaN(one.predictedRating()));
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
    // After the head and the account come a count, and the first name with its length.
    int name = 12 + ByteBuffer.wrap(whole).getInt(8) + 4 + 2;
    byte[] misnamed = whole.clone();
    misnamed[name] |= (byte) 0x80;
    damaged.add(misnamed);
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

  /** Tells to finish at one batch of the search and to cancel at another of the training. */
  private static final class Interruption implements TrainingListener {
    private final int finishAt;
    private final int cancelAt;
    private final List<Progress> batches = new ArrayList<>();
    private final List<Epoch> epochs = new ArrayList<>();

    Interruption(int finishAt, int cancelAt) {
      this.finishAt = finishAt;
      this.cancelAt = cancelAt;
    }

    @Override
    public Verdict onBatch(Progress progress) {
      batches.add(progress);
      boolean cancel = batches.size() == cancelAt;
      return cancel
          ? Verdict.CANCEL
          : batches.size() == finishAt ? Verdict.FINISH : Verdict.CONTINUE;
    }

    @Override
    public Verdict onEpoch(Epoch epoch) {
      epochs.add(epoch);
      return Verdict.CONTINUE;
    }

    /** The epochs that batches were trained of. */
    List<String> trained() {
      return batches.stream().map(b -> b.phase() + " " + b.epoch()).distinct().toList();
    }

    /** The epochs told of, those before a resumption included. */
    List<String> passes() {
      return epochs.stream().map(epoch -> epoch.phase() + " " + epoch.epoch()).toList();
    }
  }

  @Test
  void train_endsTheSearchAfterTheRunningEpoch_whenABatchFinishesIt() {
    Interruption finisher = new Interruption(2, 0);
    HybridRecommender recommender = new HybridTrainer(small(), finisher).train(DATA);
    assertThat(finisher.passes()).containsExactly("SEARCH 1", "REFIT 1");
    assertThat(finisher.batches.get(2).batch()).isEqualTo(3);
    assertThat(recommender.provenance().epochs()).isEqualTo(1);
  }

  @Test
  void train_refitsToTheEnd_whenABatchOfItFinishes() {
    Interruption whole = new Interruption(0, 0);
    Map<String, float[]> expected = weights(new HybridTrainer(small(), whole).train(DATA));
    int inRefit =
        (int) whole.batches.stream().filter(b -> b.phase() == TrainingListener.Phase.SEARCH).count()
            + 1;
    Interruption finisher = new Interruption(inRefit, 0);
    assertEqual(expected, weights(new HybridTrainer(small(), finisher).train(DATA)));
    assertThat(finisher.passes()).isEqualTo(whole.passes());
  }

  @Test
  void resume_searchesNoFurther_whenTheSearchWasToldToFinish() {
    Interruption whole = new Interruption(8, 0);
    Map<String, float[]> expected = weights(new HybridTrainer(small(), whole).train(DATA));
    assertThat(whole.passes()).containsSubsequence("SEARCH 1", "SEARCH 2", "REFIT 1");
    assertThat(whole.passes()).doesNotContain("SEARCH 3");
    int search =
        (int)
            whole.batches.stream().filter(b -> b.phase() == TrainingListener.Phase.SEARCH).count();
    // Killed at the first batch of the refit, in its middle, and at its last batch.
    for (int at :
        new int[] {search + 1, (search + whole.batches.size()) / 2, whole.batches.size()}) {
      Path folder = temporary.resolve("finished" + at);
      HybridTrainer killed =
          new HybridTrainer(small(), new Interruption(8, at)).withCheckpoint(folder);
      assertThatThrownBy(() -> killed.train(DATA)).isInstanceOf(TrainingException.class);
      Interruption rest = new Interruption(0, 0);
      assertEqual(
          expected, weights(new HybridTrainer(small(), rest).resumingFrom(folder).train(DATA)));
      assertThat(rest.passes()).isEqualTo(whole.passes());
    }
  }

  @Test
  void resume_keepsTheEpochAtWhoseEndTheTrainingWasCanceled() {
    Interruption whole = new Interruption(0, 0);
    Map<String, float[]> expected = weights(new HybridTrainer(small(), whole).train(DATA));
    for (int last = 1; last <= whole.epochs.size(); last++) {
      Path folder = temporary.resolve("epoch" + last);
      int cancelAt = last;
      TrainingListener canceler =
          new TrainingListener() {
            private int seen;

            @Override
            public Verdict onEpoch(Epoch epoch) {
              return ++seen == cancelAt ? Verdict.CANCEL : Verdict.CONTINUE;
            }
          };
      HybridTrainer killed = new HybridTrainer(small(), canceler).withCheckpoint(folder);
      assertThatThrownBy(() -> killed.train(DATA)).isInstanceOf(TrainingException.class);
      Interruption rest = new Interruption(0, 0);
      assertEqual(
          expected, weights(new HybridTrainer(small(), rest).resumingFrom(folder).train(DATA)));
      assertThat(rest.trained()).isEqualTo(whole.passes().subList(last, whole.passes().size()));
    }
  }

  @Test
  void provenance_tellsHowTheModelWasMade() throws IOException {
    HybridConfig config =
        small().withSeed(9).withFreshness(0).withValidation(SplitStrategy.temporal(0.8));
    Interruption epochs = new Interruption(0, 0);
    HybridRecommender trained = new HybridTrainer(config, epochs).train(DATA);
    Provenance provenance = trained.provenance();
    assertThat(provenance.data()).isEqualTo("demo");
    assertThat(provenance.dataHash()).isEqualTo(DATA.hash());
    assertThat(provenance.trainedOn(DATA)).isTrue();
    assertThat(provenance.trainRows()).isEqualTo(DATA.interactions().size());
    assertThat(provenance.split()).isEqualTo("all");
    assertThat(provenance.seed()).isEqualTo(9);
    assertThat(provenance.config())
        // Recency has no use for rows long after the end of a history, neighbors have little.
        .isEqualTo(config.withRecency(0).withNeighborWeight(1).toMap())
        .containsEntry("validation", "temporal(0.8)");
    assertThat(provenance.versions()).containsKeys("recsys", "java", "djl");
    assertThat(provenance.epochs())
        .isEqualTo((int) epochs.passes().stream().filter(pass -> pass.startsWith("REFIT")).count());
    trained.save(temporary.resolve("told"));
    assertThat(HybridRecommender.load(temporary.resolve("told")).provenance())
        .isEqualTo(provenance);
  }

  /**
   * Each of 40 users likes six of twelve old items, then two of ten that have just come, and in the
   * last third of all rows four more: late ones, or old ones.
   */
  private static Dataset chosenLast(boolean late) {
    Random random = new Random(1);
    StringBuilder[] phases = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
    for (int user = 0; user < 40; user++) {
      List<String> old = shuffled("old", 12, random);
      List<String> come = shuffled("late", 10, random);
      List<List<String>> chosen =
          List.of(
              old.subList(0, 6),
              come.subList(0, 2),
              late ? come.subList(2, 6) : old.subList(6, 10));
      for (int phase = 0; phase < 3; phase++) {
        for (String item : chosen.get(phase)) {
          phases[phase].append("u%d %s 5, ".formatted(user, item));
        }
      }
    }
    return SmallData.of(String.join("", phases));
  }

  private static List<String> shuffled(String name, int count, Random random) {
    List<String> items =
        new ArrayList<>(IntStream.range(0, count).mapToObj(i -> name + i).toList());
    Collections.shuffle(items, random);
    return items;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void freshness_isKeptWhereItRanksWhatComesNextBetter(boolean late) {
    HybridConfig config =
        small()
            .withObjective(Objective.RANKING)
            .withFreshness(3)
            .withValidation(SplitStrategy.temporal(2 / 3.0));
    List<TrainingListener.Epoch> epochs = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public Verdict onEpoch(Epoch epoch) {
            epochs.add(epoch);
            return Verdict.CONTINUE;
          }
        };
    Provenance made = new HybridTrainer(config, listener).train(chosenLast(late)).provenance();
    assertThat(made.config()).containsEntry("freshness", late ? "3.0" : "0.0");
    assertThat(epochs)
        .filteredOn(epoch -> epoch.phase() == TrainingListener.Phase.SEARCH)
        .isNotEmpty()
        .allSatisfy(
            epoch -> assertThat(epoch.validation()).containsEntry("freshness", late ? 3.0 : 0.0));
  }

  @Test
  void productTerm_hasNoEffectWithoutEmbeddings() {
    HybridConfig config = small().withEmbeddingSize(0);
    Map<String, float[]> with =
        weights(new HybridTrainer(config.withProductTerm(true)).train(DATA));
    assertThat(with).doesNotContainKey("product.weight");
    assertEqual(with, weights(new HybridTrainer(config.withProductTerm(false)).train(DATA)));
  }

  @Test
  void train_refusesAValidationThatLeavesOneRow() {
    HybridConfig config = small().withValidation(SplitStrategy.temporal(0.01));
    assertThatThrownBy(() -> new HybridTrainer(config).train(DATA))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("temporal(0.01)");
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
