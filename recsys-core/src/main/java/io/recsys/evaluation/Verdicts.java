package io.recsys.evaluation;

import io.recsys.evaluation.LeakageAudit.Finding;
import io.recsys.evaluation.LeakageAudit.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The findings of one subject, gathered check by check. Not safe for concurrent use. */
final class Verdicts {
  private final String subject;
  private final List<Finding> findings = new ArrayList<>();

  Verdicts(String subject) {
    this.subject = subject;
  }

  void clean(String check, String found, Object... figures) {
    add(check, Outcome.CLEAN, text(found, figures), "");
  }

  void note(String check, String found, Object... figures) {
    add(check, Outcome.NOTE, text(found, figures), "");
  }

  void notRun(String check, String reason, Object... figures) {
    add(check, Outcome.NOT_RUN, text(reason, figures), "");
  }

  void leak(String check, String mend, String found, Object... figures) {
    add(check, Outcome.LEAK, text(found, figures), mend);
  }

  private static String text(String format, Object... figures) {
    return String.format(Locale.ROOT, format, figures);
  }

  private void add(String check, Outcome outcome, String found, String mend) {
    findings.add(new Finding(subject, check, outcome, found, mend));
  }

  List<Finding> findings() {
    return findings;
  }
}
