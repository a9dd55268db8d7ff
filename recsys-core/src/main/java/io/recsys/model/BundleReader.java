package io.recsys.model;

import io.recsys.data.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What reads a model folder: opens only regular files of known names, each once, checks its length
 * and its SHA-256, and reads again a folder that was replaced meanwhile. A large file is read twice
 * at the same time, to make something of it and for its checksum; the bytes are the same unless
 * somebody writes into the open file. A thread that is interrupted stops reading.
 */
final class BundleReader {
  /** From so many bytes on a file is not read as a whole, and a thread takes its checksum. */
  private static final int LARGE = 1 << 20;

  /** The readings of a folder that does not stand still; saves one upon another take turns. */
  private static final int ATTEMPTS = 50;

  private BundleReader() {}

  /** The manifest of a folder. */
  static Manifest manifest(Path folder) throws IOException {
    return retried(folder, BundleReader::readManifest);
  }

  /**
   * What is made of all parts of a folder; it is made while the checksum of the weights is still
   * being taken, and thrown away if that is wrong.
   */
  static <T> T parts(Path folder, Making<T> making) throws IOException {
    return retried(folder, home -> readParts(home, making));
  }

  /** What makes something of a folder's parts. */
  @FunctionalInterface
  interface Making<T> {
    T of(BundleParts parts) throws IOException;
  }

  private static <T> T readParts(Path home, Making<T> making) throws IOException {
    Manifest manifest = readManifest(home);
    return readFile(
        home.resolve(ModelBundle.WEIGHTS),
        manifest.files(),
        (f, in, size) -> {
          Tensors tensors = SafeTensors.read(f, in, size);
          BundleParts parts;
          try (Background<Tensors> finite = new Background<>("finite", tensors::checkFinite)) {
            parts = parts(home, manifest, tensors);
            finite.get();
          }
          return making.of(parts);
        });
  }

  private static BundleParts parts(Path home, Manifest manifest, Tensors tensors)
      throws IOException {
    Map<String, Manifest.Content> files = manifest.files();
    AttributeFile userFile = AttributeFile.of("user", manifest.userColumns());
    AttributeFile itemFile = AttributeFile.of("item", manifest.itemColumns());
    Vocabulary users = vocabulary(home, tensors, ModelBundle.USER_IDS);
    Vocabulary items = vocabulary(home, tensors, ModelBundle.ITEM_IDS);
    var userAttributes =
        readFile(
            home.resolve(ModelBundle.USERS),
            files,
            (f, in, size) -> userFile.read(f, users, in, size));
    var itemAttributes =
        readFile(
            home.resolve(ModelBundle.ITEMS),
            files,
            (f, in, size) -> itemFile.read(f, items, in, size));
    readFile(home.resolve(ModelBundle.CARD), files, (f, in, size) -> ModelBundle.CARD);
    try {
      return new BundleParts(
          manifest.kind(),
          users,
          items,
          userAttributes,
          itemAttributes,
          tensors.withoutStrings(ModelBundle.USER_IDS, ModelBundle.ITEM_IDS),
          manifest.model(),
          manifest.provenance(),
          manifest.probes());
    } catch (IllegalArgumentException e) {
      throw ModelFormatException.corrupt(
          home.resolve(ModelBundle.MANIFEST), "its " + e.getMessage());
    }
  }

  private static Vocabulary vocabulary(Path home, Tensors tensors, String name)
      throws ModelFormatException {
    List<String> ids = tensors.strings(name);
    if (!ids.contains("")) {
      Vocabulary vocabulary = Vocabulary.of(ids);
      if (vocabulary.ids().equals(ids)) {
        return vocabulary;
      }
    }
    throw ModelFormatException.corrupt(
        home.resolve(ModelBundle.WEIGHTS),
        "'" + name + "' has ids that are empty, twice there or unsorted");
  }

