package io.recsys.evaluation;

import io.recsys.data.Interactions;
import io.recsys.evaluation.LeakageAudit.Finding;
import io.recsys.split.Leak;
import io.recsys.split.Split;
import java.util.List;

/** What may leak in a split itself: rows in both parts, and training rows of the future. */
final class SplitChecks {
  private final Interactions train;
  private final Interactions test;
  private final Leak promised;
  private final Verdicts verdicts = new Verdicts("split");

  SplitChecks(Split split) {
    this.train = split.train().interactions();
    this.test = split.test();
    this.promised = split.leak();
  }

  List<Finding> run() {
    if (test.size() == 0) {
      verdicts.notRun("overlap", "There are no test rows.");
      verdicts.notRun("time-order", "There are no test rows.");
      return verdicts.findings();
    }
    overlap();
    if (train.hasTimes() && test.hasTimes()) {
      timeOrder();
    } else {
      verdicts.notRun("time-order", "The data has no times.");
    }
    return verdicts.findings();
  }

  private void overlap() {
    int both = 0;
    for (int user = 0; user < test.users(); user++) {
      for (int position = test.start(user); position < test.end(user); position++) {
        both += train.contains(user, test.item(position)) ? 1 : 0;
      }
    }
    if (both == 0) {
      verdicts.clean("overlap", "None of %d test rows is in the training part.", test.size());
    } else {
      verdicts.leak(
          "overlap",
          "Drop duplicates before splitting, and train on split.train() alone.",
          "%d of %d test rows have their user and item in the training part too.",
          both,
          test.size());
    }
  }

  private void timeOrder() {
    long latest = Long.MIN_VALUE;
    for (int position = 0; position < train.size(); position++) {
      latest = Math.max(latest, train.time(position));
    }
    int anyone = 0;
    int own = 0;
    for (int user = 0; user < test.users(); user++) {
      boolean trained = train.count(user) > 0;
      // A user's rows are in order of time.
      long last = trained ? train.time(train.end(user) - 1) : Long.MIN_VALUE;
      for (int position = test.start(user); position < test.end(user); position++) {
        anyone += latest > test.time(position) ? 1 : 0;
        own += last > test.time(position) ? 1 : 0;
      }
    }
    judge(anyone, own);
  }

  private void judge(int anyone, int own) {
    int broken =
        switch (promised) {
          case NOTHING -> anyone;
          case FUTURE_OF_OTHERS -> own;
          case FUTURE, UNKNOWN -> 0;
        };
    if (broken > 0) {
      verdicts.leak(
          "time-order",
          "Cut the rows by time with a SplitStrategy, or state what the split promises.",
          "%d of %d test rows have a later training row%s, which this split rules out.",
          broken,
          test.size(),
          promised == Leak.NOTHING ? "" : " of the same user");
    } else if (anyone > 0) {
      verdicts.note(
          "time-order",
          "%d of %d test rows have a later training row, %d one of the same user: the split lets"
              + " the future in, and its figures do not foretell how a model does in service.",
          anyone,
          test.size(),
          own);
    } else {
      verdicts.clean(
          "time-order", "No training row is later than any of %d test rows.", test.size());
    }
  }
}
