package io.recsys.sagemaker.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The process of a container, whose lines are read as they come. */
final class ContainerProcess {
  /** What only the service sets, and what a container without a network needs none of. */
  private static final List<String> FOREIGN = List.of("SAGEMAKER_", "SM_", "AWS_", "TRAINING_JOB_");

  private static final int KEPT = 20;

  private final Process process;
  private final Thread reader;
  private final Deque<String> last = new ArrayDeque<>();
  private volatile boolean isStopped;

  // No container outlives who started it.
  private final Thread end;

  private ContainerProcess(Process process, Consumer<String> log) {
    this.process = process;
    this.reader = new Thread(() -> read(log), "container-log");
    reader.setDaemon(true);
    this.end = new Thread(() -> process.toHandle().destroy(), "container-end");
  }

  static ContainerProcess start(
      List<String> command, Map<String, String> environment, Consumer<String> log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> FOREIGN.stream().anyMatch(name::startsWith));
    builder.environment().putAll(environment);
    ContainerProcess container = new ContainerProcess(builder.start(), log);
    Runtime.getRuntime().addShutdownHook(container.end);
    container.reader.start();
    return container;
  }

  private void read(Consumer<String> log) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (last) {
          last.addLast(line);
          if (last.size() > KEPT) {
            last.removeFirst();
          }
        }
        tell(log, line);
      }
    } catch (IOException | UncheckedIOException e) {
      // The process is gone, and what it said last with it.
    }
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException e) {
      // This process ends too.
    }
  }

  private static void tell(Consumer<String> log, String line) {
    try {
      log.accept(line);
    } catch (RuntimeException e) {
      // Whoever listens must not stop the container.
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it was told to end. */
  boolean isStopped() {
    return isStopped;
  }

  /** The lines that it wrote last. */
  List<String> lastLines() {
    synchronized (last) {
      return List.copyOf(last);
    }
  }

  /** Whether the process ends within a time. */
  boolean await(Duration time) throws InterruptedException {
    return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The exit status, when the process has ended and all its lines are read. */
  int await() throws InterruptedException {
    int status = process.waitFor();
    reader.join();
    return status;
  }

  /** Tells the process to end (SIGTERM), and ends it (SIGKILL) if it has not after a while. */
  void stop(Duration patience) {
    isStopped = true;
    // Process.destroy would close the pipe, and the last lines would be lost.
    process.toHandle().destroy();
    try {
      if (!await(patience)) {
        process.toHandle().destroyForcibly();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      process.toHandle().destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
