package io.recsys.evaluation;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All users' judgments put together, in order of user so that the figures do not depend on which
 * thread came first.
 */
final class Tally {
  private final Evaluator evaluator;
  private final Split split;
  private final Evaluator.Scope scope;
  private final String mode;
  private final List<UserJudge.Judgment> judgments;
  private final Map<String, Double> metrics = new LinkedHashMap<>();
  private final Map<String, Averaging> averagings = new LinkedHashMap<>();
  private final Map<String, double[]> perUser = new LinkedHashMap<>();

  Tally(
      Evaluator evaluator,
      Split split,
      Evaluator.Scope scope,
      String mode,
      List<UserJudge.Judgment> judgments) {
    this.evaluator = evaluator;
    this.split = split;
    this.scope = scope;
    this.mode = mode;
    this.judgments = judgments;
  }

  Findings findings(String model) {
    List<String> users = new ArrayList<>(judgments.size());
    judgments.forEach(judgment -> users.add(split.train().users().id(judgment.user())));
    RatedRows rated = rated();
    boolean isRated = rated.isPredicted() && rated.size() == split.test().size();
    if (isRated) {
      addRatingMetrics(rated);
    }
    addRankingMetrics();
    if (evaluator.listedPlaces() > 0) {
      addCatalogMetrics(lists());
    }
    Protocol protocol = protocol();
    boolean isMixed = protocol.counts().warmRows() < protocol.testRows();
    return new Findings(
        model,
        protocol,
        rated.predictedRows(),
        users,
        judgments.stream().mapToInt(judgment -> split.test().count(judgment.user())).toArray(),
        metrics,
        averagings,
        perUser,
        isMixed ? part(rated, true) : Map.of(),
        isMixed ? part(rated, false) : Map.of(),
        isRated ? Calibration.of(rated) : null);
  }

  private Protocol protocol() {
    Dataset training = split.train();
    int ranked = 0;
    int warm = 0;
    for (UserJudge.Judgment judgment : judgments) {
      ranked += judgment.ranked() ? 1 : 0;
      warm += judgment.ranked() && isWarm(judgment.user()) ? 1 : 0;
    }
    return new Protocol(
        training.name(),
        training.hashWith(split.test()),
        training.withInteractions(split.test()).hash(),
        split.name(),
        split.seed(),
        split.leak().sentence(),
        scope.catalog(),
        training.interactions().size(),
        split.test().size(),
        split.counts(),
        mode,
        evaluator.candidates().name(),
        evaluator.threshold(split),
        ranked,
        warm,
        evaluator.places(split),
        evaluator.seed());
  }

  /** The test rows with their predictions; none where none was asked for. */
  private RatedRows rated() {
    Interactions test = split.test();
    int[] starts = new int[judgments.size() + 1];
    double[] predicted = new double[test.size()];
    double[] actual = new double[test.size()];
    int row = 0;
    for (int u = 0; u < judgments.size(); u++) {
      UserJudge.Judgment judgment = judgments.get(u);
      for (int i = 0; i < judgment.predicted().length; i++) {
        predicted[row] = judgment.predicted()[i];
        actual[row++] = test.value(test.start(judgment.user()) + i);
      }
      starts[u + 1] = row;
    }
    return RatedRows.of(Arrays.copyOf(predicted, row), Arrays.copyOf(actual, row), starts);
  }

  private void addRatingMetrics(RatedRows rated) {
    for (RatingMetric metric : evaluator.ratingMetrics()) {
      double[] values = new double[rated.users()];
      Arrays.setAll(
          values, u -> rated.user(u).size() == 0 ? Double.NaN : metric.value(rated.user(u)));
      add(metric.name(), metric.value(rated), metric.averaging(), values);
    }
  }

  private void addRankingMetrics() {
    for (int m = 0; m < evaluator.rankingMetrics().size(); m++) {
      int metric = m;
      double[] values =
          judgments.stream()
              .mapToDouble(j -> j.ranked() ? j.values()[metric] : Double.NaN)
              .toArray();
      add(evaluator.rankingMetrics().get(m).name(), mean(values), Averaging.USERS, values);
    }
  }

