package io.recsys.sagemaker.remote;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** A container that is asked directly, as the service would ask it. */
final class ContainerEndpoint implements Endpoint {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final URI address;
  private final Duration timeout;
  private final HttpClient client;

  ContainerEndpoint(URI address, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  @Override
  public String invoke(String body) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/invocations"))
            .timeout(timeout)
            .header("Content-Type", JSON)
            .header("Accept", JSON)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw EndpointException.of(
            response.statusCode(), response.body(), address.toString(), null);
      }
      return response.body();
    } catch (HttpTimeoutException e) {
      throw failed(EndpointException.Kind.TIMEOUT, "no answer came within " + timeout, e);
    } catch (IOException e) {
      throw failed(EndpointException.Kind.UNREACHABLE, "nobody answers", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(EndpointException.Kind.TIMEOUT, "the thread that asked was interrupted", e);
    }
  }

  private EndpointException failed(EndpointException.Kind kind, String reason, Exception cause) {
    return new EndpointException(kind, address.toString(), reason, cause);
  }

  /** Nothing: its connections close when nobody uses them. */
  @Override
  public void close() {}
}
