package io.recsys;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Answers to many queries, in their order: a batch at a time is taken from them and answered by all
 * threads of the common pool. For one thread.
 */
final class AnswerBatches implements Iterator<Recommendations> {
  /** Enough for all processors to have work, few enough to hold their answers. */
  private static final int SIZE = 1024;

  private final Recommender recommender;
  private final Iterator<Query> queries;
  private Iterator<Recommendations> answers = List.<Recommendations>of().iterator();

  AnswerBatches(Recommender recommender, Iterator<Query> queries) {
    this.recommender = recommender;
    this.queries = queries;
  }

  @Override
  public boolean hasNext() {
    return answers.hasNext() || queries.hasNext();
  }

  @Override
  public Recommendations next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all queries are answered");
    }
    if (!answers.hasNext()) {
      List<Query> batch = new ArrayList<>();
      while (batch.size() < SIZE && queries.hasNext()) {
        batch.add(queries.next());
      }
      answers = batch.parallelStream().map(recommender::recommend).toList().iterator();
    }
    return answers.next();
  }
}
