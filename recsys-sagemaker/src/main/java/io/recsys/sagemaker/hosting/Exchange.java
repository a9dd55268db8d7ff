package io.recsys.sagemaker.hosting;

import io.recsys.sagemaker.protocol.Failure;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A request and the way to answer it. */
record Exchange(Request request, Response response, Callback callback) {
  /**
   * Lets a worker answer when the body has come; refuses a body that is too large or too slow, and
   * one for which no worker can be had.
   *
   * @param answer answers; what it throws becomes the answer
   */
  void withBody(ServingConfig config, Executor workers, Consumer<byte[]> answer) {
    new BodyReader(
            request,
            config.maxBody(),
            config.bodyTimeout(),
            body -> execute(workers, () -> answer.accept(body)),
            this::fail)
        .run();
  }

  private void execute(Executor workers, Runnable answer) {
    // A long answer is no idle connection.
    request.addIdleTimeoutListener(timeout -> false);
    try {
      workers.execute(
          () -> {
            try {
              answer.run();
            } catch (Throwable e) {
              // Whatever it was, the caller must not wait for ever.
              fail(e);
            }
          });
    } catch (RejectedExecutionException e) {
      fail(
          new Refusal(
              Failure.Code.OVERLOADED,
              "more is asked at once than can be answered",
              "ask again later, or add instances"));
    }
  }

  /** Says why there is no answer. */
  void fail(Throwable fault) {
    if (response.isCommitted()) {
      callback.failed(fault);
    } else if (fault instanceof Refusal refusal) {
      Responses.write(response, callback, refusal.failure());
    } else if (fault instanceof IllegalArgumentException e) {
      Responses.write(response, callback, Failure.of(e));
    } else if (fault instanceof IOException) {
      // The caller is gone.
      callback.failed(fault);
    } else {
      Responses.write(response, callback, Answering.unexpected(fault));
    }
  }
}
