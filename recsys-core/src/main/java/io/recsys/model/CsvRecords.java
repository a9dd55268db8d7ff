package io.recsys.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV text of UTF-8 as RFC 4180 defines it, read cell by cell; lines may end in
 * LF, CR or both. A few dozen lines in place of a library's classes, for reading users and items is
 * much of what a JVM that has just started does before its first answer.
 */
final class CsvRecords {
  private final Path file;
  private final byte[] bytes;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private int at;
  private boolean inRecord;

  /**
   * The records that bytes spell.
   *
   * @param file the file that they are of, for messages
   */
  CsvRecords(Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /** Goes on to the next record, once the cells of the one before are read; false at the end. */
  boolean next() {
    inRecord = at < bytes.length;
    return inRecord;
  }

  /**
   * The next cell of the record, null after its last.
   *
   * @throws ModelFormatException if a quoted cell has no end, or something follows it, or the text
   *     cannot be decoded
   */
  @Nullable String cell() throws ModelFormatException {
    if (!inRecord) {
      return null;
    }
    String cell = is(at, '"') ? quoted() : plain();
    inRecord = is(at, ',');
    at += is(at, '\r') && is(at + 1, '\n') ? 2 : 1;
    return cell;
  }

  private String plain() throws ModelFormatException {
    int start = at;
    int all = 0;
    for (; at < bytes.length && !ends(bytes[at]); at++) {
      all |= bytes[at];
    }
    return text(start, at, all >= 0);
  }

  private String quoted() throws ModelFormatException {
    int start = at + 1;
    int all = 0;
    boolean doubled = false;
    for (at = start; at < bytes.length; at++) {
      if (bytes[at] == '"') {
        if (!is(at + 1, '"')) {
          break;
        }
        doubled = true;
        at++;
      }
      all |= bytes[at];
    }
    int end = at++;
    if (end == bytes.length || (at < bytes.length && !ends(bytes[at]))) {
      throw malformed();
    }
    String text = text(start, end, all >= 0);
    return doubled ? text.replace("\"\"", "\"") : text;
  }

  private boolean is(int place, char c) {
    return place < bytes.length && bytes[place] == c;
  }

  private static boolean ends(byte b) {
    return b == ',' || b == '\n' || b == '\r';
  }

  private String text(int start, int end, boolean ascii) throws ModelFormatException {
    if (start == end) {
      return "";
    }
    if (ascii) {
      return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
    try {
      ByteBuffer cell = ByteBuffer.wrap(bytes, start, end - start);
      return decoder.decode(cell).toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  private ModelFormatException malformed() {
    return ModelFormatException.corrupt(file, "it is no CSV file of UTF-8");
  }
}
