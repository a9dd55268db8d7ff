package io.recsys.examples.cli;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of docs/accuracy.md: on what, and of what its figures are.
 *
 * @param name what the command line calls it
 * @param caption what it is about
 * @param release the folder of the MovieLens release, below the data's
 * @param splits the splits, {@code DATA} standing for the data's folder
 * @param relevantFrom the lowest rating that makes a test row relevant
 * @param seeds how many trainings a figure is the mean of, unless asked otherwise
 * @param models what stands beside the hybrid
 * @param measures the figures shown, by the names that {@link Trial} gives them
 */
record Table(
    String name,
    String caption,
    String release,
    List<String> splits,
    double relevantFrom,
    int seeds,
    Beside models,
    List<String> measures) {
  /** What stands beside the hybrid in a table. */
  enum Beside {
    BASELINES,
    /** The hybrid without one of its parts. */
    VARIANTS
  }

  private static final double LIKED = 4;
  private static final double ANY = 1;

  static final List<Table> ALL =
      List.of(
          new Table(
              "u1-u5",
              "MovieLens 100K, the five folds of its archive",
              "ml-100k",
              List.of("u1", "u2", "u3", "u4", "u5"),
              LIKED,
              3,
              Beside.BASELINES,
              List.of("rmse", "mae", "ndcg@10", "recall@10")),
          new Table(
              "random",
              "MovieLens 100K, random 80/20",
              "ml-100k",
              List.of("file:DATA/splits/ml-100k-random80.test-rows"),
              LIKED,
              3,
              Beside.BASELINES,
              List.of(
                  "rmse",
                  "mae",
                  "ndcg@10",
                  "recall@10",
                  "coverage@10",
                  "novelty@10",
                  "popularity@10")),
          new Table(
              "temporal",
              "MovieLens 100K, global temporal 80/20",
              "ml-100k",
              List.of("temporal(0.8)"),
              LIKED,
              3,
              Beside.BASELINES,
              List.of(
                  "rmse",
                  "mae",
                  "warm rmse",
                  "cold rmse",
                  "test-then-learn rmse",
                  "test-then-learn mae",
                  "test-then-learn warm rmse",
                  "test-then-learn cold rmse",
                  "ndcg@10",
                  "warm ndcg@10",
                  "cold ndcg@10")),
          new Table(
              "ml-1m",
              "MovieLens 1M, random 90/10",
              "ml-1m",
              List.of("file:DATA/splits/ml-1m-random90.test-rows"),
              LIKED,
              3,
              Beside.BASELINES,
              List.of("rmse", "mae", "ndcg@10", "recall@10")),
          new Table(
              "stratified",
              "MovieLens 100K, three quarters of each user's rows at random, as MS Recommenders has it",
              "ml-100k",
              List.of("stratified(0.75)"),
              ANY,
              1,
              Beside.BASELINES,
              List.of("rmse", "mae", "ndcg@10", "precision@10", "recall@10")),
          new Table(
              "ncf",
              "MovieLens 1M, one row a user to find among 99 others, the files of NCF",
              "ml-1m",
              List.of("ncf:DATA/ml-1m"),
              ANY,
              3,
              Beside.BASELINES,
              List.of("hit@10", "ndcg@10", "full hit@10", "full ndcg@10", "rmse", "mae")),
          new Table(
              "ablation",
              "MovieLens 100K, u1, the hybrid without one of its parts",
              "ml-100k",
              List.of("u1"),
              LIKED,
              1,
              Beside.VARIANTS,
              List.of("rmse", "mae", "ndcg@10", "recall@10")));

  /**
   * The table of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Table of(String name) {
    return ALL.stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "table: there is no '%s', but %s"
                        .formatted(
                            name,
                            ALL.stream().map(Table::name).collect(Collectors.joining(", ")))));
  }

  /** Whether a figure of test-then-learn is among those shown. */
  boolean learns() {
    return measures.stream().anyMatch(measure -> measure.startsWith(Trial.LEARNED));
  }
}
