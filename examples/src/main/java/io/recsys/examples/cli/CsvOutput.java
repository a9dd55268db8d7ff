package io.recsys.examples.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file in the making: UTF-8, lines that end with LF, quotes where needed. It is written
 * beside its place and moved there by {@link #commit}, so that a file of that name is whole.
 */
final class CsvOutput implements Closeable {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

  private final @Nullable Path file;
  private final @Nullable Path part;
  private final CSVPrinter printer;

  private CsvOutput(@Nullable Path file, @Nullable Path part, Writer writer) throws IOException {
    this.file = file;
    this.part = part;
    this.printer = new CSVPrinter(writer, FORMAT);
  }

  /** A file, or standard output where none is given. */
  static CsvOutput to(@Nullable Path file, PrintWriter standard) throws IOException {
    if (file == null) {
      return new CsvOutput(null, null, standard);
    }
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
    return new CsvOutput(file, part, Files.newBufferedWriter(part));
  }

  /** Writes a line. */
  void line(Object... fields) throws IOException {
    printer.printRecord(fields);
  }

  /** Writes a line. */
  void line(Iterable<?> fields) throws IOException {
    printer.printRecord(fields);
  }

  /** Ends the file and moves it to its place. */
  void commit() throws IOException {
    printer.flush();
    if (file != null && part != null) {
      printer.close();
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Drops a file that was not committed. */
  @Override
  public void close() throws IOException {
    if (part != null) {
      printer.close();
      Files.deleteIfExists(part);
    }
  }
}
