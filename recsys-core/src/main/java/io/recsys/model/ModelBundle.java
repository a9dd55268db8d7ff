package io.recsys.model;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A model folder: weights, manifest, attributes and a page for people, as the documentation's page
 * on the model format describes them.
 *
 * <p>A save replaces the folder as a whole: whenever the process is killed, the old model or the
 * new one can be loaded. Reading checks every file against the manifest's length and SHA-256, and
 * every length, place and shape before it makes an array; a folder that is replaced while it is
 * read is read again. Checksums guard against damage, not against someone who means harm: load
 * models from where you would load code. All methods are safe for any number of threads.
 */
public final class ModelBundle {
  static final String WEIGHTS = "model.safetensors";
  static final String MANIFEST = "manifest.json";
  static final String ITEMS = "items.csv";
  static final String USERS = "users.csv";
  static final String CARD = "MODEL_CARD.md";

  /** The files that a manifest lists. */
  static final List<String> CONTENTS = List.of(WEIGHTS, ITEMS, USERS, CARD);

  /** All files that a save may replace, the manifest last; training leaves its report there too. */
  static final List<String> OWN_FILES =
      List.of(WEIGHTS, ITEMS, USERS, CARD, "training_report.json", MANIFEST);

  /** The most bytes of {@link #ITEMS} and of {@link #USERS}, which are read into an array. */
  static final long MAX_TABLE = Integer.MAX_VALUE - 8;

  static final String USER_IDS = "users.ids";
  static final String ITEM_IDS = "items.ids";

  private ModelBundle() {}

  /**
   * How the model in a folder was made, told by its manifest; no other file is read.
   *
   * @throws NoSuchFileException if there is no such folder
   * @throws ModelFormatException if the manifest is damaged, too old or too new
   */
  public static Provenance provenance(Path folder) throws IOException {
    return BundleReader.manifest(folder).provenance();
  }

  /** Saves a model, in place of the one that the folder holds, if it holds one. */
  static void write(Path folder, BundleParts parts) throws IOException {
    write(folder, parts, SaveWatcher.NONE);
  }

  static void write(Path folder, BundleParts parts, SaveWatcher watcher) throws IOException {
    Tensors tensors =
        Tensors.builder()
            .addAll(parts.tensors())
            .strings(USER_IDS, parts.users().ids())
            .strings(ITEM_IDS, parts.items().ids())
            .build()
            .checkFinite();
    BundleFolder.replace(
        folder, watcher, home -> new BundleWriter(home, watcher).write(parts, tensors));
  }

  /**
   * Takes the model in a folder apart. The caller makes a model of the parts and then asks it for
   * the answers of {@link Probe#replay}.
   *
   * @throws NoSuchFileException if there is no such folder
   * @throws ModelFormatException if a file is damaged, missing, too old or too new
   */
  static BundleParts read(Path folder) throws IOException {
    return BundleReader.parts(folder, parts -> parts);
  }

  /** The same for a caller who makes the model within, which takes less time in all. */
  static <T> T read(Path folder, BundleReader.Making<T> making) throws IOException {
    return BundleReader.parts(folder, making);
  }
}
