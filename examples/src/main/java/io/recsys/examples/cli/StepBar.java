package io.recsys.examples.cli;

import java.io.IOException;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A bar on standard error that shows how far a command is, where that is a terminal; elsewhere
 * nothing. Steps may be counted from any number of threads.
 */
final class StepBar implements AutoCloseable {
  private static final int INTERVAL_MILLIS = 200;

  private final Console console;
  private final @Nullable ProgressBar bar;

  private StepBar(Console console, String task, long steps) {
    this.console = console;
    int width = console.terminalWidth();
    this.bar =
        width == 0
            ? null
            : new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUnit("", 1)
                .showSpeed()
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .setConsumer(new DelegatingProgressBarConsumer(console::redraw, width - 1))
                .build();
  }

  /** A bar for a known number of steps. */
  static StepBar of(Console console, String task, long steps) {
    return new StepBar(console, task, steps);
  }

  /** Does something whose end cannot be foreseen, under a bar that shows that it is at it. */
  static <T> T during(Console console, String task, Work<T> work) throws IOException {
    StepBar bar = of(console, task);
    try {
      return work.done();
    } finally {
      bar.close();
    }
  }

  /** Something that takes a while. */
  @FunctionalInterface
  interface Work<T> {
    T done() throws IOException;
  }

  /** A bar for something whose end cannot be foreseen. */
  static StepBar of(Console console, String task) {
    return new StepBar(console, task, -1);
  }

  /** Counts steps done. */
  void step(long steps) {
    ProgressBar shown = bar;
    if (shown != null) {
      shown.stepBy(steps);
    }
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    ProgressBar shown = bar;
    if (shown != null) {
      shown.close();
      console.redraw("");
    }
  }
}
