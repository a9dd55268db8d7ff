package io.recsys.sagemaker.local;

import io.recsys.sagemaker.MlFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * SageMaker on this machine, without Docker, credentials or network: it starts the container's
 * entry point in a process of its own, with the folders, variables and limits of the service.
 *
 * <pre>{@code
 * LocalSageMaker sageMaker = LocalSageMaker.defaults();
 * TrainingRequest request = TrainingRequest.of(Path.of("ml-100k"), Path.of("model.tar.gz"));
 * TrainingOutcome outcome = sageMaker.train(request).await();
 * try (LocalEndpoint endpoint = sageMaker.deploy(Path.of("model.tar.gz"), 8080)) {
 *   endpoint.recommender().topK("196", 10);
 * }
 * }</pre>
 *
 * @param java the program that runs Java
 * @param classPath where the container's classes are, its one jar for example
 * @param jvmOptions options of the container's JVM
 * @param log told each line that containers write, maybe by several threads at once
 */
public record LocalSageMaker(
    Path java, String classPath, List<String> jvmOptions, Consumer<String> log) {
  private static final String ENTRY_POINT = "io.recsys.sagemaker.ContainerMain";
  private static final String VECTORS = "jdk.incubator.vector";

  /** Copies the options. */
  public LocalSageMaker {
    jvmOptions = List.copyOf(jvmOptions);
  }

  /**
   * Containers on this JVM's Java and class path, with the Vector API if this JVM has it, so that
   * both compute the same. What they log is dropped.
   */
  public static LocalSageMaker defaults() {
    List<String> options = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
    if (ModuleLayer.boot().findModule(VECTORS).isPresent()) {
      options.addAll(List.of("--add-modules", VECTORS));
    }
    return new LocalSageMaker(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        System.getProperty("java.class.path"),
        options,
        line -> {});
  }

  /** The same with other classes: {@code recsys-sagemaker-VERSION-container.jar}, say. */
  public LocalSageMaker withClassPath(String classPath) {
    return new LocalSageMaker(java, classPath, jvmOptions, log);
  }

  /** The same with other options of the container's JVM. */
  public LocalSageMaker withJvmOptions(List<String> jvmOptions) {
    return new LocalSageMaker(java, classPath, jvmOptions, log);
  }

  /** The same with someone who is told what containers log. */
  public LocalSageMaker withLog(Consumer<String> log) {
    return new LocalSageMaker(java, classPath, jvmOptions, log);
  }

  /**
   * Starts a training job.
   *
   * @throws IllegalArgumentException if the service would refuse the request
   * @throws IOException if a channel cannot be read or the process cannot be started
   */
  public LocalTraining train(TrainingRequest request) throws IOException {
    return LocalTraining.start(this, request);
  }

  /**
   * Starts an endpoint, and waits until it is healthy.
   *
   * @param model a {@code model.tar.gz}
   * @param port the TCP port, 0 for any that is free
   * @throws IOException if the archive cannot be unpacked, or the container does not become healthy
   */
  public LocalEndpoint deploy(Path model, int port) throws IOException, InterruptedException {
    return LocalEndpoint.start(this, model, port, Map.of());
  }

  /**
   * Runs a batch transform.
   *
   * @throws IOException if a file cannot be read or written, or the container fails a batch
   */
  public TransformOutcome transform(TransformRequest request)
      throws IOException, InterruptedException {
    return new LocalTransform(this, request).run();
  }

  /** Starts the entry point with a command; {@code variables} are added to its environment. */
  ContainerProcess start(String command, MlFolder folder, Map<String, String> variables)
      throws IOException {
    List<String> line = new ArrayList<>(List.of(java.toString()));
    line.addAll(jvmOptions);
    line.addAll(List.of("-cp", classPath, ENTRY_POINT, command));
    Map<String, String> environment = new HashMap<>(variables);
    environment.put(MlFolder.BASE_VARIABLE, folder.base().toString());
    return ContainerProcess.start(line, environment, log);
  }
}
