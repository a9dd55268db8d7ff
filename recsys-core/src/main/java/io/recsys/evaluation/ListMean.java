package io.recsys.evaluation;

/** The mean over lists of a figure of each. */
final class ListMean {
  private ListMean() {}

  /** A figure of one list. */
  @FunctionalInterface
  interface Figure {
    /** The figure of the first places of a list, NaN where it has none. */
    double of(int list, int places);
  }

  /** The mean over the lists for which the figure of their first {@code k} places is a number. */
  static double of(RankedLists lists, int k, Figure figure) {
    double sum = 0;
    int counted = 0;
    for (int list = 0; list < lists.lists(); list++) {
      double value = figure.of(list, Math.min(k, lists.size(list)));
      sum += Double.isNaN(value) ? 0 : value;
      counted += Double.isNaN(value) ? 0 : 1;
    }
    return sum / counted;
  }
}
