package io.recsys.sagemaker.hosting;

import com.google.gson.JsonElement;
import io.recsys.Query;
import io.recsys.sagemaker.protocol.Request;
import io.recsys.sagemaker.protocol.RequestJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a body, each to be read when its turn comes.
 *
 * @param format how the requests are set apart
 * @param isMany whether the body is a list of requests, even of one
 * @param parts a part for each request
 */
record Body(Format format, boolean isMany, List<Part> parts) {
  /**
   * One request as it came.
   *
   * @param name what to call it in an error, such as {@code line 3}; empty for the only one
   * @param request reads the request; throws an IllegalArgumentException where it cannot be read
   * @param user reads no more than the user, or null; may throw the same
   */
  record Part(String name, Supplier<Request> request, Supplier<@Nullable String> user) {
    private static Part ofJson(String name, Supplier<JsonElement> json) {
      return new Part(
          name, () -> RequestJson.read(json.get()), () -> RequestJson.userOf(json.get()));
    }

    private static Part ofRow(String name, Supplier<CSVRecord> row) {
      return new Part(
          name, () -> new Request.Ranking(query(row.get())), () -> row.get().get(0).strip());
    }

    /** The user, or null where none is named or can be read. */
    @Nullable String userOrNull() {
      try {
        return user.get();
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
  }

  /**
   * The requests that some bytes spell.
   *
   * @throws IllegalArgumentException if they cannot be told apart
   */
  static Body read(Format format, byte[] bytes) {
    return switch (format) {
      case JSON -> json(text(ByteBuffer.wrap(bytes)));
      case JSON_LINES, CSV -> lines(format, bytes);
    };
  }

  /**
   * The same of a batch transform, which may join lines of JSON and call them JSON; what cannot be
   * told apart is one part that cannot be read.
   */
  static Body readBatch(Format format, byte[] bytes) {
    if (format != Format.JSON) {
      return read(format, bytes);
    }
    try {
      return read(format, bytes);
    } catch (IllegalArgumentException e) {
      return lines(Format.JSON_LINES, bytes);
    }
  }

  private static Body json(String text) {
    JsonElement body = RequestJson.parse(text);
    if (!RequestJson.isMany(body)) {
      return new Body(Format.JSON, false, List.of(Part.ofJson("", () -> body)));
    }
    List<Part> parts = new ArrayList<>();
    for (JsonElement element : RequestJson.each(body)) {
      parts.add(Part.ofJson("requests[" + parts.size() + "]", () -> element));
    }
    return new Body(Format.JSON, true, parts);
  }

  /** Blank lines and a header are passed over. */
  private static Body lines(Format format, byte[] bytes) {
    List<Part> parts = new ArrayList<>();
    List<ByteBuffer> lines = split(bytes);
    for (int i = 0; i < lines.size(); i++) {
      ByteBuffer line = lines.get(i);
      if (!isBlank(line) && !(i == 0 && format == Format.CSV && isHeader(line))) {
        parts.add(part(format, "line " + (i + 1), line));
      }
    }
    return new Body(format, true, parts);
  }

  /** The request on a line: JSON, or a row with a user, and k where there is a second column. */
  static Part part(Format format, String name, ByteBuffer line) {
    return format == Format.CSV
        ? Part.ofRow(name, () -> row(text(line)))
        : Part.ofJson(name, () -> RequestJson.parse(text(line)));
  }

  /** Whether a row names columns. */
  static boolean isHeader(ByteBuffer line) {
    String text = StandardCharsets.UTF_8.decode(line.duplicate()).toString().strip();
    return text.matches("(?i)\"?(user_?id|user)\"?(\\s*,\\s*\"?k\"?)?");
  }

  private static CSVRecord row(String line) {
    try (CSVParser parser = CSVParser.parse(line, CSVFormat.RFC4180)) {
      return parser.getRecords().get(0);
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalArgumentException("row: is no CSV; close its quotes", e);
    }
  }

  private static Query query(CSVRecord row) {
    if (row.size() > 2) {
      throw new IllegalArgumentException(
          "row: has %d columns; give a user, and k if it is not 10".formatted(row.size()));
    }
    Query query = Query.forUser(row.get(0).strip());
    try {
      boolean hasK = row.size() == 2 && !row.get(1).isBlank();
      return hasK ? query.withK(Integer.parseInt(row.get(1).strip())) : query;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("k: is no whole number; correct the second column", e);
    }
  }

  private static List<ByteBuffer> split(byte[] bytes) {
    List<ByteBuffer> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '\n') {
        lines.add(ByteBuffer.wrap(bytes, start, i - start).slice());
        start = i + 1;
      }
    }
    return lines;
  }

  static boolean isBlank(ByteBuffer line) {
    for (int i = 0; i < line.limit(); i++) {
      if (line.get(i) > ' ' || line.get(i) < 0) {
        return false;
      }
    }
    return true;
  }

  private static String text(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("body: is not UTF-8; send UTF-8", e);
    }
  }
}
