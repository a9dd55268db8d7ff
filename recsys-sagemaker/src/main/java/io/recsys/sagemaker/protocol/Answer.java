package io.recsys.sagemaker.protocol;

import io.recsys.Explanation;
import io.recsys.Recommendations;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an endpoint answers to one {@link Request}; {@link AnswerJson} is how it is spelled. */
public sealed interface Answer {
  /**
   * The best items.
   *
   * @param explanations none, or one for each item, in the order of the items
   */
  record Ranked(Recommendations recommendations, List<Explanation> explanations) implements Answer {
    /** Copies the explanations. */
    public Ranked {
      explanations = List.copyOf(explanations);
      if (!explanations.isEmpty() && explanations.size() != recommendations.size()) {
        throw new IllegalArgumentException(
            "explanations: there are %d for %d items; give one for each, or none"
                .formatted(explanations.size(), recommendations.size()));
      }
    }
  }

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
