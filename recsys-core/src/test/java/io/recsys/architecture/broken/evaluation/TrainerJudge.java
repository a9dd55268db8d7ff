package io.recsys.architecture.broken.evaluation;

import io.recsys.architecture.broken.train.EngineLeak;

/** An evaluation class that knows a trainer: the package table forbids it. */
public final class TrainerJudge {
  private TrainerJudge() {}

  static Class<?> judged() {
    return EngineLeak.class;
  }
}
