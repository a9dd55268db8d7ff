package io.recsys.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A model folder as a whole: found to be read, replaced to be written.
 *
 * <p>A file system cannot replace a folder in one step. So a save fills {@code NAME.saving-PID}
 * beside it, renames {@code NAME} to {@code NAME.previous}, the new one to {@code NAME}, and then
 * deletes the previous one; a reader takes {@code NAME.previous} where there is no {@code NAME}.
 * Whenever the process dies, a whole model stands under one of the two names, and the next save
 * clears away what lies about. Only folders that are known to hold a model are deleted, file by
 * file by name.
 */
final class BundleFolder {
  private static final String SAVING = ".saving-";
  private static final String PREVIOUS = ".previous";
  private static final Object SAVES = new Object();

  private final Path folder;
  private final SaveWatcher watcher;

  private BundleFolder(Path folder, SaveWatcher watcher) {
    this.folder = folder;
    this.watcher = watcher;
  }

  /** What fills a new folder. */
  @FunctionalInterface
  interface Filler {
    void fill(Path folder) throws IOException;
  }

  /**
   * The folder that holds the model of that name now.
   *
   * @throws NoSuchFileException if there is none
   */
  static Path locate(Path folder) throws IOException {
    if (Files.isRegularFile(folder)) {
      throw ModelFormatException.corrupt(folder, "it is a file where a model folder is expected");
    }
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return folder;
    }
    Path previous = sibling(folder, PREVIOUS);
    if (Files.exists(previous)) {
      return previous;
    }
    throw new NoSuchFileException(
        folder.toString(), null, "there is no such model folder; give one that a save wrote");
  }

  /**
   * Replaces the folder by one with new content, or leaves it as it was and throws. Saves of one
   * JVM wait for each other.
   */
  static void replace(Path folder, SaveWatcher watcher, Filler filler) throws IOException {
    // A link is followed, so that it is the model behind it that changes.
    Path target =
        Files.isSymbolicLink(folder) ? folder.toRealPath() : folder.toAbsolutePath().normalize();
    if (target.getFileName() == null || target.getParent() == null) {
      throw new IllegalArgumentException("folder: '" + folder + "' has no name; give one that has");
    }
    synchronized (SAVES) {
      new BundleFolder(target, watcher).replace(filler);
    }
  }

  private void replace(Filler filler) throws IOException {
    Path parent = Objects.requireNonNull(folder.getParent());
    Path previous = sibling(folder, PREVIOUS);
    Path saving = sibling(folder, SAVING + ProcessHandle.current().pid());
    Files.createDirectories(parent);
    checkReplaceable(folder);
    checkReplaceable(previous);
    deleteLeftovers(parent);
    try {
      watcher.reached("create");
      Files.createDirectory(saving);
      filler.fill(saving);
      force(saving);
      // A folder that stands is whole, so one before it, left by a save that died, is not needed.
      if (Files.exists(folder)) {
        delete(previous);
        watcher.reached("move the old one away");
        Files.move(folder, previous, StandardCopyOption.ATOMIC_MOVE);
      }
      moveIn(saving, previous);
    } catch (IOException | RuntimeException | Error e) {
      attempt(() -> delete(saving), e);
      throw e;
    }
    force(parent);
    // The new model stands: what cannot be deleted now is left to the next save.
    attempt(() -> delete(previous), new IOException());
  }

  private void moveIn(Path saving, Path previous) throws IOException {
    try {
      watcher.reached("move the new one in");
      Files.move(saving, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException | Error e) {
      if (Files.exists(previous)) {
        attempt(() -> Files.move(previous, folder, StandardCopyOption.ATOMIC_MOVE), e);
      }
      throw e;
    }
  }

  /** A deed on the disk. */
  @FunctionalInterface
  private interface Deed {
    void run() throws IOException;
  }

  private static void attempt(Deed deed, Throwable reason) {
    try {
      deed.run();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /** Whether a folder holds a model, of any version, and nothing else; or nothing at all. */
  private static void checkReplaceable(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    String advice = "; give another folder, or move that away";
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(
          folder.toString(), null, "is in the way of a model and no folder" + advice);
    }
    List<Path> files = list(folder);
    for (Path file : files) {
      if (!isOurs(file)) {
        throw new FileAlreadyExistsException(
            folder.toString(),
            null,
            "holds '" + file.getFileName() + "', no part of a model" + advice);
      }
    }
    if (!files.isEmpty() && !isManifest(folder.resolve(ModelBundle.MANIFEST))) {
      throw new FileAlreadyExistsException(
          folder.toString(), null, "is neither empty nor a model folder" + advice);
    }
  }

  private static boolean isOurs(Path file) {
    return ModelBundle.OWN_FILES.contains(String.valueOf(file.getFileName()))
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isManifest(Path file) throws IOException {
    if (!isOurs(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(100), StandardCharsets.UTF_8).contains(Manifest.FORMAT);
    }
  }

  /** Deletes what saves of this model left that were killed before they moved it in. */
  private void deleteLeftovers(Path parent) throws IOException {
    String prefix = folder.getFileName() + SAVING;
    for (Path path : list(parent)) {
      String name = String.valueOf(path.getFileName());
      if (name.startsWith(prefix)
          && isDead(name.substring(prefix.length()))
          && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
          && list(path).stream().allMatch(BundleFolder::isOurs)) {
        delete(path);
      }
    }
  }

  private static boolean isDead(String pid) {
    try {
      long number = Long.parseLong(pid);
      // In a container every process may have the same number, so this one's is a leftover too.
      return number == ProcessHandle.current().pid()
          || ProcessHandle.of(number).filter(ProcessHandle::isAlive).isEmpty();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Deletes a model folder, if it is there; the manifest last, so that it is known until then. */
  private void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    for (String name : ModelBundle.OWN_FILES) {
      watcher.reached("delete " + name);
      Files.deleteIfExists(folder.resolve(name));
    }
    watcher.reached("delete " + folder.getFileName());
    Files.delete(folder);
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(paths::add);
    }
    return paths;
  }

  private static Path sibling(Path folder, String suffix) {
    Path absolute = folder.toAbsolutePath().normalize();
    return absolute.resolveSibling(absolute.getFileName() + suffix);
  }

  /** Waits until a folder's entries are on the disk, where the system can say so. */
  private static void force(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
