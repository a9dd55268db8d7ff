package io.recsys.junit;

import io.recsys.Recommender;
import io.recsys.RecommenderTrainer;
import io.recsys.evaluation.Evaluation;
import io.recsys.evaluation.Evaluator;
import io.recsys.evaluation.LeakageAudit;
import io.recsys.model.HybridRecommender;
import io.recsys.split.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** What one annotation asks for, made when first needed. Safe for any number of threads. */
final class QualityCase {
  /** Which case an evaluation belongs to; an assertion holds the evaluation alone. */
  private static final Map<Evaluation, QualityCase> CASES =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final RecommenderQuality wanted;
  private final Baselines baselines = new Baselines(this);
  private @Nullable HybridRecommender bundle;
  private @Nullable Split split;
  private @Nullable Recommender recommender;
  private @Nullable Evaluation evaluation;
  private LeakageAudit.@Nullable Report audit;

  QualityCase(RecommenderQuality wanted) {
    boolean trains = wanted.trainer() != RecommenderTrainer.class;
    if (trains == !wanted.bundle().isEmpty()) {
      throw new IllegalArgumentException(
          "@RecommenderQuality: give one of trainer and bundle, "
              + (trains ? "not both" : "not none"));
    }
    this.wanted = wanted;
  }

  /** The case that an evaluation was made for. */
  static Optional<QualityCase> of(Evaluation evaluation) {
    return Optional.ofNullable(CASES.get(evaluation));
  }

  Baselines baselines() {
    return baselines;
  }

  synchronized Split split() {
    if (split == null) {
      try {
        split = readSplit();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return split;
  }

  synchronized Recommender recommender() {
    if (recommender == null) {
      recommender = wanted.bundle().isEmpty() ? trainer().train(split().train()) : bundle();
    }
    return recommender;
  }

  synchronized Evaluation evaluation() {
    if (evaluation == null) {
      String name = wanted.bundle().isEmpty() ? trainer().name() : wanted.bundle();
      if (!wanted.bundle().isEmpty()) {
        bundle().requireUnseen(split());
      }
      evaluation = evaluator().evaluate(name, recommender(), split());
      CASES.put(evaluation, this);
    }
    return evaluation;
  }

  /** The evaluation of another model that learns from the same rows. */
  Evaluation evaluate(RecommenderTrainer trainer) {
    return evaluator().evaluate(trainer.name(), trainer.train(split().train()), split());
  }

  /** The leak audit of the split and of what was trained on it. */
  synchronized LeakageAudit.Report audit() {
    if (audit == null) {
      LeakageAudit ofSplit = LeakageAudit.of(split());
      audit = (wanted.bundle().isEmpty() ? ofSplit.withTrainer(trainer()) : ofSplit).run();
    }
    return audit;
  }

  private Split readSplit() throws IOException {
    QualityData data = instance(wanted.data());
    if (wanted.bundle().isEmpty()) {
      return data.split(wanted.split().isEmpty() ? "random(0.8)" : wanted.split(), wanted.seed());
    }
    if (!wanted.split().isEmpty()) {
      return data.split(wanted.split(), wanted.seed());
    }
    return data.split(bundle().provenance().split(), bundle().provenance().seed());
  }

  private synchronized HybridRecommender bundle() {
    if (bundle == null) {
      try {
        bundle = HybridRecommender.load(Path.of(wanted.bundle()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return bundle;
  }

  private RecommenderTrainer trainer() {
    return instance(wanted.trainer());
  }

  private Evaluator evaluator() {
    Evaluator evaluator = Evaluator.defaults().withK(wanted.k());
    return Double.isNaN(wanted.relevantFrom())
        ? evaluator
        : evaluator.withRelevantFrom(wanted.relevantFrom());
  }

  private static <T> T instance(Class<T> type) {
    try {
      Constructor<T> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "@RecommenderQuality: the constructor of " + type.getName() + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "@RecommenderQuality: "
              + type.getName()
              + " needs a constructor without parameters, and to be a class that can be made",
          e);
    }
  }
}
