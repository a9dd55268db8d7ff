package io.recsys.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that makes a table of docs/accuracy.md again. */
@Command(
    name = "reproduce",
    description = {
      "Makes a table of docs/accuracy.md again: trains the hybrid with several seeds and the models"
          + " beside it once, and measures them by the table's protocol.",
      "Tables: u1-u5, random, temporal, ml-1m, stratified, ncf, ablation."
    },
    sortOptions = false)
final class ReproduceCommand implements Callable<Integer> {
  /** The environment variable that names the data's folder, for the tests on real data too. */
  private static final String DATA = "RECSYS_DATA";

  @Parameters(index = "0", paramLabel = "TABLE", description = "The table's name.")
  private String table = "";

  @Option(
      names = "--data-root",
      paramLabel = "DIR",
      order = 0,
      description =
          "The folder that holds ml-100k, ml-1m and splits. Default: the environment variable"
              + " RECSYS_DATA.")
  private @Nullable Path dataRoot;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      order = 1,
      description =
          "How many trainings of the hybrid to take the mean of. Default: 3 or 1, by table.")
  private @Nullable Integer seeds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      order = 2,
      defaultValue = "42",
      description =
          "The first training's seed, which splits are drawn by too; the others' follow it."
              + " Default: ${DEFAULT-VALUE}.")
  private long seed = 42;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      order = 3,
      description = "Keep the trained hybrids here, and measure them as loaded again.")
  private @Nullable Path out;

  @Option(names = "--json", order = 4, description = "Answer with one JSON object.")
  private boolean json;

  @Mixin private Console console = new Console();

  ReproduceCommand() {}

  @Override
  public Integer call() throws IOException {
    Table asked = console.checked(() -> Table.of(table));
    int trainings = seeds == null ? asked.seeds() : seeds;
    if (trainings < 1) {
      throw console.misuse("--seeds: " + trainings + " is below 1");
    }
    Path root = root();
    if (!Files.isDirectory(root)) {
      throw new NoSuchFileException(
          root.toString(), null, "there is no such folder; give the one that holds the releases");
    }
    TableFigures figures = new Reproduction(console, asked, root, trainings, seed, out).run();
    console.out().println(json ? Json.line(figures.toMap()) : figures.toText());
    return 0;
  }

  private Path root() {
    String stated = System.getenv(DATA);
    if (dataRoot == null && (stated == null || stated.isEmpty())) {
      throw console.misuse("No data: give --data-root DIR, or set " + DATA + " to it");
    }
    return dataRoot == null ? Path.of(String.valueOf(stated)) : dataRoot;
  }
}
