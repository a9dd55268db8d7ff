package io.recsys.split;

import io.recsys.data.Dataset;

/** The strategy that keeps nothing back. */
record AllTrain() implements SplitStrategy {
  @Override
  public String name() {
    return "all";
  }

  @Override
  public Leak leak() {
    return Leak.NOTHING;
  }

  @Override
  public boolean timed() {
    return false;
  }

  @Override
  public SplitStrategy validation() {
    return SplitStrategy.random(0.9);
  }

  @Override
  public Split split(Dataset data, long seed) {
    return new Split(name(), data, data.interactions().filter(position -> false), leak(), null);
  }
}
