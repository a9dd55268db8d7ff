package io.recsys.model;

import java.io.IOException;

/**
 * What learns of every step of a save before it is taken: in tests, to copy the disk's state, to
 * fail or to halt there.
 */
@FunctionalInterface
interface SaveWatcher {
  /** One that does nothing. */
  SaveWatcher NONE = step -> {};

  /** Called before a step. */
  void reached(String step) throws IOException;
}
