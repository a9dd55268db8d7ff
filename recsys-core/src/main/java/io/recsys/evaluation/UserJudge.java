package io.recsys.evaluation;

import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommender;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks a recommender about one user at a time and judges its answers by the user's test rows. */
final class UserJudge {
  private final Recommender recommender;
  private final Split split;
  private final Evaluator evaluator;
  private final CandidateDraw candidates;
  private final float relevantFrom;
  private final int k;

  UserJudge(Recommender recommender, Split split, Evaluator evaluator) {
    this.recommender = recommender;
    this.split = split;
    this.evaluator = evaluator;
    this.candidates = new CandidateDraw(evaluator.candidates(), split, evaluator.seed());
    // Values are floats: compared as doubles, a stored 3.3 would lie below a threshold of 3.3.
    this.relevantFrom = (float) evaluator.threshold(split);
    this.k = evaluator.places(split);
  }

  /** The judgment on one user. */
  Judgment judge(int user) {
    Interactions test = split.test();
    BitSet relevant = new BitSet(test.items());
    for (int position = test.start(user); position < test.end(user); position++) {
      relevant.set(test.item(position), test.value(position) >= relevantFrom);
    }
    BitSet competing = relevant.isEmpty() ? null : candidates.of(user, relevant);
    boolean isRanked = competing != null;
    boolean isListed = evaluator.listedPlaces() > 0;
    int[] list = new int[0];
    if (isListed || (isRanked && !evaluator.rankingMetrics().isEmpty())) {
      list = list(user, competing);
    }
    double[] values = new double[0];
    if (competing != null) {
      values = values(user, list, competing.cardinality());
    }
    int[] kept = Arrays.copyOf(list, Math.min(list.length, evaluator.listedPlaces()));
    return new Judgment(user, predict(user), isRanked, values, kept);
  }

  private double[] predict(int user) {
    Interactions test = split.test();
    if (evaluator.ratingMetrics().isEmpty() || test.count(user) == 0) {
      return new double[0];
    }
    Vocabulary vocabulary = split.train().items();
    List<String> items = new ArrayList<>();
    for (int position = test.start(user); position < test.end(user); position++) {
      items.add(vocabulary.id(test.item(position)));
    }
    String id = split.train().users().id(user);
    double[] predicted = recommender.predict(id, items);
    requireOneEach(predicted, items, id);
    return predicted;
  }

  static void requireOneEach(double[] predicted, List<String> items, @Nullable String user) {
    if (predicted.length != items.size()) {
      throw new IllegalArgumentException(
          String.format(
              "recommender: predict gave %d ratings for %d items of user '%s'; it must give one each",
              predicted.length, items.size(), user));
    }
  }

  /** The recommended items by index, -1 for one that the catalog lacks. */
  private int[] list(int user, @Nullable BitSet competing) {
    Query query = Query.forUser(split.train().users().id(user)).withK(k);
    if (competing != null && !candidates.isFull()) {
      Set<String> ids = new HashSet<>();
      competing.stream().forEach(item -> ids.add(split.train().items().id(item)));
      query = query.withCandidates(ids).withExcludeSeen(false);
    }
    List<Recommendation> answer = recommender.recommend(query).items();
    int[] list = new int[Math.min(k, answer.size())];
    for (int place = 0; place < list.length; place++) {
      list[place] = split.train().items().indexOf(answer.get(place).item());
    }
    return list;
  }

  /** The value of each ranking metric. */
  private double[] values(int user, int[] list, int competing) {
    Interactions test = split.test();
    double[] rated = new double[test.items()];
    Arrays.fill(rated, Double.NaN);
    double[] best = new double[test.count(user)];
    for (int i = 0; i < best.length; i++) {
      int position = test.start(user) + i;
      best[i] = test.value(position);
      rated[test.item(position)] = best[i];
    }
    double[] ratings = new double[list.length];
    for (int place = 0; place < list.length; place++) {
      ratings[place] = list[place] < 0 ? Double.NaN : rated[list[place]];
      if (list[place] >= 0) {
        rated[list[place]] = Double.NaN;
      }
    }
    JudgedRanking ranking = new JudgedRanking(ratings, best, relevantFrom, competing);
    return evaluator.rankingMetrics().stream().mapToDouble(m -> m.value(ranking)).toArray();
  }

  /**
   * What came out for one user.
   *
   * @param predicted a rating for each test row; empty where none was asked for
   * @param ranked whether ranking metrics count the user
   * @param values each ranking metric's, in the order of the evaluator
   * @param list the items for catalog metrics, by index
   */
  @SuppressWarnings("ArrayRecordComponent") // inside the package, and never compared
  record Judgment(int user, double[] predicted, boolean ranked, double[] values, int[] list) {
    /** The judgment where ratings alone were asked for. */
    static Judgment rated(int user, double[] predicted) {
      return new Judgment(user, predicted, false, new double[0], new int[0]);
    }
  }
}
