package io.recsys;

import io.recsys.model.HybridRecommender;
import io.recsys.model.ModelFormatException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A trained model that answers queries. Immutable: safe for any number of threads, nothing to
 * close.
 */
public interface Recommender {
  /**
   * The recommender saved in a folder. Threads help to load it, and have ended when it is there.
   *
   * @throws NoSuchFileException if there is no such folder
   * @throws ModelFormatException if the bundle in it is damaged, too old, too new, or scores
   *     otherwise than when it was saved
   * @throws IOException if it cannot be read, or the calling thread is interrupted
   */
  static Recommender load(Path folder) throws IOException {
    return HybridRecommender.load(folder);
  }

  /**
   * The answer to a query: at most {@code query.k()} items in order of score, equal scores in order
   * of the items' ids. An unknown user is answered with a lower {@link Basis}; a user who has seen
   * everything gets an empty answer.
   *
   * @throws IllegalArgumentException if the query describes someone by attributes that the model,
   *     which learned from others, does not know, or by a text that is no number
   */
  Recommendations recommend(Query query);

  /**
   * The answers to many queries, in their order. Queries are taken and answered as the stream is
   * read, some thousand at a time by all processors, so that memory does not grow with their
   * number.
   *
   * <pre>{@code
   * recommender
   *     .recommendAll(users.stream().map(user -> Query.forUser(user).withK(20)))
   *     .forEachOrdered(writer::write);
   * }</pre>
   *
   * <p>A query that fails throws as the stream is read, and with it fail the others of its batch:
   * answers before it may not have come yet, and reading on does not bring them.
   *
   * @return a sequential stream, to be read once, by one thread
   */
  default Stream<Recommendations> recommendAll(Stream<Query> queries) {
    Iterator<Recommendations> answers = new AnswerBatches(this, queries.iterator());
    int order = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(answers, order), false)
        .onClose(queries::close);
  }

  /**
   * What items are ranked by for a user, one score for each, seen or not; comparable among these.
   * NaN for an item that the model does not know.
   */
  default double[] score(String user, List<String> items) {
    Query query =
        Query.forUser(user)
            .withCandidates(new HashSet<>(items))
            .withExcludeSeen(false)
            .withK(items.size());
    Map<String, Double> scores = new HashMap<>();
    recommend(query).forEach(answer -> scores.put(answer.item(), answer.score()));
    return items.stream().mapToDouble(item -> scores.getOrDefault(item, Double.NaN)).toArray();
  }

  /**
   * The ratings a user is predicted to give, on the data's scale and clipped to it, one for each
   * item. NaN from a model that predicts no ratings. An unknown user or item is predicted from what
   * is known about the other.
   */
  double[] predict(String user, List<String> items);

  /**
   * The ratings that the one a query is about is predicted to give, one for each item; of the
   * query, user, history, attributes and time count. A model that learns nothing from a history
   * answers without it.
   */
  default double[] predict(Query query, List<String> items) {
    String user = query.user();
    // No user has the empty id.
    return predict(user == null ? "" : user, items);
  }

  /** The rating a user is predicted to give an item; see {@link #predict(String, List)}. */
  default double predict(String user, String item) {
    return predict(user, List.of(item))[0];
  }

  /**
   * The {@code k} best items that the user has not seen.
   *
   * @throws IllegalArgumentException if {@code k} is negative
   */
  default Recommendations topK(String user, int k) {
    return recommend(Query.forUser(user).withK(k));
  }

  /** {@link #topK(String, int)} for data whose user ids are whole numbers. */
  default Recommendations topK(long user, int k) {
    return topK(Long.toString(user), k);
  }
}
