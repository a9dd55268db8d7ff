package io.recsys.sagemaker.local;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** A batch transform: containers that answer files, each file by one of them. */
final class LocalTransform {
  private static final int MEBIBYTE = 1 << 20;

  private final LocalSageMaker sageMaker;
  private final TransformRequest request;

  LocalTransform(LocalSageMaker sageMaker, TransformRequest request) {
    this.sageMaker = sageMaker;
    this.request = request;
  }

  TransformOutcome run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<Path> files = files();
    int hosts = Math.min(request.hosts(), files.size());
    ExecutorService threads = Executors.newFixedThreadPool(hosts);
    List<TransformOutput> outputs = new ArrayList<>();
    try {
      List<Callable<List<TransformOutput>>> shards = new ArrayList<>();
      for (int host = 0; host < hosts; host++) {
        List<Path> shard = shard(files, host, hosts);
        shards.add(() -> transform(shard));
      }
      for (Future<List<TransformOutput>> done : threads.invokeAll(shards)) {
        outputs.addAll(done.get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("the transform failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
    return outcome(outputs, Duration.ofNanos(System.nanoTime() - start));
  }

  /** The files by key, which the service deals out. */
  private List<Path> files() throws IOException {
    if (!Files.exists(request.input())) {
      throw new NoSuchFileException(
          request.input().toString(), null, "there is no such file or folder; give requests");
    }
    List<Path> files;
    try (var walk = Files.walk(request.input(), FileVisitOption.FOLLOW_LINKS)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new NoSuchFileException(
          request.input().toString(), null, "there is no file in it; give files of requests");
    }
    return files;
  }

  private static List<Path> shard(List<Path> files, int host, int hosts) {
    return IntStream.range(0, files.size())
        .filter(file -> file % hosts == host)
        .mapToObj(files::get)
        .toList();
  }

  private List<TransformOutput> transform(List<Path> files)
      throws IOException, InterruptedException {
    Map<String, String> variables =
        Map.of(
            "SAGEMAKER_BATCH", "true",
            "SAGEMAKER_BATCH_STRATEGY", "MULTI_RECORD",
            "SAGEMAKER_MAX_CONCURRENT_TRANSFORMS", "1",
            "SAGEMAKER_MAX_PAYLOAD_IN_MB", "6");
    List<TransformOutput> outputs = new ArrayList<>();
    try (LocalEndpoint endpoint = LocalEndpoint.start(sageMaker, request.model(), 0, variables)) {
      int most = largestBody(endpoint.executionParameters());
      for (Path file : files) {
        Path answers = request.out().resolve(key(file) + ".out");
        TransformOutput output = new TransformOutput(file, answers);
        output.write(endpoint, most);
        outputs.add(output);
      }
    }
    return outputs;
  }

  private Path key(Path file) {
    return file.equals(request.input())
        ? Objects.requireNonNull(file.getFileName())
        : request.input().relativize(file);
  }

  private static int largestBody(String executionParameters) {
    JsonObject parameters = JsonParser.parseString(executionParameters).getAsJsonObject();
    return parameters.has("MaxPayloadInMB")
        ? parameters.get("MaxPayloadInMB").getAsInt() * MEBIBYTE
        : LocalEndpoint.LARGEST_BODY;
  }

  private static TransformOutcome outcome(List<TransformOutput> outputs, Duration time) {
    outputs.sort(Comparator.comparing(TransformOutput::file));
    return new TransformOutcome(
        outputs.stream().map(TransformOutput::file).toList(),
        outputs.stream().mapToLong(TransformOutput::records).sum(),
        outputs.stream()
            .flatMap(o -> o.failures().stream())
            .limit(TransformOutput.MOST_FAILURES)
            .toList(),
        outputs.stream().mapToLong(TransformOutput::failed).sum(),
        time);
  }
}
