package io.recsys.sagemaker.hosting;

import io.recsys.sagemaker.protocol.Failure;

/** An invocation that is not answered, and why. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Failure failure;

  Refusal(Failure failure) {
    super(failure.message(), null, false, false);
    this.failure = failure;
  }

  Refusal(Failure.Code code, String message, String hint) {
    this(new Failure(code, message, hint));
  }

  Failure failure() {
    return failure;
  }
}
