package io.recsys.sagemaker.hosting;

import io.recsys.sagemaker.protocol.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Responses with a whole body, written without a thread that waits; where Jetty itself refuses a
 * request, in the same shape.
 */
final class Responses extends ErrorHandler {
  static void write(Response response, Callback callback, String type, byte[] body) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  /** Writes JSON. */
  static void write(Response response, Callback callback, String json) {
    write(response, callback, Format.JSON.type(), json.getBytes(StandardCharsets.UTF_8));
  }

  static void write(Response response, Callback callback, Failure failure) {
    response.setStatus(failure.code().status());
    if (failure.code() == Failure.Code.OVERLOADED) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
    }
    write(response, callback, failure.write());
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      String message,
      Throwable cause,
      Callback callback) {
    Failure failure = failure(status);
    response.setStatus(status);
    write(response, callback, failure.write());
  }

  private static Failure failure(int status) {
    if (status == Failure.Code.STOPPING.status()) {
      return new Failure(Failure.Code.STOPPING, "the server stops", "ask another one");
    }
    if (status >= 500) {
      return new Failure(Failure.Code.INTERNAL, "the server is at fault", "look into its log");
    }
    return new Failure(Failure.Code.BAD_REQUEST, "no HTTP request that is served", "correct it");
  }
}
