package io.recsys.sagemaker.training;

import com.google.gson.Gson;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.sagemaker.ContainerMain;
import io.recsys.sagemaker.MlFolder;
import io.recsys.source.DemoDataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A training job's folders as the service lays them out, and ways to run the job in them. */
public record JobFolder(MlFolder ml) {
  private static final DemoDataset.Size SMALL = new DemoDataset.Size(60, 50, 600);

  /** What came of a run. */
  public record Result(int status, String log) {}

  /** Folders without input, but for the model's folder, which the service makes. */
  public static JobFolder in(Path base) throws IOException {
    MlFolder ml = new MlFolder(base);
    Files.createDirectories(ml.config());
    Files.createDirectories(ml.channels());
    Files.createDirectories(ml.model());
    return new JobFolder(ml);
  }

  /** Folders of a job on a few invented ratings, with a short training. */
  public static JobFolder small(Path base) throws IOException {
    return in(base).with(ratings(SMALL)).with(Map.of("epochs", "2", "seed", "7"));
  }

  /** Invented ratings, a line each, tabs between. */
  static String ratings(DemoDataset.Size size) {
    Dataset data = DemoDataset.generate(size, 1);
    Interactions rows = data.interactions();
    StringBuilder text = new StringBuilder();
    for (int user = 0; user < rows.users(); user++) {
      for (int position = rows.start(user); position < rows.end(user); position++) {
        text.append(data.users().id(user)).append('\t');
        text.append(data.items().id(rows.item(position))).append('\t');
        text.append(rows.value(position)).append('\t').append(rows.time(position)).append('\n');
      }
    }
    return text.toString();
  }

  /** These folders with a delimited file in the channel {@code training}. */
  JobFolder with(String ratings) throws IOException {
    Files.createDirectories(ml.channel("training"));
    Files.writeString(ml.channel("training").resolve("ratings.tsv"), ratings);
    return this;
  }

  /** These folders with hyperparameters. */
  public JobFolder with(Map<String, String> hyperparameters) throws IOException {
    return with("hyperparameters.json", new Gson().toJson(hyperparameters));
  }

  /** These folders with a file of configuration. */
  public JobFolder with(String name, String content) throws IOException {
    Files.writeString(ml.config().resolve(name), content);
    return this;
  }

  /** Runs a command of the container in this JVM. */
  public Result run(String... arguments) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    int status =
        ContainerMain.run(
            List.of(arguments),
            Map.of(MlFolder.BASE_VARIABLE, ml.base().toString()),
            new PrintStream(log, true, StandardCharsets.UTF_8));
    return new Result(status, log.toString(StandardCharsets.UTF_8));
  }

  /** What the failure file says. */
  String failure() throws IOException {
    return Files.readString(ml.failure());
  }

  /** The process of a training job, about to be started as the service would. */
  public ProcessBuilder process() {
    List<String> command = new ArrayList<>(List.of(java(), "-Xmx1g", "-cp", classPath()));
    command.addAll(List.of(ContainerMain.class.getName(), "train"));
    return started(command);
  }

  /** The same after a shell command in a mount namespace of its own. */
  ProcessBuilder processAfter(String shell) {
    String java = String.join(" ", process().command());
    return started(List.of("unshare", "--mount", "sh", "-c", shell + " && exec " + java));
  }

  private ProcessBuilder started(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(MlFolder.BASE_VARIABLE, ml.base().toString());
    return builder;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Surefire's own property holds the jars; the JVM's holds one jar that points to them. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
