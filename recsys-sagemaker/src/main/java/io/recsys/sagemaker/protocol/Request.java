package io.recsys.sagemaker.protocol;

import io.recsys.Query;
import java.util.List;

/** One thing that an endpoint is asked; {@link RequestJson} is how it is spelled. */
public sealed interface Request {
  /** About whom it asks and, for a ranking, what may be ranked. */
  Query query();

  /** A request for the best items. */
  record Ranking(Query query) implements Request {}

  /**
   * A request for predicted ratings, as {@link io.recsys.Recommender#predict(Query, List)} answers
   * it.
   *
   * @param query user, history, attributes and time count
   * @param items the ids of the items
   */
  record Prediction(Query query, List<String> items) implements Request {
    /** Copies the items. */
    public Prediction {
      items = List.copyOf(items);
    }
  }

  /**
   * A request for what items are ranked by, as {@link io.recsys.Recommender#score} answers it.
   *
   * @param user the user's id
   * @param items the ids of the items
   */
  record Scoring(String user, List<String> items) implements Request {
    /** Copies the items. */
    public Scoring {
      items = List.copyOf(items);
    }

    @Override
    public Query query() {
      return Query.forUser(user);
    }
  }
}
