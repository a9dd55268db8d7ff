package io.recsys.sagemaker.hosting;

import io.recsys.Recommender;
import io.recsys.sagemaker.JobFailure;
import io.recsys.sagemaker.MlFolder;
import io.recsys.sagemaker.ModelArchive;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/**
 * The command {@code process batch-topk}: lists for the users of a shard, in a processing job.
 *
 * <p>Every file below {@code processing/input} becomes one of the same name and {@code .out} below
 * {@code processing/output}, by the model in {@code processing/model}. A file that is there already
 * is left as it is, so that a job which was cut short goes on.
 */
public final class BatchTopK {
  private static final String NAME = "batch-topk";
  private static final int FAILED = 1;
  private static final int MISUSE = 2;

  private final Path input;
  private final Path output;
  private final PrintStream out;
  private final ShardFile shard;

  private BatchTopK(Path folder, Answering answering, ServingMetrics metrics, PrintStream out) {
    this.input = folder.resolve("input");
    this.output = folder.resolve("output");
    this.out = out;
    this.shard = new ShardFile(answering, metrics);
  }

  /**
   * Writes the lists of all users.
   *
   * @param arguments none; a request says what it wants
   * @param out where progress, errors and metrics go, line by line
   * @return the exit status: 0 when every request has an answer or an error in its place, 1 when
   *     the job failed, 2 when it was called wrongly
   */
  public static int run(
      List<String> arguments, MlFolder folder, Map<String, String> environment, PrintStream out) {
    if (!arguments.isEmpty()) {
      out.printf("%s: takes no '%s'; say in the input what is wanted%n", NAME, arguments.get(0));
      return MISUSE;
    }
    try {
      ServingConfig.MetricNames names = ServingConfig.of(environment).metrics();
      ServingMetrics metrics = new ServingMetrics();
      Recommender recommender = model(folder.processing().resolve("model"));
      Answering answering = new Answering(recommender, Integer.MAX_VALUE);
      new BatchTopK(folder.processing(), answering, metrics, out).run();
      EmbeddedMetrics.print(names, metrics, out);
      return 0;
    } catch (IOException | RuntimeException | Error e) {
      JobFailure failure = JobFailure.told(e, out);
      out.println(NAME + ": failed: " + failure.text());
      failure.write(folder.message(), out);
      return FAILED;
    }
  }

  /** The model in a folder, packed as a training job leaves it, or unpacked. */
  private static Recommender model(Path folder) throws IOException {
    Path archive = folder.resolve(ModelArchive.NAME);
    if (!Files.exists(archive)) {
      return Recommender.load(folder);
    }
    Path unpacked = Files.createTempDirectory("model-");
    try {
      ModelArchive.extract(archive, unpacked);
      return Recommender.load(unpacked);
    } finally {
      PathUtils.deleteDirectory(unpacked);
    }
  }

  private void run() throws IOException {
    if (!Files.isDirectory(input)) {
      throw new NoSuchFileException(
          input.toString(), null, "there is no such folder; give the job an input of this path");
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(input, FileVisitOption.FOLLOW_LINKS)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException e) {
      throw new IOException(input + ": cannot be read, " + e.getMessage(), e);
    }
    if (files.isEmpty()) {
      out.println(NAME + ": no file is here; there are more instances than input files");
    }
    for (Path file : files) {
      Path inner = input.relativize(file);
      Path answers = output.resolve(inner + ".out");
      if (Files.exists(answers)) {
        out.printf("%s: %s: is done already%n", NAME, inner);
        continue;
      }
      long start = System.nanoTime();
      ShardFile.Counts counts = shard.answer(file, answers);
      out.printf(
          "%s: %s: %d requests, %d failed (%d ms)%n",
          NAME, inner, counts.requests(), counts.failed(), (System.nanoTime() - start) / 1_000_000);
    }
  }
}
