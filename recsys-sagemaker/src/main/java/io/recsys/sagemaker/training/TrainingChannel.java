package io.recsys.sagemaker.training;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.recsys.data.DataFormatException;
import io.recsys.sagemaker.MlFolder;
import io.recsys.source.DelimitedFile;
import io.recsys.source.MovieLens;
import io.recsys.source.RatingsSource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The channel that brings a training job its ratings: a folder with the files of a MovieLens
 * release, or with one delimited file. The service fills it before the job starts (File) or as it
 * is read (FastFile).
 *
 * @param name the channel's name
 * @param folder the folder of its files
 */
public record TrainingChannel(String name, Path folder) {
  private static final String FILE = "inputdataconfig.json";
  private static final List<String> NAMES = List.of("training", "train");

  /**
   * The channel {@code training} of a job, or {@code train}, or the only one there is.
   *
   * @throws IllegalArgumentException if there is none of these, or it comes as a pipe
   */
  public static TrainingChannel find(MlFolder ml) throws IOException {
    JsonObject stated = ConfigFile.read(ml.config().resolve(FILE));
    Set<String> names = new TreeSet<>(stated.keySet());
    if (names.isEmpty() && Files.isDirectory(ml.channels())) {
      entries(ml.channels()).forEach(path -> names.add(String.valueOf(path.getFileName())));
    }
    String name =
        NAMES.stream()
            .filter(names::contains)
            .findFirst()
            .orElseGet(() -> names.size() == 1 ? names.iterator().next() : null);
    if (name == null) {
      throw new IllegalArgumentException(
          "the job has %s; give one channel with the name training"
              .formatted(names.isEmpty() ? "no channel" : "the channels " + names));
    }
    if ("Pipe".equals(mode(stated.get(name)))) {
      throw new IllegalArgumentException(
          "channel '%s' comes in Pipe mode, which training cannot read; set TrainingInputMode or"
                  .formatted(name)
              + " the channel's InputMode to File or FastFile");
    }
    return new TrainingChannel(name, ml.channel(name));
  }

  /**
   * What the channel's files are.
   *
   * @param format how to read a delimited file, or null for tabs between user, item, rating, time
   * @throws IllegalArgumentException if a format is given and the files are a MovieLens release
   */
  public RatingsSource source(DelimitedFile.@Nullable Format format) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          folder.toString(), null, "the channel has no folder; check its S3Uri");
    }
    Path place = folder;
    List<Path> entries = entries(place);
    // A prefix that ends above the release's own folder.
    while (entries.size() == 1 && Files.isDirectory(entries.get(0))) {
      place = entries.get(0);
      entries = entries(place);
    }
    if (MovieLens.recognizes(place)) {
      if (format != null) {
        throw new IllegalArgumentException(
            "the hyperparameters columns, delimiter and scale belong to a delimited file, and "
                + place
                + " is a MovieLens release; leave them out");
      }
      return RatingsSource.movieLens(place);
    }
    if (entries.size() == 1) {
      return RatingsSource.delimited(
          entries.get(0), format == null ? DelimitedFile.Format.defaults() : format);
    }
    throw new DataFormatException(
        place,
        (entries.isEmpty()
                ? "the channel '" + name + "' is empty; check its S3Uri"
                : "has " + entries.size() + " files and folders that are no MovieLens release")
            + "; a channel brings a MovieLens release or one delimited file");
  }

  /** What a folder shows, without hidden entries and the marks that jobs leave. */
  private static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> content = Files.newDirectoryStream(folder, "[!._]*")) {
      content.forEach(entries::add);
    }
    entries.sort(null);
    return entries;
  }

  private static String mode(@Nullable JsonElement channel) {
    JsonElement mode =
        channel != null && channel.isJsonObject()
            ? channel.getAsJsonObject().get("TrainingInputMode")
            : null;
    return mode == null || !mode.isJsonPrimitive() ? "File" : mode.getAsString();
  }
}
