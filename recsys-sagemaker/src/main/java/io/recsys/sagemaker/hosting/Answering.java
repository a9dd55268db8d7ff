package io.recsys.sagemaker.hosting;

import io.recsys.Query;
import io.recsys.Recommender;
import io.recsys.sagemaker.protocol.Answer;
import io.recsys.sagemaker.protocol.Failure;
import io.recsys.sagemaker.protocol.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What turns requests into answers by asking a recommender. Safe for any number of threads.
 *
 * @param maxK the largest {@code k} of a request
 */
record Answering(Recommender recommender, int maxK) {
  private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

  /** Each takes as long as some thousand predictions. */
  static final int MAX_EXPLAINED = 100;

  /**
   * The answer to a request.
   *
   * @throws IllegalArgumentException if it asks for what cannot be
   */
  Answer answer(Request request) {
    if (request instanceof Request.Ranking ranking) {
      return ranked(ranking.query());
    }
    if (request instanceof Request.Prediction asked) {
      double[] ratings = recommender.predict(asked.query(), asked.items());
      return new Answer.Predicted(asked.query().user(), byItem(asked.items(), ratings));
    }
    if (request instanceof Request.Scoring asked) {
      double[] scores = recommender.score(asked.user(), asked.items());
      return new Answer.Scored(asked.user(), byItem(asked.items(), scores));
    }
    throw new AssertionError(request);
  }

  /** The answer to a part of a body, or why there is none; nothing is thrown. */
  Answer answerOrFailure(Body.Part part) {
    try {
      return answer(part.request().get());
    } catch (IllegalArgumentException e) {
      return new Answer.Failed(part.userOrNull(), Failure.of(e));
    } catch (RuntimeException e) {
      return new Answer.Failed(part.userOrNull(), unexpected(e));
    }
  }

  /** What a caller is told of a fault that is not the caller's; the log is told the rest. */
  static Failure unexpected(Throwable fault) {
    LOG.error("a request met a fault of the server", fault);
    return new Failure(
        Failure.Code.INTERNAL,
        "the server is at fault: " + fault.getClass().getSimpleName(),
        "look for the same time in the server's log");
  }

  private Answer ranked(Query query) {
    if (query.k() > maxK) {
      throw new IllegalArgumentException(
          "k: %d is more than the endpoint gives; ask for %d or fewer, page by page with offset"
              .formatted(query.k(), maxK));
    }
    if (query.explain() && query.k() > MAX_EXPLAINED) {
      throw new IllegalArgumentException(
          "k: %d items are too many to explain; ask for %d or fewer"
              .formatted(query.k(), MAX_EXPLAINED));
    }
    return new Answer.Ranked(recommender.recommend(query));
  }

  private static Map<String, Double> byItem(List<String> items, double[] numbers) {
    Map<String, Double> byItem = new LinkedHashMap<>();
    for (int i = 0; i < numbers.length; i++) {
      byItem.put(items.get(i), numbers[i]);
    }
    return byItem;
  }
}
