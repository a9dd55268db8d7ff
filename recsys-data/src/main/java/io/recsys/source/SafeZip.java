package io.recsys.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A ZIP archive from elsewhere, unpacked without trust.
 *
 * <p>No entry leaves the folder; there are at most 1,000, and what they unpack to is at most 4 GiB
 * and at most 100 times the archive.
 */
final class SafeZip {
  static final int MOST_ENTRIES = 1000;
  static final long MOST_BYTES = 4L << 30;
  static final long MOST_GROWTH = 100;

  private final Path archive;
  private final Path folder;
  private long allowed;

  private SafeZip(Path archive, Path folder) throws IOException {
    this.archive = archive;
    this.folder = folder;
    allowed = Math.min(MOST_BYTES, MOST_GROWTH * Files.size(archive));
  }

  /**
   * Unpacks an archive into an empty folder.
   *
   * @return the folder that holds the files: the only one at the top, or the one given
   */
  static Path unpack(Path archive, Path folder) throws IOException {
    new SafeZip(archive, folder.toAbsolutePath().normalize()).unpack();
    try (Stream<Path> top = Files.list(folder)) {
      List<Path> entries = top.toList();
      return entries.size() == 1 && Files.isDirectory(entries.get(0)) ? entries.get(0) : folder;
    }
  }

  /** Deletes a folder with all that is in it; it may be missing. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException fault)
              throws IOException {
            if (fault != null) {
              throw fault;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void unpack() throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      if (zip.size() > MOST_ENTRIES) {
        throw refusal("it has " + zip.size() + " entries, more than " + MOST_ENTRIES);
      }
      for (ZipEntry entry : Collections.list(zip.entries())) {
        // What a Mac adds beside the content.
        if (!entry.getName().startsWith("__MACOSX/")) {
          unpack(zip, entry);
        }
      }
    } catch (ZipException e) {
      throw new IOException(archive + ": is no intact ZIP archive: " + e.getMessage(), e);
    }
  }

  private void unpack(ZipFile zip, ZipEntry entry) throws IOException {
    Path target = target(entry.getName());
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    try (InputStream in = zip.getInputStream(entry);
        OutputStream out = Files.newOutputStream(target)) {
      byte[] piece = new byte[1 << 16];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        allowed -= read;
        if (allowed < 0) {
          throw refusal("it unpacks to far more than it holds");
        }
        out.write(piece, 0, read);
      }
    }
  }

  private Path target(String name) throws IOException {
    try {
      Path target = folder.resolve(name).normalize();
      if (name.indexOf('\\') < 0 && target.startsWith(folder) && !target.equals(folder)) {
        return target;
      }
    } catch (InvalidPathException e) {
      throw refusal("it has an entry whose name is no path: " + e.getReason());
    }
    throw refusal("the entry '" + name + "' would leave the folder");
  }

  private IOException refusal(String reason) {
    return new IOException(archive + ": refused to unpack: " + reason);
  }
}
