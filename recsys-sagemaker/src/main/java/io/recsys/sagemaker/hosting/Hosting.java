package io.recsys.sagemaker.hosting;

import io.recsys.Recommender;
import io.recsys.sagemaker.JobFailure;
import io.recsys.sagemaker.MlFolder;
import java.io.PrintStream;
import java.util.Map;

/** The command {@code serve}: an endpoint for the model that the service puts in a container. */
public final class Hosting {
  private static final int FAILED = 1;

  /** What a process ends with that SIGTERM ended: 128 and the number of the signal. */
  private static final int TERMINATED = 143;

  private Hosting() {}

  /**
   * Serves a model until the process is told to end, and until what has begun by then is answered.
   *
   * @param environment SageMaker's variables, see the documentation
   * @param out where progress, errors and metrics go, line by line
   * @return the exit status: 143 after SIGTERM, 1 where the port cannot be had or the model cannot
   *     be loaded
   */
  public static int serve(MlFolder folder, Map<String, String> environment, PrintStream out) {
    long start = System.nanoTime();
    try {
      ServingConfig config = ServingConfig.of(environment);
      ModelServer server = new ModelServer(config, out);
      server.start();
      say(out, start, "listens on port " + server.port());
      Thread drain = new Thread(() -> stop(server, out), "drain");
      Runtime.getRuntime().addShutdownHook(drain);
      try {
        if (!config.isMultiModel()) {
          server.load(() -> Recommender.load(folder.model()));
          say(out, start, "is ready with the model in " + folder.model());
        }
      } catch (Exception | Error e) {
        if (removed(drain)) {
          server.stop();
        }
        throw e;
      }
      server.join();
      return TERMINATED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    } catch (Exception | Error e) {
      say(out, start, "failed: " + JobFailure.told(e, out).cause());
      return FAILED;
    }
  }

  /** Takes a hook back; where the process ends already, it does what it is for. */
  private static boolean removed(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static void stop(ModelServer server, PrintStream out) {
    long start = System.nanoTime();
    say(out, start, "stops, answers what has begun");
    try {
      server.stop();
      say(out, start, "has stopped");
    } catch (Exception e) {
      say(out, start, "stopped before all was answered: " + JobFailure.of(e).cause());
    }
  }

  private static void say(PrintStream out, long start, String what) {
    out.printf("serve: %s (%d ms)%n", what, (System.nanoTime() - start) / 1_000_000);
  }
}
