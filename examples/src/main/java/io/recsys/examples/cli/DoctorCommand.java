package io.recsys.examples.cli;

import io.recsys.kernel.Kernels;
import io.recsys.source.MovieLens;
import io.recsys.train.HybridTrainer;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that looks at what the machine offers, and says how to mend what is missing. */
@Command(
    name = "doctor",
    description = {
      "Says which Java, training engine, vector path, memory and data there are, and how to mend"
          + " what is missing. Ends with 1 where training cannot work."
    },
    sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
  private static final String DATA_VARIABLE = "RECSYS_DATA";
  private static final long ENOUGH_MEGABYTES = 1000;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A folder with releases, or one release. Default: the variable RECSYS_DATA.")
  private @Nullable Path data;

  @Mixin private Console console = new Console();

  private boolean isIll;

  DoctorCommand() {}

  @Override
  public Integer call() throws IOException {
    good("Java", Runtime.version() + " of " + System.getProperty("java.vendor"));
    checkEngine();
    checkVectors();
    checkMemory();
    checkData();
    return isIll ? 1 : 0;
  }

  private void checkEngine() {
    List<String> missing = HybridTrainer.missingArtifacts();
    if (missing.isEmpty()) {
      good("training engine", "DJL with PyTorch and its native library on the class path");
    } else {
      isIll = true;
      bad(
          "training engine",
          "not on the class path: " + String.join(", ", missing),
          "add these artifacts; serving works without");
    }
    String given = System.getenv("DJL_CACHE_DIR");
    Path cache =
        given == null ? Path.of(System.getProperty("user.home"), ".djl.ai") : Path.of(given);
    good(
        "native cache",
        Files.isDirectory(cache.resolve("pytorch"))
            ? "unpacked in " + cache
            : "the first training unpacks about 430 MB into " + cache);
  }

  private void checkVectors() {
    String name = Kernels.name();
    if (name.startsWith("plain")) {
      bad(
          "vector path",
          name + ": answers take several times as long",
          "start java with --add-modules jdk.incubator.vector");
    } else {
      good("vector path", name);
    }
  }

  private void checkMemory() {
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    String found =
        megabytes
            + " MB heap at most, "
            + Runtime.getRuntime().availableProcessors()
            + " processors";
    if (megabytes < ENOUGH_MEGABYTES) {
      bad("memory", found, "start java with -Xmx2g to train; PyTorch needs memory beside the heap");
    } else {
      good("memory", found);
    }
  }

  private void checkData() throws IOException {
    String variable = System.getenv(DATA_VARIABLE);
    Path folder = data != null ? data : variable == null ? null : Path.of(variable);
    String remedy =
        "give --data DIR with a MovieLens release, set RECSYS_DATA to a folder of releases, or"
            + " train with --download ml-100k";
    if (folder == null) {
      bad("data", "none named", remedy);
      return;
    }
    List<Path> releases = releases(folder);
    if (releases.isEmpty()) {
      bad("data", "no MovieLens release in " + folder, remedy);
    }
    releases.forEach(release -> good("data", release.toString()));
  }

  private static List<Path> releases(Path folder) throws IOException {
    List<Path> releases = new ArrayList<>();
    if (MovieLens.recognizes(folder)) {
      releases.add(folder);
    } else if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
        folders.forEach(
            inner -> {
              if (MovieLens.recognizes(inner)) {
                releases.add(inner);
              }
            });
      }
      releases.sort(null);
    }
    return releases;
  }

  private void good(String what, String found) {
    console.out().printf("ok       %-16s %s%n", what, found);
  }

  private void bad(String what, String found, String remedy) {
    console.out().printf("missing  %-16s %s%n         %-16s -> %s%n", what, found, "", remedy);
  }
}
