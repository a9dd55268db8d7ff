package io.recsys.examples.cli;

import io.recsys.Recommendations;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.evaluation.EvaluationReport;
import io.recsys.examples.report.Example;
import io.recsys.examples.report.Figure;
import io.recsys.examples.report.HtmlReport;
import io.recsys.examples.report.ModelReport;
import io.recsys.examples.report.PredictionAnalysis;
import io.recsys.examples.report.RecommendedLists;
import io.recsys.examples.report.TrainingCurves;
import io.recsys.model.HybridRecommender;
import io.recsys.source.LoadedParts;
import io.recsys.split.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A folder with all there is to say of a measured model: JSON, pictures and a page of HTML.
 *
 * @param console where remarks go
 * @param folder the folder
 */
record ReportFolder(Console console, Path folder) {
  private static final int K = 10;
  private static final int STEPS = 5;

  /** Writes what a measurement found of a model saved in a folder. */
  void write(Path model, HybridRecommender recommender, LoadedParts parts, Measurement measurement)
      throws IOException {
    EvaluationReport figures = measurement.report();
    if (figures == null) {
      console.say("No report: split %s has no test rows.", parts.split().name());
      return;
    }
    try (StepBar bar = StepBar.of(console, "report", STEPS)) {
      Split split = parts.split();
      Optional<PredictionAnalysis> predictions =
          PredictionAnalysis.of("hybrid", recommender, split);
      bar.step(1);
      ModelReport report = new ModelReport(figures, split.train(), predictions);
      Map<String, Object> evaluation = new LinkedHashMap<>();
      evaluation.put("model", model.toString());
      evaluation.putAll(report.toMap());
      Json.write(folder.resolve("evaluation_report.json"), evaluation);
      bar.step(1);
      RecommendedLists lists = lists(recommender, split);
      List<Example> examples = Example.of(recommender, split);
      Json.write(folder.resolve("recommendation_report.json"), recommendations(lists, examples));
      bar.step(1);
      Optional<TrainingCurves> curves = TrainingCurves.read(model.resolve(ModelTraining.REPORT));
      draw("prediction_analysis.png", predictions.map(PredictionAnalysis::figure));
      draw("training_curves.png", curves.map(TrainingCurves::figure));
      bar.step(1);
      String page = new HtmlReport(model.toString(), report, lists, examples, curves).page();
      Files.writeString(folder.resolve("report.html"), page);
      bar.step(1);
    }
    console.say("Report: %s", folder.resolve("report.html"));
  }

  /** The lists' figures and some of the lists, as {@code recommendation_report.json} has them. */
  static Map<String, Object> recommendations(RecommendedLists lists, List<Example> examples) {
    Map<String, Object> map = new LinkedHashMap<>(lists.toMap());
    map.put("examples", examples.stream().map(Example::toMap).toList());
    return map;
  }

  private void draw(String file, Optional<Figure> figure) throws IOException {
    if (figure.isPresent()) {
      figure.get().write(folder.resolve(file));
    }
  }

  private static RecommendedLists lists(HybridRecommender recommender, Split split) {
    Dataset train = split.train();
    Interactions test = split.test();
    List<Recommendations> answers =
        new ArrayList<>(
            IntStream.range(0, test.users())
                .filter(user -> test.count(user) > 0)
                .parallel()
                .mapToObj(user -> recommender.topK(train.users().id(user), K))
                .toList());
    RecommendedLists lists = new RecommendedLists(train, K);
    answers.forEach(lists::add);
    return lists;
  }
}
