package io.recsys.model;

import io.recsys.data.AttributeTable;
import io.recsys.data.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What reads a model folder: opens only regular files of known names, each once, checks its length
 * and its SHA-256, and reads again a folder that was replaced meanwhile. The weights are read twice
 * at the same time, to make something of them and for their checksum; the bytes are the same unless
 * somebody writes into the open file. A thread that is interrupted stops reading.
 */
final class BundleReader {
  /** The readings of a folder that does not stand still; saves one upon another take turns. */
  private static final int ATTEMPTS = 50;

  private static final int PIECE = 1 << 18;

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
    Path file = home.resolve(ModelBundle.WEIGHTS);
    try (FileChannel channel = open(file, manifest.files());
        Background<String> sha256 = new Background<>("checksum", () -> Sha256.of(channel))) {
      T value;
      try {
        value = making.of(parts(home, manifest, channel));
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        // A wrong checksum tells more than whatever the damage made of the content.
        check(file, sha256.get(), manifest.files());
        throw e;
      }
      check(file, sha256.get(), manifest.files());
      return value;
    }
  }

  private static BundleParts parts(Path home, Manifest manifest, FileChannel weights)
      throws IOException {
    InputStream in = Channels.newInputStream(weights);
    Tensors tensors = SafeTensors.read(home.resolve(ModelBundle.WEIGHTS), in, weights.size());
    try (Background<Tensors> finite = new Background<>("finite", tensors::checkFinite)) {
      BundleParts parts = parts(home, manifest, tensors);
      finite.get();
      return parts;
    }
  }

  private static BundleParts parts(Path home, Manifest manifest, Tensors tensors)
      throws IOException {
    Map<String, Manifest.Content> files = manifest.files();
    Path userFile = home.resolve(ModelBundle.USERS);
    Path itemFile = home.resolve(ModelBundle.ITEMS);
    Vocabulary users = vocabulary(home, tensors, ModelBundle.USER_IDS);
    Vocabulary items = vocabulary(home, tensors, ModelBundle.ITEM_IDS);
    AttributeTable userAttributes =
        AttributeFile.of("user", manifest.userColumns())
            .read(userFile, users, read(userFile, files));
    AttributeTable itemAttributes =
        AttributeFile.of("item", manifest.itemColumns())
            .read(itemFile, items, read(itemFile, files));
    Path card = home.resolve(ModelBundle.CARD);
    try (FileChannel channel = open(card, files)) {
      check(card, Sha256.of(channel), files);
    }
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
    try {
      return Vocabulary.ofOrdered(ids);
    } catch (IllegalArgumentException e) {
      throw ModelFormatException.corrupt(
          home.resolve(ModelBundle.WEIGHTS),
          "'" + name + "' has ids that are empty, twice there or unsorted");
    }
  }

  private static Manifest readManifest(Path home) throws IOException {
    Path file = home.resolve(ModelBundle.MANIFEST);
    checkRegular(file);
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(Manifest.MAX_SIZE + 1);
      if (bytes.length > Manifest.MAX_SIZE) {
        throw ModelFormatException.corrupt(
            file, "it has more than " + Manifest.MAX_SIZE + " bytes");
      }
      return Manifest.parse(file, bytes);
    }
  }

  /** A file's content, checked. */
  private static byte[] read(Path file, Map<String, Manifest.Content> files) throws IOException {
    try (FileChannel channel = open(file, files)) {
      if (channel.size() > ModelBundle.MAX_TABLE) {
        throw ModelFormatException.corrupt(
            file, "it has more than " + ModelBundle.MAX_TABLE + " bytes");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
      // In pieces, for Java keeps as much memory outside the heap as it is asked to read at once.
      for (int count = 0; count >= 0 && bytes.position() < bytes.capacity(); ) {
        bytes.limit((int) Math.min(bytes.capacity(), bytes.position() + (long) PIECE));
        count = channel.read(bytes);
      }
      check(file, Sha256.of(bytes.array()), files);
      return bytes.array();
    }
  }

  /** A file of the length that its manifest says. */
  private static FileChannel open(Path file, Map<String, Manifest.Content> files)
      throws IOException {
    long size = checkRegular(file).size();
    long expected = content(file, files).bytes();
    if (size != expected) {
      throw ModelFormatException.corrupt(
          file, "it has %d bytes where its manifest says %d".formatted(size, expected));
    }
    return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  private static void check(Path file, String sha256, Map<String, Manifest.Content> files)
      throws ModelFormatException {
    if (!sha256.equals(content(file, files).sha256())) {
      throw ModelFormatException.corrupt(file, "its SHA-256 is not the one in its manifest");
    }
  }

  private static Manifest.Content content(Path file, Map<String, Manifest.Content> files) {
    return Objects.requireNonNull(files.get(String.valueOf(file.getFileName())));
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
