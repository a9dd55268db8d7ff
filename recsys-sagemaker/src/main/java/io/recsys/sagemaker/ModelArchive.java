package io.recsys.sagemaker;

import io.recsys.model.ModelFormatException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.io.file.PathUtils;

/**
 * The one file in which the service keeps a model's folder, {@code model.tar.gz}.
 *
 * <p>A folder gives the same bytes every time: entries are sorted, times are 0, nobody owns them.
 * There are files alone in it, no links, which the service refuses.
 */
public final class ModelArchive {
  /** The name that the service gives it. */
  public static final String NAME = "model.tar.gz";

  private static final int READABLE_FILE = 0100644;

  private ModelArchive() {}

  /**
   * Packs the files of a folder. The archive is there whole or not at all.
   *
   * @throws NoSuchFileException if there is no such folder, or no file in it
   * @throws IOException if it holds a link, or something cannot be read or written
   */
  public static void write(Path folder, Path archive) throws IOException {
    List<Path> files = files(folder);
    Path target = archive.toAbsolutePath();
    Path part = beside(target);
    try {
      try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(part));
          TarArchiveOutputStream tar =
              new TarArchiveOutputStream(new GZIPOutputStream(file), "UTF-8")) {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        for (Path inner : files) {
          add(tar, folder, inner);
        }
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The files below a folder, by their paths from there, in order. */
  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          folder.toString(), null, "there is no such folder; give one that holds a model");
    }
    // A link to the folder itself is followed, one inside it is not.
    Path root = folder.toRealPath();
    List<Path> paths;
    try (var walk = Files.walk(root)) {
      paths = walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    for (Path path : paths) {
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(path + ": is no plain file; put the file itself in its place");
      }
    }
    if (paths.isEmpty()) {
      throw new NoSuchFileException(
          folder.toString(), null, "there is no file in it; give a folder that holds a model");
    }
    return paths.stream()
        .map(root::relativize)
        .sorted(Comparator.comparing(ModelArchive::entryName))
        .toList();
  }

  private static void add(TarArchiveOutputStream tar, Path folder, Path inner) throws IOException {
    Path file = folder.resolve(inner);
    TarArchiveEntry entry = new TarArchiveEntry(entryName(inner));
    entry.setSize(Files.size(file));
    entry.setModTime(0);
    entry.setMode(READABLE_FILE);
    entry.setIds(0, 0);
    entry.setNames("", "");
    tar.putArchiveEntry(entry);
    Files.copy(file, tar);
    tar.closeArchiveEntry();
  }

  private static String entryName(Path inner) {
    return inner.toString().replace('\\', '/');
  }

  /**
   * Unpacks an archive into a new folder, or into one that is there and empty. Nothing is written
   * outside of it, and where it fails no half of it is left.
   *
   * @throws NoSuchFileException if there is no such archive
   * @throws FileAlreadyExistsException if there is something in the folder
   * @throws ModelFormatException if the archive is damaged, or holds what none of a model does: a
   *     link, a path out of the folder, far more than its size promises
   * @throws IOException if it cannot be read or written
   */
  public static void extract(Path archive, Path folder) throws IOException {
    if (!Files.isRegularFile(archive)) {
      throw new NoSuchFileException(
          archive.toString(), null, "there is no such file; give a " + NAME);
    }
    Path target = folder.toAbsolutePath().normalize();
    checkEmpty(target);
    Path part = beside(target);
    try {
      Files.createDirectory(part);
      new ArchiveReader(archive).readInto(part);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      if (Files.exists(part)) {
        PathUtils.deleteDirectory(part);
      }
    }
  }

  private static void checkEmpty(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(folder)) {
      try (var inside = Files.list(folder)) {
        if (inside.findAny().isEmpty()) {
          return;
        }
      }
    }
    throw new FileAlreadyExistsException(
        folder.toString(), null, "there is something already; give a new or an empty folder");
  }

  /** A name of its own for what is to become of that path. */
  private static Path beside(Path target) throws IOException {
    Path parent = target.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("'" + target + "' has no name; give a path that has");
    }
    Files.createDirectories(parent);
    return parent.resolve(target.getFileName() + ".part-" + UUID.randomUUID());
  }
}