  private static Manifest readManifest(Path home) throws IOException {
    Path file = home.resolve(ModelBundle.MANIFEST);
    checkRegular(file);
    // Java needs as long to load what makes checksums as to load what reads JSON.
    try (Background<MessageDigest> warm = new Background<>("digest", Sha256::digest);
        InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(Manifest.MAX_SIZE + 1);
      if (bytes.length > Manifest.MAX_SIZE) {
        throw ModelFormatException.corrupt(
            file, "it has more than " + Manifest.MAX_SIZE + " bytes");
      }
      Manifest manifest = Manifest.parse(file, bytes);
      warm.get();
      return manifest;
    }
  }

  /** What reads a file's content. */
  @FunctionalInterface
  private interface Reading<T> {
    T from(Path file, InputStream in, long size) throws IOException;
  }

  private static <T> T readFile(Path file, Map<String, Manifest.Content> files, Reading<T> reading)
      throws IOException {
    String name = String.valueOf(file.getFileName());
    Manifest.Content content = Objects.requireNonNull(files.get(name));
    long size = checkRegular(file).size();
    if (size != content.bytes()) {
      throw ModelFormatException.corrupt(
          file, "it has %d bytes where its manifest says %d".formatted(size, content.bytes()));
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return size < LARGE
          ? readSmall(file, Channels.newInputStream(channel), content, reading)
          : readLarge(file, channel, content, reading);
    }
  }

  private static <T> T readSmall(
      Path file, InputStream in, Manifest.Content content, Reading<T> reading) throws IOException {
    byte[] bytes = in.readNBytes(LARGE);
    check(file, Sha256.of(bytes), content);
    return reading.from(file, new ByteArrayInputStream(bytes), bytes.length);
  }

  private static <T> T readLarge(
      Path file, FileChannel channel, Manifest.Content content, Reading<T> reading)
      throws IOException {
    try (Background<String> sha256 = new Background<>("checksum", () -> Sha256.of(channel))) {
      T value;
      try {
        value = reading.from(file, Channels.newInputStream(channel), content.bytes());
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        // A wrong checksum tells more than whatever the damage made of the content.
        check(file, sha256.get(), content);
        throw e;
      }
      check(file, sha256.get(), content);
      return value;
    }
  }

  private static void check(Path file, String sha256, Manifest.Content content)
      throws ModelFormatException {
    if (!sha256.equals(content.sha256())) {
      throw ModelFormatException.corrupt(file, "its SHA-256 is not the one in its manifest");
    }
  }

  private static BasicFileAttributes checkRegular(Path file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw ModelFormatException.corrupt(file, "it is a link or folder where a file is expected");
      }
      return attributes;
    } catch (NoSuchFileException e) {
      throw ModelFormatException.corrupt(file, "it is missing");
    }
  }

  /** What reads a folder. */
  @FunctionalInterface
  private interface FolderReading<T> {
    T from(Path home) throws IOException;
  }

  private static <T> T retried(Path folder, FolderReading<T> reading) throws IOException {
    State state = State.of(folder);
    for (int attempt = 1; ; attempt++) {
      try {
        return reading.from(BundleFolder.locate(folder));
      } catch (ModelFormatException | NoSuchFileException e) {
        // A save that replaced the folder meanwhile looks like damage.
        State now = State.of(folder);
        boolean still = now.home != null && now.equals(state);
        if (attempt == ATTEMPTS || (attempt > 1 && still)) {
          throw e;
        }
        state = now;
      }
    }
  }

  /** What tells a folder from the one that replaced it. */
  private record State(@Nullable Path home, @Nullable Object key, @Nullable FileTime modified) {
    static State of(Path folder) {
      try {
        Path home = BundleFolder.locate(folder);
        BasicFileAttributes attributes =
            Files.readAttributes(home.resolve(ModelBundle.MANIFEST), BasicFileAttributes.class);
        return new State(home, attributes.fileKey(), attributes.lastModifiedTime());
      } catch (IOException e) {
        return new State(null, null, null);
      }
    }
  }
}
