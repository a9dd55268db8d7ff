package io.recsys.sagemaker.local;

import io.recsys.Query;
import io.recsys.Recommendations;
import io.recsys.Recommender;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A comparison of what an endpoint answers with what a recommender in this process does: items,
 * order, titles and every digit of the numbers.
 *
 * @param questions how many were asked
 * @param differences those that were answered otherwise, in words
 */
public record EndpointCheck(long questions, List<String> differences) {
  private static final int K = 10;
  private static final String UNKNOWN = "someone whom no model knows";

  /** Copies the list. */
  public EndpointCheck {
    differences = List.copyOf(differences);
  }

  /** Whether every answer was the same. */
  public boolean isEqual() {
    return differences.isEmpty();
  }

  /**
   * Asks both for the lists of users, of one unknown and of no one, and for predicted ratings and
   * scores of the items in one list.
   *
   * @param users ids of users
   */
  public static EndpointCheck of(Recommender endpoint, Recommender local, List<String> users) {
    List<String> differences = new ArrayList<>();
    long questions = 0;
    Iterator<Recommendations> answers = endpoint.recommendAll(queries(users)).iterator();
    for (Query query : (Iterable<Query>) queries(users)::iterator) {
      questions++;
      if (!answers.next().equals(local.recommend(query))) {
        differences.add("list of user '" + query.user() + "'");
      }
    }
    String user = users.isEmpty() ? UNKNOWN : users.get(0);
    List<String> items = local.topK(user, K).items().stream().map(item -> item.item()).toList();
    if (!Arrays.equals(endpoint.predict(user, items), local.predict(user, items))) {
      differences.add("predicted ratings of user '" + user + "'");
    }
    if (!Arrays.equals(endpoint.score(user, items), local.score(user, items))) {
      differences.add("scores of user '" + user + "'");
    }
    return new EndpointCheck(questions + 2, differences);
  }

  private static Stream<Query> queries(List<String> users) {
    return Stream.concat(
        Stream.concat(users.stream(), Stream.of(UNKNOWN)).map(user -> Query.forUser(user).withK(K)),
        Stream.of(Query.forAnyone().withK(K)));
  }
}
