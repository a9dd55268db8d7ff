package io.recsys.sagemaker.remote;

import io.recsys.sagemaker.protocol.Failure;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that gives no answer, though the request is none that it calls wrong; the message
 * says why and what to do, in one sentence.
 */
public class EndpointException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Why there is no answer. */
  public enum Kind {
    /** The AWS SDK finds no credentials. */
    NO_CREDENTIALS(
        "run 'aws configure', set AWS_PROFILE, or run where a role gives them; local mode needs"
            + " none"),
    /** The AWS SDK finds no region. */
    NO_REGION("set AWS_REGION, or 'region' in the profile; local mode needs none"),
    /** The credentials are wrong, have run out or may not ask this endpoint. */
    DENIED(
        "renew them ('aws sso login'), or allow sagemaker:InvokeEndpoint on this endpoint to them"),
    /** There is no endpoint of that name in this account and region. */
    NO_SUCH_ENDPOINT("check its name, the region and the account"),
    /** The model is being loaded. */
    NOT_READY("ask again in a minute"),
    /** More is asked than the endpoint answers, or than the account may ask. */
    OVERLOADED("ask more slowly, or give the endpoint more instances"),
    /** No answer came in time. */
    TIMEOUT("ask for less at once, or allow more time"),
    /** Nobody answers at the address. */
    UNREACHABLE("check the network, and that the endpoint runs"),
    /** The container failed, or answers what this version does not read. */
    MODEL("read the endpoint's log"),
    /** The service failed. */
    SERVICE("ask again; if it stays, read the endpoint's status and log");

    private final String remedy;

    Kind(String remedy) {
      this.remedy = remedy;
    }
  }

  private final Kind kind;

  /**
   * A failure of an endpoint.
   *
   * @param reason what went wrong, without the endpoint's name, a capital letter or a full stop
   */
  public EndpointException(Kind kind, String endpoint, String reason, @Nullable Throwable cause) {
    super("endpoint '" + endpoint + "': " + reason + "; " + kind.remedy, cause);
    this.kind = kind;
  }

  /** Why there is no answer. */
  public Kind kind() {
    return kind;
  }

  /** Whether the same may be answered if it is asked again later. */
  public boolean isTransient() {
    return switch (kind) {
      case NOT_READY, OVERLOADED, TIMEOUT, UNREACHABLE, SERVICE -> true;
      case NO_CREDENTIALS, NO_REGION, DENIED, NO_SUCH_ENDPOINT, MODEL -> false;
    };
  }

  /**
   * What the container's failure is to the caller: a wrong request as an in-process recommender
   * would call it, or a failure of the endpoint.
   */
  static RuntimeException of(Failure failure, String endpoint, @Nullable Throwable cause) {
    String says = failure.message();
    return switch (failure.code()) {
      case BAD_REQUEST, TOO_LARGE ->
          new IllegalArgumentException(
              failure.hint().isEmpty() ? says : says + "; " + failure.hint(), cause);
      case NOT_READY, STOPPING -> new EndpointException(Kind.NOT_READY, endpoint, says, cause);
      case OVERLOADED, NO_MEMORY -> new EndpointException(Kind.OVERLOADED, endpoint, says, cause);
      case TIMEOUT, BODY_TIMEOUT -> new EndpointException(Kind.TIMEOUT, endpoint, says, cause);
      default -> new EndpointException(Kind.MODEL, endpoint, says, cause);
    };
  }

  /** What a container's response of a status other than success is to the caller. */
  static RuntimeException of(
      int status, @Nullable String body, String endpoint, @Nullable Throwable cause) {
    String text = body == null ? "" : body;
    Failure failure;
    try {
      failure = Failure.read(text);
    } catch (IllegalArgumentException e) {
      String line = text.substring(0, Math.min(200, text.length())).replaceAll("\\s+", " ");
      return new EndpointException(
          status == 503 ? Kind.OVERLOADED : Kind.MODEL,
          endpoint,
          "the container answers with status " + status + " and '" + line + "'",
          cause);
    }
    return of(failure, endpoint, cause);
  }
}
