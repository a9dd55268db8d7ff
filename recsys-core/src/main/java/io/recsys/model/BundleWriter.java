package io.recsys.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What fills an empty folder with a model, the manifest last. */
final class BundleWriter {
  private final Path home;
  private final SaveWatcher watcher;
  private final Map<String, Manifest.Content> files = new TreeMap<>();

  BundleWriter(Path home, SaveWatcher watcher) {
    this.home = home;
    this.watcher = watcher;
  }

  /**
   * Writes all files.
   *
   * @param tensors the tensors of the parts, and the ids
   */
  void write(BundleParts parts, Tensors tensors) throws IOException {
    var userColumns = AttributeFile.columns(parts.userAttributes());
    var itemColumns = AttributeFile.columns(parts.itemAttributes());
    AttributeFile users = AttributeFile.of("user", userColumns);
    AttributeFile items = AttributeFile.of("item", itemColumns);
    Map<String, String> metadata = Map.of("format", Manifest.FORMAT, "kind", parts.kind());
    byte[] card = ModelCard.of(parts).getBytes(StandardCharsets.UTF_8);
    save(ModelBundle.WEIGHTS, out -> SafeTensors.write(tensors, metadata, out));
    save(ModelBundle.ITEMS, out -> items.write(parts.items(), parts.itemAttributes(), out));
    save(ModelBundle.USERS, out -> users.write(parts.users(), parts.userAttributes(), out));
    save(ModelBundle.CARD, out -> out.write(card));
    Manifest manifest =
        new Manifest(
            parts.kind(),
            userColumns,
            itemColumns,
            parts.model(),
            parts.provenance(),
            parts.probes(),
            files);
    byte[] bytes = manifest.bytes();
    save(ModelBundle.MANIFEST, out -> out.write(bytes));
  }

  /** What writes a file's content. */
  @FunctionalInterface
  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /** Refuses attributes that no reader would take. */
  static void checkTable(String name, long bytes) throws IOException {
    if (bytes > ModelBundle.MAX_TABLE) {
      throw new IOException(
          "%s: the attributes take %d bytes, at most %d fit; train with fewer of them"
              .formatted(name, bytes, ModelBundle.MAX_TABLE));
    }
  }

  private void save(String name, Writing writing) throws IOException {
    try (BundleOutput out = new BundleOutput(home.resolve(name), watcher)) {
      writing.to(out);
      Manifest.Content content = out.content();
      if (name.endsWith(".csv")) {
        checkTable(name, content.bytes());
      }
      files.put(name, content);
    }
  }
}
