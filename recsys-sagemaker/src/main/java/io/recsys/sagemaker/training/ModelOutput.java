package io.recsys.sagemaker.training;

import io.recsys.model.HybridRecommender;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The folder that a job leaves its model in. It is there before the job starts and may be a place
 * where a disk is mounted, which cannot be renamed; so its files are replaced, not the folder. The
 * manifest goes first and comes last: a model that is half there does not load.
 */
record ModelOutput(Path folder) {
  private static final String MANIFEST = "manifest.json";
  private static final String STAGED = ".saving";

  /** Saves a model in place of the one that is there. */
  void save(HybridRecommender recommender) throws IOException {
    Files.createDirectories(folder);
    // Inside, so that files move within one disk.
    Path staged = folder.resolve(STAGED);
    recommender.save(staged);
    Files.deleteIfExists(folder.resolve(MANIFEST));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(staged)) {
      for (Path file : files) {
        if (!file.endsWith(MANIFEST)) {
          move(file);
        }
      }
    }
    move(staged.resolve(MANIFEST));
    Files.delete(staged);
  }

  /** Leaves a text beside the model. */
  void write(String name, String text) throws IOException {
    write(folder, name, text);
  }

  /** Writes a file so that it is there whole or not at all. */
  static void write(Path folder, String name, String text) throws IOException {
    Files.createDirectories(folder);
    Path part = folder.resolve(name + ".part");
    Files.writeString(part, text);
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void move(Path file) throws IOException {
    Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
  }
}
