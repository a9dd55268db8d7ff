package io.recsys.evaluation;

import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommender;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.evaluation.LeakageAudit.AuditedTrainer;
import io.recsys.evaluation.LeakageAudit.Finding;
import io.recsys.split.Split;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What may leak into a trained model. */
final class TrainerChecks {
  private static final String CHOICE = "choice-by-test";
  private static final String SEEN = "test-rows-seen";

  private final Split split;
  private final AuditedTrainer trainer;
  private final long seed;
  private final Verdicts verdicts;

  TrainerChecks(Split split, AuditedTrainer trainer, long seed) {
    this.split = split;
    this.trainer = trainer;
    this.seed = seed;
    this.verdicts = new Verdicts(trainer.name());
  }

  List<Finding> run() {
    if (split.test().size() < 2) {
      for (String check : List.of(CHOICE, SEEN, ShuffledTraining.CHECK)) {
        verdicts.notRun(check, "There are fewer than two test rows.");
      }
      return verdicts.findings();
    }
    Recommender base = train(split);
    choiceByTest(base);
    testRowsSeen(base);
    Recommender shuffled = train(Altered.trainShuffled(split, seed));
    new ShuffledTraining(split, shuffled).run(verdicts);
    return verdicts.findings();
  }

  private Recommender train(Split on) {
    return trainer.factory().apply(on).train(on.train());
  }

  private void choiceByTest(Recommender base) {
    if (!trainer.seesSplit()) {
      verdicts.notRun(
          CHOICE,
          "The trainer gets the training part alone; if its epoch or settings are picked elsewhere,"
              + " give the function of the split that picks them.");
      return;
    }
    Answers answers = new Answers(split);
    // A choice may hang on the ratings or on which rows there are: both change.
    Split altered = Altered.testRows(Altered.testRatings(split), 0);
    String changed = answers.difference(base, train(altered));
    if (changed.isEmpty()) {
      verdicts.clean(CHOICE, "Another test part gave the same model.");
      return;
    }
    String again = answers.difference(base, train(split));
    if (again.isEmpty()) {
      verdicts.leak(
          CHOICE,
          "Pick epochs and settings on rows cut from split.train(), and train on those alone.",
          "Another test part, with the same training part, gave another model: %s.",
          changed);
    } else {
      verdicts.notRun(
          CHOICE, "The same split gave another model the second time (%s): fix the seed.", again);
    }
  }

  /** Whether rows of the test part alone count as seen by the user. */
  private void testRowsSeen(Recommender base) {
    Interactions test = split.test();
    Interactions rows = split.train().interactions();
    Dataset data = split.train();
    int seen = 0;
    int asked = 0;
    for (int user = 0; user < test.users(); user++) {
      Set<String> items = new HashSet<>();
      for (int position = test.start(user); position < test.end(user); position++) {
        if (!rows.contains(user, test.item(position))) {
          items.add(data.items().id(test.item(position)));
        }
      }
      if (!items.isEmpty()) {
        Query query =
            Query.forUser(data.users().id(user)).withK(items.size()).withCandidates(items);
        Set<String> unseen = ids(base, query);
        Set<String> any = ids(base, query.withExcludeSeen(false));
        any.removeAll(unseen);
        seen += any.size();
        asked += items.size();
      }
    }
    if (seen == 0) {
      verdicts.clean(SEEN, "The model holds none of %d test rows for seen.", asked);
    } else {
      verdicts.leak(
          SEEN,
          "Train on split.train() alone.",
          "The model holds %d of %d test rows for seen: it was trained on them.",
          seen,
          asked);
    }
  }

  private static Set<String> ids(Recommender recommender, Query query) {
    Set<String> ids = new HashSet<>();
    for (Recommendation recommendation : recommender.recommend(query)) {
      ids.add(recommendation.item());
    }
    return ids;
  }

  /** Questions put to two models, to see whether they are one. */
  private record Answers(Split split) {
    private static final int USERS = 200;
    private static final int K = 10;
    private static final double ROUNDING = 1e-5;

    /** The first difference as text, or an empty text. */
    String difference(Recommender first, Recommender second) {
      Interactions test = split.test();
      Dataset data = split.train();
      List<String> items = data.items().ids();
      int step = Math.max(1, test.users() / USERS);
      for (int user = 0; user < test.users(); user += step) {
        String id = data.users().id(user);
        double[] one = first.predict(id, items);
        double[] other = second.predict(id, items);
        for (int item = 0; item < one.length; item++) {
          if (differ(one[item], other[item])) {
            return String.format(
                Locale.ROOT,
                "user %s and item %s have %.4f in place of %.4f",
                id,
                items.get(item),
                other[item],
                one[item]);
          }
        }
        if (!order(first, id).equals(order(second, id))) {
          return "user " + id + " gets another ranking";
        }
      }
      return "";
    }

    private boolean differ(double one, double other) {
      return Double.isNaN(one) != Double.isNaN(other)
          || Math.abs(one - other) > ROUNDING * split.train().scale().width();
    }

    private static List<String> order(Recommender recommender, String user) {
      return recommender.topK(user, K).items().stream().map(Recommendation::item).toList();
    }
  }
}
