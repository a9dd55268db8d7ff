package io.recsys.sagemaker.remote;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelNotReadyException;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeException;

/** An endpoint of the service, asked through the AWS SDK. */
final class SageMakerEndpoint implements Endpoint {
  private static final Pattern NAME = Pattern.compile("(?=.{1,63}$)[a-zA-Z0-9](-*[a-zA-Z0-9])*");
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int MOST_ATTEMPTS = 6;
  private static final int UNAVAILABLE = 503;
  private static final int FORBIDDEN = 403;

  private final String name;
  private final SageMakerRuntimeClient client;
  private final boolean ownsClient;

  SageMakerEndpoint(String name, SageMakerRuntimeClient client, boolean ownsClient) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "endpoint: '"
              + name
              + "' is no name of one; give up to 63 letters and digits, with hyphens between");
    }
    this.name = name;
    this.client = client;
    this.ownsClient = ownsClient;
  }

  /** An endpoint with a client of its own. */
  static SageMakerEndpoint open(String name, Duration timeout) {
    try {
      return new SageMakerEndpoint(name, client(timeout), true);
    } catch (SdkClientException e) {
      throw failure(name, e);
    }
  }

  private static SageMakerRuntimeClient client(Duration timeout) {
    return SageMakerRuntimeClient.builder()
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(timeout))
        .overrideConfiguration(
            options -> options.apiCallTimeout(timeout).retryStrategy(retryStrategy()))
        .build();
  }

  /** The SDK's, slowing down when throttled, and for a container that sheds load as well. */
  static RetryStrategy retryStrategy() {
    return AwsRetryStrategy.adaptiveRetryStrategy().toBuilder()
        .maxAttempts(MOST_ATTEMPTS)
        .retryOnException(SageMakerEndpoint::isShed)
        .build();
  }

  private static boolean isShed(Throwable failure) {
    return failure instanceof ModelErrorException model
        && Integer.valueOf(UNAVAILABLE).equals(model.originalStatusCode());
  }

  @Override
  public String invoke(String body) {
    try {
      return client
          .invokeEndpoint(
              request ->
                  request
                      .endpointName(name)
                      .contentType(JSON)
                      .accept(JSON)
                      .body(SdkBytes.fromUtf8String(body)))
          .body()
          .asUtf8String();
    } catch (ModelErrorException e) {
      Integer status = e.originalStatusCode();
      throw EndpointException.of(status == null ? 0 : status, e.originalMessage(), name, e);
    } catch (SageMakerRuntimeException e) {
      throw failure(e);
    } catch (SdkClientException e) {
      throw failure(name, e);
    }
  }

  /** What the service itself answers in the container's place. */
  private RuntimeException failure(SageMakerRuntimeException e) {
    @Nullable AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? "" : String.valueOf(details.errorCode());
    String says = details == null ? e.getMessage() : details.errorMessage();
    says = says == null || says.isEmpty() ? "the service answers " + code : says;
    if (code.startsWith("ValidationError")) {
      return says.contains("not found")
          ? new EndpointException(EndpointException.Kind.NO_SUCH_ENDPOINT, name, says, e)
          : new IllegalArgumentException("endpoint '" + name + "': " + says, e);
    }
    EndpointException.Kind kind = EndpointException.Kind.SERVICE;
    if (e instanceof ModelNotReadyException) {
      kind = EndpointException.Kind.NOT_READY;
    } else if (e.isThrottlingException()) {
      kind = EndpointException.Kind.OVERLOADED;
    } else if (e.statusCode() == FORBIDDEN || code.startsWith("ExpiredToken")) {
      kind = EndpointException.Kind.DENIED;
    }
    return new EndpointException(kind, name, says, e);
  }

  /** What keeps the SDK from asking, or from hearing the answer. */
  private static EndpointException failure(String name, SdkClientException e) {
    String says = String.valueOf(e.getMessage());
    String lower = says.toLowerCase(Locale.ROOT);
    EndpointException.Kind kind = EndpointException.Kind.UNREACHABLE;
    if (e instanceof ApiCallTimeoutException
        || e instanceof ApiCallAttemptTimeoutException
        || e.getCause() instanceof SocketTimeoutException) {
      kind = EndpointException.Kind.TIMEOUT;
    } else if (lower.contains("unable to load credentials")) {
      // The SDK lists what each of ten providers found, on lines of some hundred letters.
      kind = EndpointException.Kind.NO_CREDENTIALS;
      says = "the AWS SDK finds no credentials";
    } else if (lower.contains("unable to load region")) {
      kind = EndpointException.Kind.NO_REGION;
      says = "the AWS SDK finds no region";
    }
    return new EndpointException(kind, name, says.replaceAll("\\s+", " "), e);
  }

  @Override
  public void close() {
    if (ownsClient) {
      client.close();
    }
  }
}
