package io.recsys.sagemaker.hosting;

import io.recsys.sagemaker.protocol.Answer;
import io.recsys.sagemaker.protocol.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A body on its way to an answer. One thread answers it, from its first request to its last.
 *
 * @param body the requests
 * @param format the format of the answer
 * @param answering who answers
 * @param each told every answer
 */
record Invocation(Body body, Format format, Answering answering, Consumer<Answer> each) {
  /**
   * The answer to all requests.
   *
   * @param most the largest answer, in bytes
   * @param end when to give up, as {@link System#nanoTime()} tells it
   * @throws Refusal if a request cannot be answered, by the first such, or not in time and space
   */
  byte[] whole(int most, long end) {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    try {
      write(
          answers,
          part -> {
            if (System.nanoTime() - end > 0) {
              throw new Refusal(
                  Failure.Code.TIMEOUT,
                  "the answer takes longer than anyone waits for",
                  "send fewer requests at once, or use a batch transform");
            }
            if (answers.size() > most) {
              throw new Refusal(
                  Failure.Code.TOO_LARGE,
                  "the answer is larger than " + most + " bytes",
                  "ask for fewer items, or send fewer requests at once");
            }
            return answer(part);
          });
    } catch (IOException e) {
      throw new AssertionError("memory does not fail to be written", e);
    }
    return answers.toByteArray();
  }

  /** Writes answers one after the other; a request that cannot be answered is one that says so. */
  void each(OutputStream out) throws IOException {
    write(out, answering::answerOrFailure);
  }

  private Answer answer(Body.Part part) {
    try {
      return answering.answer(part.request().get());
    } catch (IllegalArgumentException e) {
      Failure failure = Failure.of(e);
      String where = part.name().isEmpty() ? "" : part.name() + ": ";
      throw new Refusal(failure.code(), where + failure.message(), failure.hint());
    }
  }

  private void write(OutputStream out, Function<Body.Part, Answer> answers) throws IOException {
    AnswerWriter writer = new AnswerWriter(format, body.isMany(), out);
    for (Body.Part part : body.parts()) {
      Answer answer = answers.apply(part);
      each.accept(answer);
      writer.write(answer);
    }
    writer.end();
  }
}