  private void addCatalogMetrics(RankedLists lists) {
    for (CatalogMetric metric : evaluator.catalogMetrics()) {
      if (metric.averaging() == Averaging.USERS) {
        double[] values =
            IntStream.range(0, lists.lists())
                .parallel()
                .mapToDouble(list -> metric.value(lists.list(list)))
                .toArray();
        add(metric.name(), mean(values), Averaging.USERS, values);
      } else {
        add(metric.name(), metric.value(lists), Averaging.NONE, null);
      }
    }
  }

  /**
   * The rating metrics of warm rows and the ranking metrics of warm users; or those of all other
   * rows, and of cold users.
   */
  private Map<String, Double> part(RatedRows rated, boolean warm) {
    Map<String, Double> figures = new LinkedHashMap<>();
    RatedRows rows = rated.where(rows(warm));
    if (rows.isPredicted()) {
      evaluator.ratingMetrics().forEach(metric -> figures.put(metric.name(), metric.value(rows)));
    }
    for (int m = 0; m < evaluator.rankingMetrics().size(); m++) {
      int metric = m;
      double[] values =
          judgments.stream()
              .filter(j -> j.ranked() && isWarm(j.user()) == warm)
              .mapToDouble(j -> j.values()[metric])
              .toArray();
      figures.put(evaluator.rankingMetrics().get(m).name(), mean(values));
    }
    figures.values().removeIf(value -> !Double.isFinite(value));
    return figures;
  }

  /**
   * The places, among the test rows as {@link #rated} orders them, of the warm or cold ones: of a
   * warm user and a warm item. Where users' histories are learned, it is by the user alone.
   */
  private BitSet rows(boolean warm) {
    Interactions trained = split.train().interactions();
    BitSet trainedItems = new BitSet();
    if (mode.equals(Protocol.TEST_THEN_LEARN)) {
      trainedItems.set(0, trained.items());
    }
    for (int position = 0; position < trained.size(); position++) {
      trainedItems.set(trained.item(position));
    }
    Interactions test = split.test();
    BitSet rows = new BitSet();
    int row = 0;
    for (UserJudge.Judgment judgment : judgments) {
      for (int i = 0; i < judgment.predicted().length; i++) {
        int item = test.item(test.start(judgment.user()) + i);
        rows.set(row++, (isWarm(judgment.user()) && trainedItems.get(item)) == warm);
      }
    }
    return rows;
  }

  private boolean isWarm(int user) {
    return split.train().interactions().count(user) > 0;
  }

  private RankedLists lists() {
    int[] starts = new int[judgments.size() + 1];
    int[] items = new int[judgments.stream().mapToInt(judgment -> judgment.list().length).sum()];
    BitSet hits = new BitSet(items.length);
    int place = 0;
    for (int u = 0; u < judgments.size(); u++) {
      UserJudge.Judgment judgment = judgments.get(u);
      for (int item : judgment.list()) {
        // What the catalog lacks is no part of it.
        if (item >= 0) {
          hits.set(place, isRelevant(judgment.user(), item));
          items[place++] = item;
        }
      }
      starts[u + 1] = place;
    }
    return RankedLists.of(
        new RankedLists.Columns(
            split.train(),
            scope.catalog(),
            judgments.stream().mapToInt(UserJudge.Judgment::user).toArray(),
            starts,
            items,
            hits,
            CoOccurrence.of(split.train().interactions())));
  }

  private boolean isRelevant(int user, int item) {
    Interactions test = split.test();
    for (int position = test.start(user); position < test.end(user); position++) {
      if (test.item(position) == item) {
        return test.value(position) >= (float) evaluator.threshold(split);
      }
    }
    return false;
  }

  private static double mean(double[] values) {
    double sum = 0;
    int numbers = 0;
    for (double value : values) {
      sum += Double.isNaN(value) ? 0 : value;
      numbers += Double.isNaN(value) ? 0 : 1;
    }
    return sum / numbers;
  }

  /** Adds a metric, unless its value is no finite number. */
  private void add(String name, double value, Averaging averaging, double @Nullable [] values) {
    if (Double.isFinite(value)) {
      metrics.put(name, value);
      averagings.put(name, averaging);
      if (values != null) {
        perUser.put(name, values);
      }
    }
  }
}
