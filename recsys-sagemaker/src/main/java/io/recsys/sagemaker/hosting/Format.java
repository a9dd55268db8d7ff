package io.recsys.sagemaker.hosting;

import io.recsys.sagemaker.protocol.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A format of bodies and answers. */
enum Format {
  /** One JSON value for the whole body. */
  JSON("application/json"),
  /** A JSON value a line. */
  JSON_LINES(
      "application/jsonlines",
      "application/x-jsonlines",
      "application/jsonl",
      "application/ndjson"),
  /** A row a request. */
  CSV("text/csv");

  private static final String ALL = "application/json, application/jsonlines or text/csv";

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> types;

  Format(String... types) {
    this.types = List.of(types);
  }

  /** The media type that answers are sent with. */
  String type() {
    return types.get(0);
  }

  /**
   * The format of a media type, its parameters aside.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Format ofType(String type) {
    return known(type)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "media type: '" + type + "' is none that is known; give " + ALL));
  }

  private static Optional<Format> known(String type) {
    String bare = bare(type);
    return Arrays.stream(values()).filter(format -> format.types.contains(bare)).findFirst();
  }

  private static String bare(String type) {
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /**
   * The format of a body.
   *
   * @param contentType the header, JSON where there is none
   */
  static Format ofBody(@Nullable String contentType) {
    if (contentType == null) {
      return JSON;
    }
    return known(contentType)
        .orElseThrow(
            () ->
                new Refusal(
                    Failure.Code.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type: '" + contentType + "' is none that is read",
                    "send " + ALL));
  }

  /**
   * The format that a caller wants the answer in.
   *
   * @param accept the header, or null for none
   * @param absent the format where the caller takes any
   */
  static Format ofAnswer(@Nullable String accept, Format absent) {
    if (accept == null || accept.isBlank()) {
      return absent;
    }
    return Stream.of(accept.split(","))
        .filter(range -> !range.replace(" ", "").matches(".*;q=0(\\.0*)?$"))
        .flatMap(range -> takenBy(bare(range), absent).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Failure.Code.NOT_ACCEPTABLE,
                    "Accept: '" + accept + "' is no format of answers",
                    "accept " + ALL));
  }

  private static Optional<Format> takenBy(String range, Format absent) {
    boolean any = range.equals("*/*") || range.equals(absent.type().replaceAll("/.*", "/*"));
    return any ? Optional.of(absent) : known(range);
  }
}
