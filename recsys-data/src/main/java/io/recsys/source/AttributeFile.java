package io.recsys.source;

import io.recsys.data.DataFormatException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A small delimited file with a record about each user, item or genre.
 *
 * <p>Blank lines are ignored. The text is UTF-8; where it is not, and the release is from the time
 * of Latin-1, it is that.
 */
final class AttributeFile {
  private final Path file;
  private final CSVFormat format;
  private final boolean latin1;

  private AttributeFile(Path file, CSVFormat format, boolean latin1) {
    this.file = file;
    this.format = format;
    this.latin1 = latin1;
  }

  /** A file without header and quotes, in UTF-8 or Latin-1. */
  static AttributeFile plain(Path file, String delimiter) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setQuote(null).get();
    return new AttributeFile(file, format, true);
  }

  /** A file with header, commas and quotes, in UTF-8. */
  static AttributeFile csv(Path file) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    return new AttributeFile(file, format, false);
  }

  /** Takes one record after the other. */
  @FunctionalInterface
  interface Sink {
    /** Takes a record; returns what is wrong with it, or null. */
    @Nullable String add(CSVRecord record);
  }

  /**
   * Gives each record to the sink.
   *
   * @param columns the names that a header must have, empty without a header
   * @param fields the number of fields of a record; one with another number is a bad line
   */
  void read(List<String> columns, int fields, BadLines badLines, Sink sink) throws IOException {
    try (CSVParser parser = CSVParser.parse(new StringReader(text()), format)) {
      if (!parser.getHeaderNames().containsAll(columns)) {
        throw new DataFormatException(
            file, 1, "the header lacks one of the columns " + String.join(",", columns));
      }
      for (CSVRecord record : parser) {
        String fault =
            record.size() == fields
                ? sink.add(record)
                : record.size() + " fields where " + fields + " are expected";
        if (fault != null) {
          badLines.add(file, parser.getCurrentLineNumber(), fault);
        }
      }
    } catch (CSVException | java.io.UncheckedIOException | IllegalArgumentException e) {
      throw new DataFormatException(file, "the quotes or the header are broken: " + e.getMessage());
    }
  }

  private String text() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      if (!latin1) {
        throw new DataFormatException(file, "the file is not UTF-8");
      }
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
