package io.recsys.sagemaker.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;

/**
 * Why an endpoint does not answer; the body of every response that is none of success.
 *
 * @param code what kind of failure, for programs
 * @param message what is wrong, and where
 * @param hint what to do about it
 */
public record Failure(Code code, String message, String hint) {
  private static final String CODE = "code";
  private static final String MESSAGE = "message";
  private static final String HINT = "hint";

  /** A kind of failure, with its HTTP status. */
  public enum Code {
    /** The request says something that cannot be; asking again does not help. */
    BAD_REQUEST(400),
    /** There is no such path, or no such model. */
    NOT_FOUND(404),
    /** The path is asked with another method. */
    METHOD_NOT_ALLOWED(405),
    /** The answer is wanted in a format that there is not. */
    NOT_ACCEPTABLE(406),
    /** The body came too slowly. */
    BODY_TIMEOUT(408),
    /** A model of that name is loaded already. */
    ALREADY_LOADED(409),
    /** The body, or the answer to it, is too large. */
    TOO_LARGE(413),
    /** The body is in a format that nobody reads. */
    UNSUPPORTED_MEDIA_TYPE(415),
    /** The model, or the server, is at fault. */
    INTERNAL(500),
    /** The model is being loaded; ask again later. */
    NOT_READY(503),
    /** More is asked at once than can be answered; ask again later. */
    OVERLOADED(503),
    /** The answer takes longer than anyone waits for. */
    TIMEOUT(503),
    /** The server stops. */
    STOPPING(503),
    /** There is no memory for another model. */
    NO_MEMORY(507);

    private final int status;

    Code(int status) {
      this.status = status;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }
  }

  /**
   * The caller's fault that an exception of this library tells of: its message says what is wrong
   * and, after the last semicolon, what to do.
   */
  public static Failure of(IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.lastIndexOf("; ");
    return end < 0
        ? new Failure(Code.BAD_REQUEST, message, "correct the request")
        : new Failure(Code.BAD_REQUEST, message.substring(0, end), message.substring(end + 2));
  }

  /** One line of JSON. */
  public String write() {
    return Json.line(toJson());
  }

  JsonObject toJson() {
    JsonObject object = new JsonObject();
    object.addProperty(CODE, code.name());
    object.addProperty(MESSAGE, message);
    object.addProperty(HINT, hint);
    return object;
  }

  /**
   * The failure that the body of a response tells of; a code that this version does not know is
   * {@link Code#INTERNAL}.
   *
   * @throws IllegalArgumentException if the body is no failure
   */
  public static Failure read(String json) {
    return read(Json.parse("failure", json));
  }

  static Failure read(JsonElement json) {
    JsonFields fields = JsonFields.of("failure", json);
    String code = fields.text(CODE);
    return new Failure(
        Arrays.stream(Code.values())
            .filter(known -> known.name().equals(code))
            .findFirst()
            .orElse(Code.INTERNAL),
        fields.text(MESSAGE),
        fields.has(HINT) ? fields.text(HINT) : "");
  }
}
