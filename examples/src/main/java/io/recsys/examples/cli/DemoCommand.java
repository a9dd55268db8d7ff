package io.recsys.examples.cli;

import io.recsys.data.Dataset;
import io.recsys.examples.Recsys;
import io.recsys.source.DemoDataset;
import io.recsys.source.LoadedParts;
import io.recsys.split.SplitStrategy;
import io.recsys.train.HybridConfig;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that shows the whole way on invented data. */
@Command(
    name = "demo",
    description = {
      "Invents a data set, trains the hybrid model on it, measures it beside baselines, saves"
          + " it, and asks it for recommendations in a fresh process. Needs no network."
    },
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {
  private static final double TRAIN_SHARE = 0.8;
  private static final String RANKING = "ndcg@10";

  @Option(
      names = "--out",
      paramLabel = "MODEL",
      order = 0,
      defaultValue = "models/demo",
      description = "The folder to save the model in. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("models", "demo");

  @Option(
      names = "--user",
      paramLabel = "ID",
      order = 1,
      defaultValue = "1",
      description = "The user to recommend to. Default: ${DEFAULT-VALUE}.")
  private String user = "1";

  @Option(
      names = "--seed",
      paramLabel = "N",
      order = 2,
      defaultValue = "42",
      description = "What the data and all draws derive from. Default: ${DEFAULT-VALUE}.")
  private long seed = 42;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      order = 3,
      defaultValue = "8",
      description = "The most epochs. Default: ${DEFAULT-VALUE}.")
  private int epochs = 8;

  @Mixin private Console console = new Console();

  DemoCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    HybridConfig config =
        console.checked(() -> HybridConfig.defaults().withSeed(seed).withEpochs(epochs));
    Dataset data = DemoDataset.generate(seed);
    console.say(
        "Invented %d ratings of %d items by %d users.",
        data.interactions().size(), data.items().size(), data.users().size());
    SplitStrategy strategy = SplitStrategy.random(TRAIN_SHARE);
    LoadedParts parts = LoadedParts.drawn(data, strategy, seed);
    ModelTraining.Result result =
        new ModelTraining(console, config, new EvaluatorOptions(), false, out, false).run(parts);
    console.out().println(result.measurement().toText());
    console
        .out()
        .printf(
            "%nSaved in %s after %.0f s. A fresh process loads it and recommends to user %s:%n%n",
            out, result.seconds(), user);
    console.out().flush();
    int exitCode = recommendInFreshProcess();
    conclude(result.measurement());
    return exitCode;
  }

  private int recommendInFreshProcess() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      // What measures this process is not for the child, nor is faster code for one answer.
      if (!option.matches("-agent.*|-javaagent.*|--add-modules.*")) {
        command.add(option);
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Recsys.class.getName()));
    command.addAll(List.of("recommend", "--model", out.toString(), "--user", user, "-k", "10"));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    try (InputStream answer = process.getInputStream()) {
      console.out().print(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
    }
    return process.waitFor();
  }

  private void conclude(Measurement measurement) {
    double hybrid = measurement.metrics().getOrDefault(RANKING, 0.0);
    double popularity =
        measurement.baselines().getOrDefault("popularity", Map.of()).getOrDefault(RANKING, 0.0);
    console
        .out()
        .printf(
            Locale.ROOT,
            "%nNDCG@10: hybrid %.3f, popularity %.3f; the hybrid's is %.1f times as high.%n",
            hybrid,
            popularity,
            popularity == 0 ? Double.NaN : hybrid / popularity);
    console
        .out()
        .printf(
            "Try next:%n  ./recsys recommend --model %s --user 2%n"
                + "  ./recsys train --download ml-100k --split u1 --out models/ml-100k%n",
            out);
  }
}
