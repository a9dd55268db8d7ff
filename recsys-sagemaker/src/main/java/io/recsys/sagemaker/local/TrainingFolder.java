package io.recsys.sagemaker.local;

import com.google.gson.Gson;
import io.recsys.sagemaker.MlFolder;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The folders of a training job, filled as the service fills them. */
record TrainingFolder(MlFolder ml) {
  private static final Gson JSON = new Gson();
  private static final String HOST = "algo-1";
  private static final String INSTANCE = "local";
  private static final String GROUP = "homogeneousCluster";

  void fill(TrainingRequest request) throws IOException {
    Files.createDirectories(ml.config());
    Files.createDirectories(ml.model());
    Files.createDirectories(ml.outputData());
    Map<String, Object> channels = new LinkedHashMap<>();
    for (Map.Entry<String, Path> channel : new TreeMap<>(request.channels()).entrySet()) {
      fillChannel(channel.getValue(), ml.channel(channel.getKey()));
      channels.put(
          channel.getKey(),
          Map.of(
              "TrainingInputMode", "File",
              "S3DistributionType", "FullyReplicated",
              "RecordWrapperType", "None"));
    }
    write("hyperparameters.json", new TreeMap<>(request.hyperparameters()));
    write("inputdataconfig.json", channels);
    write("resourceconfig.json", resources());
    Path checkpoints = request.checkpoints();
    if (checkpoints != null) {
      Files.createDirectories(checkpoints);
      // As the service does, which copies them all the while: what is written is kept at once.
      Files.createSymbolicLink(ml.checkpoints(), checkpoints.toRealPath());
      write("checkpointconfig.json", Map.of("LocalPath", ml.checkpoints().toString()));
    }
  }

  private static Map<String, Object> resources() {
    Map<String, Object> resources = new LinkedHashMap<>();
    resources.put("current_host", HOST);
    resources.put("current_instance_type", INSTANCE);
    resources.put("current_group_name", GROUP);
    resources.put("hosts", List.of(HOST));
    resources.put(
        "instance_groups",
        List.of(
            Map.of(
                "instance_group_name", GROUP, "instance_type", INSTANCE, "hosts", List.of(HOST))));
    resources.put("network_interface_name", "lo");
    return resources;
  }

  private void write(String name, Object content) throws IOException {
    Files.writeString(ml.config().resolve(name), JSON.toJson(content));
  }

  /** A link to a folder would show no files to who walks through the channel. */
  private static void fillChannel(Path data, Path channel) throws IOException {
    if (!Files.exists(data)) {
      throw new NoSuchFileException(
          data.toString(), null, "there is no such file or folder; give the data to train on");
    }
    List<Path> files;
    try (var walk = Files.walk(data, FileVisitOption.FOLLOW_LINKS)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    Files.createDirectories(channel);
    for (Path file : files) {
      Path inner = file.equals(data) ? data.getFileName() : data.relativize(file);
      Path place = channel.resolve(Objects.requireNonNull(inner));
      Files.createDirectories(Objects.requireNonNull(place.getParent()));
      linkOrCopy(file.toRealPath(), place);
    }
  }

  private static void linkOrCopy(Path file, Path place) throws IOException {
    try {
      Files.createLink(place, file);
    } catch (IOException | UnsupportedOperationException e) {
      // On another disk, or of another owner.
      Files.copy(file, place);
    }
  }
}
