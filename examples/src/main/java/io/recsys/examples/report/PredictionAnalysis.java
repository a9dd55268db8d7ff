package io.recsys.examples.report;

import io.recsys.Recommender;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.examples.report.Charts.Labels;
import io.recsys.examples.report.Charts.Points;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A model's predicted ratings of the test rows beside the ratings that users gave. */
public final class PredictionAnalysis {
  private static final int BINS = 16;
  private static final int ERROR_BINS = 33;
  private static final int FEWEST_ROWS = 10;

  private final String model;
  private final RatingScale scale;
  private final List<Part> byPrediction = new ArrayList<>();
  private final TreeMap<Double, Part> byRating = new TreeMap<>();
  private final TreeMap<Integer, Part> byActivity = new TreeMap<>();
  private final Histogram errors;

  /** Rows that have something in common. */
  private static final class Part {
    private int rows;
    private double predicted;
    private double actual;
    private double actualSquares;
    private double errorSquares;

    void add(double prediction, double rating) {
      rows++;
      predicted += prediction;
      actual += rating;
      actualSquares += rating * rating;
      errorSquares += (prediction - rating) * (prediction - rating);
    }

    double meanPredicted() {
      return predicted / rows;
    }

    double meanActual() {
      return actual / rows;
    }

    double rmse() {
      return Math.sqrt(errorSquares / rows);
    }

    /** Half the 95 % interval of the mean rating, as if rows were independent. */
    double halfInterval() {
      double variance = Math.max(0, actualSquares / rows - meanActual() * meanActual());
      return rows < 2 ? 0 : 1.96 * Math.sqrt(variance / (rows - 1));
    }

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("rows", rows);
      map.put("meanPredicted", meanPredicted());
      map.put("meanActual", meanActual());
      map.put("rmse", rmse());
      return map;
    }
  }

  private PredictionAnalysis(String model, RatingScale scale) {
    this.model = model;
    this.scale = scale;
    // An odd number of bins that reach past the largest error: one is centered on 0.
    double reach = scale.width() * ERROR_BINS / (ERROR_BINS - 1);
    this.errors = new Histogram(-reach, reach, ERROR_BINS);
    IntStream.range(0, BINS).forEach(bin -> byPrediction.add(new Part()));
  }

  /**
   * Asks a model for the ratings of all test rows, users in parallel; empty where it predicts none
   * for some of them, or there are none.
   *
   * @param model what it is called
   */
  public static Optional<PredictionAnalysis> of(
      String model, Recommender recommender, Split split) {
    Dataset train = split.train();
    Interactions test = split.test();
    PredictionAnalysis analysis = new PredictionAnalysis(model, train.scale());
    List<double[]> predictions =
        IntStream.range(0, test.users())
            .parallel()
            .mapToObj(
                user ->
                    recommender.predict(
                        train.users().id(user),
                        IntStream.range(test.start(user), test.end(user))
                            .mapToObj(p -> train.items().id(test.item(p)))
                            .toList()))
            .toList();
    for (int user = 0; user < test.users(); user++) {
      int active = train.interactions().count(user);
      for (int p = test.start(user); p < test.end(user); p++) {
        double predicted = predictions.get(user)[p - test.start(user)];
        if (Double.isNaN(predicted)) {
          return Optional.empty();
        }
        analysis.add(predicted, test.value(p), active);
      }
    }
    return test.size() == 0 ? Optional.empty() : Optional.of(analysis);
  }

  private void add(double predicted, double actual, int activity) {
    int bin = (int) ((predicted - scale.min()) / scale.width() * BINS);
    byPrediction.get(Math.max(0, Math.min(BINS - 1, bin))).add(predicted, actual);
    byRating.computeIfAbsent(actual, rating -> new Part()).add(predicted, actual);
    byActivity
        .computeIfAbsent(Integer.highestOneBit(activity), low -> new Part())
        .add(predicted, actual);
    errors.add(predicted - actual);
  }

  /** The mean rating of the rows predicted close to each other, against their mean prediction. */
  Panel calibration() {
    List<Part> parts = byPrediction.stream().filter(part -> part.rows >= FEWEST_ROWS).toList();
    List<Double> ends = List.of(scale.min(), scale.max());
    List<Points> points = new ArrayList<>();
    points.add(Points.line("perfect", ends, ends));
    if (!parts.isEmpty()) {
      points.add(
          new Points(
              model,
              parts.stream().map(Part::meanPredicted).toList(),
              parts.stream().map(Part::meanActual).toList(),
              parts.stream().map(Part::halfInterval).toList(),
              false));
    }
    return Charts.points(
        new Labels("Calibration", "predicted rating", "mean rating given"), points);
  }

  Panel errors() {
    return Charts.bars(
        new Labels("Errors", "predicted less given", "test rows"), errors.names(), errors.counts());
  }

  Panel byActivity() {
    return Charts.bars(
        new Labels("RMSE by the user's activity", "ratings in training", "RMSE"),
        byActivity.keySet().stream().map(PredictionAnalysis::band).toList(),
        byActivity.values().stream().map(Part::rmse).toList());
  }

  private Panel byRating() {
    List<Double> ratings = List.copyOf(byRating.keySet());
    return Charts.points(
        new Labels("Mean prediction by rating", "rating given", "mean prediction"),
        List.of(
            Points.line("perfect", ratings, ratings),
            Points.line(
                model, ratings, byRating.values().stream().map(Part::meanPredicted).toList())));
  }

  private static String band(int low) {
    return low < 2 ? String.valueOf(low) : low + "–" + (2 * low - 1);
  }

  /** Calibration, errors, and who is predicted how well. */
  public Figure figure() {
    return new Figure(
        model + ": predicted ratings against those given",
        List.of(calibration(), errors(), byActivity(), byRating()),
        2);
  }

  /** The figures by the keys of the JSON report. */
  public Map<String, Object> toMap() {
    List<Map<String, Object>> bins = new ArrayList<>();
    byPrediction.stream().filter(part -> part.rows > 0).forEach(part -> bins.add(part.toMap()));
    Map<String, Object> activity = new LinkedHashMap<>();
    byActivity.forEach((low, part) -> activity.put(band(low), part.toMap()));
    Map<String, Object> ratings = new LinkedHashMap<>();
    byRating.forEach((rating, part) -> ratings.put(Numbers.plain(rating), part.toMap()));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("calibration", bins);
    map.put("errors", errors.toMap());
    map.put("byActivity", activity);
    map.put("byRating", ratings);
    return map;
  }
}
