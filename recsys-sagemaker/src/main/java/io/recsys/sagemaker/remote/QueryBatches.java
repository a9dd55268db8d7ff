package io.recsys.sagemaker.remote;

import io.recsys.Query;
import io.recsys.Recommendations;
import io.recsys.sagemaker.protocol.Request;
import io.recsys.sagemaker.protocol.RequestJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers to many queries, in their order: as many are asked together as fit into one request and
 * its answer. For one thread.
 */
final class QueryBatches implements Iterator<Recommendations> {
  private static final int MOST_QUERIES = 100;

  /** Some way below the 6,291,456 bytes that the service takes. */
  private static final long MOST_BYTES = 6_000_000;

  /** An item takes some 250 bytes of an answer, which has the same limit. */
  private static final long MOST_ITEMS = 10_000;

  private final Function<List<Request>, List<Recommendations>> asker;
  private final Iterator<Query> queries;
  private @Nullable Query next;
  private Iterator<Recommendations> answers = List.<Recommendations>of().iterator();

  QueryBatches(Function<List<Request>, List<Recommendations>> asker, Iterator<Query> queries) {
    this.asker = asker;
    this.queries = queries;
  }

  @Override
  public boolean hasNext() {
    return answers.hasNext() || next != null || queries.hasNext();
  }

  @Override
  public Recommendations next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all queries are answered");
    }
    if (!answers.hasNext()) {
      answers = asker.apply(batch()).iterator();
    }
    return answers.next();
  }

  /** At least one request; the query that does not fit any more waits for the next batch. */
  private List<Request> batch() {
    List<Request> batch = new ArrayList<>();
    long bytes = 0;
    long items = 0;
    while (batch.size() < MOST_QUERIES && (next != null || queries.hasNext())) {
      Query query = next == null ? queries.next() : next;
      Request request = new Request.Ranking(query);
      bytes += RequestJson.write(request).getBytes(StandardCharsets.UTF_8).length + 1;
      items += query.k();
      boolean fits = batch.isEmpty() || (bytes <= MOST_BYTES && items <= MOST_ITEMS);
      next = fits ? null : query;
      if (!fits) {
        break;
      }
      batch.add(request);
    }
    return batch;
  }
}
