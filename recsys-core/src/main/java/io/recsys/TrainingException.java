package io.recsys;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Training that ended without a usable model: diverged, canceled, or for want of an engine. */
public class TrainingException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** A failure described by the message alone. */
  public TrainingException(String message) {
    super(message);
  }

  /** A failure with its cause. */
  public TrainingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
