package io.recsys.sagemaker.hosting;

import io.recsys.Recommendation;
import io.recsys.sagemaker.protocol.Answer;
import io.recsys.sagemaker.protocol.AnswerJson;
import io.recsys.sagemaker.protocol.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/**
 * Answers in a format, one after the other. A row of CSV holds the user, the basis and the ids of
 * the items, best first; or what was asked for and numbers in the order asked for; or {@code
 * ERROR}, the code and the message.
 */
final class AnswerWriter {
  private final Format format;
  private final boolean isMany;
  private final OutputStream out;
  private boolean isFirst = true;

  /**
   * A writer of answers.
   *
   * @param isMany whether JSON is to be a list of answers, rather than the only one
   */
  AnswerWriter(Format format, boolean isMany, OutputStream out) {
    this.format = format;
    this.isMany = isMany;
    this.out = out;
  }

  void write(Answer answer) throws IOException {
    switch (format) {
      case JSON -> {
        if (isMany) {
          text(isFirst ? AnswerJson.HEAD : ",");
        }
        text(AnswerJson.write(answer));
      }
      case JSON_LINES -> text(AnswerJson.write(answer) + "\n");
      case CSV -> text(row(answer) + "\n");
    }
    isFirst = false;
  }

  /** Writes what comes after the last answer. */
  void end() throws IOException {
    if (format == Format.JSON && isMany) {
      text((isFirst ? AnswerJson.HEAD : "") + AnswerJson.TAIL);
    }
  }

  private void text(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String row(Answer answer) {
    List<@Nullable Object> cells = new ArrayList<>();
    if (answer instanceof Answer.Ranked ranked) {
      cells.add(ranked.recommendations().user());
      cells.add(ranked.recommendations().basis());
      ranked.recommendations().items().stream().map(Recommendation::item).forEach(cells::add);
    } else if (answer instanceof Answer.Predicted predicted) {
      cells.add(predicted.user());
      addNumbers("PREDICTIONS", predicted.ratings(), cells);
    } else if (answer instanceof Answer.Scored scored) {
      cells.add(scored.user());
      addNumbers("SCORES", scored.scores(), cells);
    } else if (answer instanceof Answer.Failed failed) {
      Failure failure = failed.failure();
      cells.add(failed.user());
      cells.addAll(List.of("ERROR", failure.code(), failure.message()));
    }
    return CSVFormat.RFC4180.format(cells.toArray());
  }

  private static void addNumbers(
      String what, Map<String, Double> numbers, List<@Nullable Object> cells) {
    cells.add(what);
    numbers.values().forEach(number -> cells.add(Double.isNaN(number) ? "" : number));
  }
}
