package io.recsys.sagemaker;

import io.recsys.model.ModelFormatException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** What unpacks an archive from anywhere, believing nothing it says. */
final class ArchiveReader {
  /** A model has about ten files. */
  private static final int MOST_ENTRIES = 10_000;

  /** Weights hardly shrink; what grows more than so many times is made to fill a disk. */
  private static final long MOST_GROWTH = 200;

  /** Small texts may shrink to nearly nothing. */
  private static final long ALLOWANCE = 16L << 20;

  /** Names and dates of an entry; a model's names are short. */
  private static final long LONGEST_HEADER = 1L << 16;

  private static final int BUFFER = 1 << 16;

  private final Path archive;

  ArchiveReader(Path archive) {
    this.archive = archive;
  }

  /** Unpacks into an empty folder; where it fails, some of it may be there. */
  void readInto(Path folder) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
        Bounded unpacked = new Bounded(new GZIPInputStream(file), Files.size(archive));
        TarArchiveInputStream tar = new TarArchiveInputStream(unpacked, "UTF-8")) {
      int entries = 0;
      unpacked.allow(LONGEST_HEADER);
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (++entries > MOST_ENTRIES) {
          throw corrupt("it holds more than " + MOST_ENTRIES + " files");
        }
        unpacked.allow(Math.max(0, entry.getSize()));
        read(tar, entry, folder);
        unpacked.allow(LONGEST_HEADER);
      }
      if (entries == 0) {
        throw corrupt("it holds no file");
      }
      // The check sum comes last.
      unpacked.transferTo(OutputStream.nullOutputStream());
    } catch (EOFException e) {
      throw corrupt("it ends too early");
    } catch (FileSystemException | ModelFormatException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      // What the readers of gzip and tar say of bytes that make no sense.
      throw corrupt("it is no tar.gz file, or damaged: " + e.getMessage());
    }
  }

  private void read(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path file = place(entry.getName(), folder);
    try {
      if (entry.isDirectory()) {
        Files.createDirectories(file);
      } else if (entry.isFile() && isPlain(entry)) {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        copy(tar, file);
      } else {
        throw corrupt("'" + entry.getName() + "' in it is no plain file; pack files, not links");
      }
    } catch (FileAlreadyExistsException e) {
      throw corrupt("'" + entry.getName() + "' is in it twice");
    }
  }

  private static boolean isPlain(TarArchiveEntry entry) {
    return !(entry.isSymbolicLink()
        || entry.isLink()
        || entry.isCharacterDevice()
        || entry.isBlockDevice()
        || entry.isFIFO()
        || entry.isSparse());
  }

  /** Where an entry goes, which is inside the folder. */
  private Path place(String name, Path folder) throws IOException {
    boolean isOutside =
        name.startsWith("/")
            || name.contains("\\")
            || name.contains(":")
            || List.of(name.split("/", -1)).contains("..");
    Path place = isOutside ? folder : folder.resolve(name).normalize();
    if (isOutside || !place.startsWith(folder)) {
      throw corrupt("'" + name + "' in it would be written outside of the folder");
    }
    return place;
  }

  private static void copy(InputStream tar, Path file) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      for (int read = tar.read(buffer); read >= 0; read = tar.read(buffer)) {
        try {
          out.write(buffer, 0, read);
        } catch (IOException e) {
          // A full disk is no fault of the archive.
          throw new FileSystemException(file.toString(), null, e.getMessage());
        }
      }
    }
  }

  private ModelFormatException corrupt(String reason) {
    return new ModelFormatException(ModelFormatException.Kind.CORRUPT, archive, reason);
  }

  /** A stream that gives no more than was allowed, and in all no more than a model can hold. */
  private final class Bounded extends InputStream {
    private final InputStream in;
    private final long most;
    private long count;
    private long limit;

    Bounded(InputStream in, long packedSize) {
      this.in = in;
      most = ALLOWANCE + packedSize * MOST_GROWTH;
    }

    /** Lets so many bytes more through. */
    void allow(long bytes) throws IOException {
      limit = count + bytes;
      if (limit < 0 || limit > most) {
        throw corrupt("it holds far more than a model of its size: over " + most + " bytes");
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      count += Math.max(0, read);
      if (count > limit) {
        throw corrupt("it holds headers that are longer than any of a model");
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
