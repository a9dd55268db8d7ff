package io.recsys.sagemaker.protocol;

import io.recsys.Recommendations;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an endpoint answers to one {@link Request}; {@link AnswerJson} is how it is spelled. */
public sealed interface Answer {
  /** The best items, explained where that was asked for. */
  record Ranked(Recommendations recommendations) implements Answer {}

  /**
   * Predicted ratings.
   *
   * @param ratings by the items' ids, in the order asked for; NaN from a model that predicts none
   */
  record Predicted(@Nullable String user, Map<String, Double> ratings) implements Answer {
    /** Copies the ratings. */
    public Predicted {
      ratings = Collections.unmodifiableMap(new LinkedHashMap<>(ratings));
    }
  }

  /**
   * What items are ranked by.
   *
   * @param scores by the items' ids, in the order asked for; NaN for one that the model does not
   *     know
   */
  record Scored(String user, Map<String, Double> scores) implements Answer {
    /** Copies the scores. */
    public Scored {
      scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }
  }

  /**
   * No answer, where others of the same body have one.
   *
   * @param user the user of the request, or null where it names none that can be read
   */
  record Failed(@Nullable String user, Failure failure) implements Answer {}
}
