package io.recsys.sagemaker.hosting;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What answers invocations. A body is read first, while nobody waits for it; then one of few
 * workers answers it. Where all workers have work and enough invocations wait, more are shed.
 */
final class InvocationHandler {
  private final ServingConfig config;
  private final Executor workers;
  private final ServingMetrics metrics;

  /**
   * A handler.
   *
   * @param workers refuses what it cannot take with a {@link
   *     java.util.concurrent.RejectedExecutionException}
   */
  InvocationHandler(ServingConfig config, Executor workers, ServingMetrics metrics) {
    this.config = config;
    this.workers = workers;
    this.metrics = metrics;
  }

  /**
   * Answers a request, now or later.
   *
   * @param answering who answers; throws a {@link Refusal} where nobody does
   */
  void handle(Request request, Response response, Callback done, Supplier<Answering> answering) {
    Callback callback = Callback.from(() -> count(request, response), done);
    Exchange exchange = new Exchange(request, response, callback);
    exchange.withBody(config, workers, body -> answer(exchange, body, answering));
  }

  private void answer(Exchange exchange, byte[] bytes, Supplier<Answering> answering) {
    try {
      Answering model = answering.get();
      Format format = Format.ofBody(exchange.request().getHeaders().get(HttpHeader.CONTENT_TYPE));
      Body body = config.isBatch() ? Body.readBatch(format, bytes) : Body.read(format, bytes);
      Format wanted =
          Format.ofAnswer(exchange.request().getHeaders().get(HttpHeader.ACCEPT), absent(body));
      Invocation invocation = new Invocation(body, wanted, model, metrics::answered);
      if (config.isBatch()) {
        stream(exchange, invocation);
      } else {
        long end = exchange.request().getBeginNanoTime() + config.answerTimeout().toNanos();
        byte[] answers = invocation.whole(config.maxBody(), end);
        Responses.write(exchange.response(), exchange.callback(), wanted.type(), answers);
      }
    } catch (IOException e) {
      exchange.fail(e);
    }
  }

  /** A row of CSV has no room for all that an answer says. */
  private Format absent(Body body) {
    Format accept = config.accept();
    if (accept != null) {
      return accept;
    }
    return body.format() == Format.CSV ? Format.JSON_LINES : body.format();
  }

  /** The answers of a batch transform may be many times as large as memory. */
  private static void stream(Exchange exchange, Invocation invocation) throws IOException {
    exchange.response().getHeaders().put(HttpHeader.CONTENT_TYPE, invocation.format().type());
    OutputStream out = Response.asBufferedOutputStream(exchange.request(), exchange.response());
    invocation.each(out);
    // Not closed where it fails: what is cut short must not look whole.
    out.close();
    exchange.callback().succeeded();
  }

  private void count(Request request, Response response) {
    double milliseconds = (System.nanoTime() - request.getBeginNanoTime()) / 1e6;
    metrics.responded(response.getStatus(), milliseconds);
  }
}
