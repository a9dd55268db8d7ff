package io.recsys.source;

import io.recsys.data.DataFormatException;

/** The choice of the ratings that a prescribed split keeps back, made while they are read. */
interface TestPart {
  /**
   * Whether a rating belongs to the test part; asked once for each, in the order of the file.
   *
   * @param row the number of the data row, from 0
   * @param user the user's number in this reading
   * @param item the item's number in this reading
   */
  boolean contains(long row, int user, int item);

  /**
   * Checks that every rating chosen was there.
   *
   * @param rowsRead the number of data rows
   * @throws DataFormatException if not
   */
  void checkComplete(long rowsRead) throws DataFormatException;
}
