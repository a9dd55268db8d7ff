package io.recsys.evaluation;

import io.recsys.RecommenderTrainer;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A search for ways in which the answer reaches a model before it is judged: in a split, in
 * features, in a trainer. It looks at behavior alone, so it takes any of them: it changes something
 * that may not matter, runs them again, and sees whether anything moved.
 *
 * <pre>{@code
 * LeakageAudit.Report report =
 *     LeakageAudit.of(split)
 *         .withFeatures(split -> myFeatures(split))
 *         .withTrainer("mine", split -> myTrainer(split))
 *         .run();
 * }</pre>
 *
 * <p>Features are encoded some {@value #PROBES} times and a trainer trains two to four times. All
 * draws derive from the seed. On honest features and trainers the thresholds by chance (on shuffled
 * ratings and on time) are met less than once in 10,000 audits; all others are exact, to rounding.
 * What each check finds, and what it cannot, is told in docs/leaks.md. Immutable; safe for any
 * number of threads as far as the features and trainers are.
 */
public final class LeakageAudit {
  private static final int PROBES = 24;

  private final Split split;
  private final List<FeaturePipeline> features;
  private final List<AuditedTrainer> trainers;
  private final long seed;

  private LeakageAudit(
      Split split, List<FeaturePipeline> features, List<AuditedTrainer> trainers, long seed) {
    this.split = split;
    this.features = List.copyOf(features);
    this.trainers = List.copyOf(trainers);
    this.seed = seed;
  }

  /** An audit of a split, which features and trainers join. */
  public static LeakageAudit of(Split split) {
    return new LeakageAudit(split, List.of(), List.of(), 42);
  }

  /** This audit with features beside those it has. */
  public LeakageAudit withFeatures(FeaturePipeline pipeline) {
    List<FeaturePipeline> all = new ArrayList<>(features);
    all.add(pipeline);
    return new LeakageAudit(split, all, trainers, seed);
  }

  /**
   * This audit with a trainer beside those it has, one that gets the training part alone. Whether
   * its epoch or settings were picked on the test part beforehand cannot be seen.
   */
  public LeakageAudit withTrainer(RecommenderTrainer trainer) {
    return withTrainer(new AuditedTrainer(trainer.name(), false, any -> trainer));
  }

  /**
   * This audit with a trainer beside those it has, one that is made from a split: whatever picks
   * epochs or settings, or reads files of its own, belongs into the function.
   *
   * @param name what reports call it
   */
  public LeakageAudit withTrainer(String name, Function<Split, RecommenderTrainer> trainer) {
    return withTrainer(new AuditedTrainer(name, true, trainer));
  }

  private LeakageAudit withTrainer(AuditedTrainer trainer) {
    List<AuditedTrainer> all = new ArrayList<>(trainers);
    all.add(trainer);
    return new LeakageAudit(split, features, all, seed);
  }

  /** This audit with another seed, 42 at first. */
  public LeakageAudit withSeed(long seed) {
    return new LeakageAudit(split, features, trainers, seed);
  }

  /**
   * Runs every check that can be run.
   *
   * @throws IllegalArgumentException if a pipeline's rows are not those of the split
   */
  public Report run() {
    List<Finding> findings = new ArrayList<>(new SplitChecks(split).run());
    for (FeaturePipeline pipeline : features) {
      findings.addAll(new FeatureChecks(split, pipeline, PROBES, seed).run());
    }
    for (AuditedTrainer trainer : trainers) {
      findings.addAll(new TrainerChecks(split, trainer, seed).run());
    }
    return new Report(split.train().name(), split.name(), findings);
  }

  /** A trainer under audit; {@code seesSplit} where it is made from each split anew. */
  record AuditedTrainer(
      String name, boolean seesSplit, Function<Split, RecommenderTrainer> factory) {}

  /** How a check ended. */
  public enum Outcome {
    /** It found a leak. */
    LEAK,
    /** It found something that is allowed and that a reader of figures should know. */
    NOTE,
    /** It found nothing. */
    CLEAN,
    /** It could not be run. */
    NOT_RUN
  }

  /**
   * What one check found.
   *
   * @param subject what was checked: {@code split}, or the name of features or a trainer
   * @param check the check's name, for example {@code own-rating}
   * @param outcome how it ended
   * @param found what was found, or why it was not run, in one sentence with figures
   * @param mend what to do about it; empty where there is nothing to do
   */
  public record Finding(String subject, String check, Outcome outcome, String found, String mend) {
    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("subject", subject);
      map.put("check", check);
      map.put("outcome", outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      map.put("found", found);
      if (!mend.isEmpty()) {
        map.put("mend", mend);
      }
      return map;
    }
  }

  /**
   * What an audit found.
   *
   * @param data the data set's name
   * @param split the split's name
   * @param checks a finding for every check, in the order in which they were made; those that could
   *     not be run are among them
   */
  public record Report(String data, String split, List<Finding> checks) {
    /** Copies the list. */
    public Report {
      checks = List.copyOf(checks);
    }

    /** Whether no check found a leak. A check that could not be run does not count. */
    public boolean passed() {
      return leaks().isEmpty();
    }

    /** The leaks that were found. */
    public List<Finding> leaks() {
      return with(Outcome.LEAK);
    }

    /** The checks that could not be run. */
    public List<Finding> notRun() {
      return with(Outcome.NOT_RUN);
    }

    private List<Finding> with(Outcome outcome) {
      return checks.stream().filter(finding -> finding.outcome() == outcome).toList();
    }

    /** The report as maps, texts and numbers that any JSON writer takes. */
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("data", data);
      map.put("split", split);
      map.put("passed", passed());
      map.put("checks", checks.stream().map(Finding::toMap).toList());
      return map;
    }

    /** The report as lines: the verdict, then a line for each check. */
    public String toText() {
      StringBuilder text = new StringBuilder();
      int ran = checks.size() - notRun().size();
      text.append(
          String.format(
              Locale.ROOT,
              "%s, split %s: %s in %d checks; %d could not be run.%n",
              data,
              split,
              passed() ? "no leak" : leaks().size() + (leaks().size() == 1 ? " leak" : " leaks"),
              ran,
              notRun().size()));
      for (Finding finding : checks) {
        String outcome = finding.outcome().name().replace('_', ' ');
        String line =
            String.format(
                Locale.ROOT,
                "%-7s  %s, %s: %s",
                finding.outcome() == Outcome.CLEAN ? "clean" : outcome,
                finding.subject(),
                finding.check(),
                finding.found());
        text.append(line).append(System.lineSeparator());
        if (!finding.mend().isEmpty()) {
          text.append("         ").append(finding.mend()).append(System.lineSeparator());
        }
      }
      return text.toString();
    }
  }
}
