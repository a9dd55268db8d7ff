package io.recsys.sagemaker.hosting;

import io.recsys.sagemaker.protocol.Failure;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The body of a request as it comes. No thread waits for it: Jetty calls when there is more. What
 * is beyond the limit is read and thrown away, so that the caller hears the answer.
 */
final class BodyReader implements Invocable.Task {
  private final Request request;
  private final int most;
  private final Consumer<byte[]> taken;
  private final Consumer<Throwable> failed;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Scheduler.Task late;
  private boolean isTooLarge;

  /**
   * A reader of a body that is yet to come.
   *
   * @param most the largest body that is taken, in bytes
   * @param timeout the longest that it may take to come
   * @param taken told the body, once; or
   * @param failed told a {@link Refusal} where the body is too large or too slow, or else what the
   *     connection met
   */
  BodyReader(
      Request request,
      int most,
      Duration timeout,
      Consumer<byte[]> taken,
      Consumer<Throwable> failed) {
    this.request = request;
    this.most = most;
    this.taken = taken;
    this.failed = failed;
    this.isTooLarge = request.getLength() > most;
    this.late =
        request
            .getComponents()
            .getScheduler()
            .schedule(
                () -> request.fail(new TimeoutException("the body is late")),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  /** Reads what is there, and asks to be run again when there is more. */
  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk, false)) {
        // No byte for a while, of which a server that stops has less patience; how long is too
        // long, the timeout of the whole body says.
        continue;
      }
      if (Content.Chunk.isFailure(chunk)) {
        fail(chunk.getFailure());
        return;
      }
      take(chunk);
      if (chunk.isLast()) {
        complete();
        return;
      }
    }
  }

  private void take(Content.Chunk chunk) {
    isTooLarge |= bytes.size() + chunk.remaining() > most;
    if (!isTooLarge) {
      byte[] more = new byte[chunk.remaining()];
      chunk.get(more, 0, more.length);
      bytes.writeBytes(more);
    }
    chunk.release();
  }

  private void complete() {
    late.cancel();
    if (isTooLarge) {
      failed.accept(
          new Refusal(
              Failure.Code.TOO_LARGE,
              "the body is larger than " + most + " bytes",
              "send fewer requests at once, or use a batch transform"));
    } else {
      taken.accept(bytes.toByteArray());
    }
  }

  private void fail(Throwable failure) {
    late.cancel();
    boolean isLate = failure instanceof TimeoutException;
    failed.accept(
        isLate
            ? new Refusal(
                Failure.Code.BODY_TIMEOUT, "the body came too slowly", "send it again, at once")
            : failure);
  }
}
