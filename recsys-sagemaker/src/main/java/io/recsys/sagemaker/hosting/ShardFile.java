package io.recsys.sagemaker.hosting;

import io.recsys.sagemaker.protocol.Answer;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What turns a file of requests into a file of answers, some at a time by all processors.
 *
 * @param metrics told every answer
 */
record ShardFile(Answering answering, ServingMetrics metrics) {
  /** Enough for all processors to have work, few enough to hold their answers. */
  private static final int AT_ONCE = 1024;

  /**
   * What was in a file.
   *
   * @param failed how many of the requests have an error in the place of an answer
   */
  record Counts(long requests, long failed) {}

  /**
   * Answers a file: JSON lines if its name ends so, else a user a row. The answers are JSON lines,
   * in order; the file with them is there whole or not at all.
   */
  Counts answer(Path requests, Path answers) throws IOException {
    Path folder = Objects.requireNonNull(answers.toAbsolutePath().getParent());
    Files.createDirectories(folder);
    Path part = folder.resolve("." + answers.getFileName() + ".part");
    try {
      Counts counts = write(requests, part);
      Files.move(part, answers, StandardCopyOption.ATOMIC_MOVE);
      return counts;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Counts write(Path requests, Path part) throws IOException {
    // Every byte is a character, so that one that is no text fails its line alone.
    try (BufferedReader lines = Files.newBufferedReader(requests, StandardCharsets.ISO_8859_1);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
      return write(format(requests), lines, out);
    }
  }

  private static Format format(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.matches("(?i).*\\.(json|jsonl|jsonlines|ndjson)") ? Format.JSON_LINES : Format.CSV;
  }

  private Counts write(Format format, BufferedReader lines, OutputStream out) throws IOException {
    AnswerWriter writer = new AnswerWriter(Format.JSON_LINES, true, out);
    List<Body.Part> parts = new ArrayList<>();
    long number = 0;
    long requests = 0;
    long failed = 0;
    for (String line = lines.readLine(); line != null || !parts.isEmpty(); ) {
      if (line != null) {
        number++;
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1));
        boolean isHeader = number == 1 && format == Format.CSV && Body.isHeader(bytes);
        if (!Body.isBlank(bytes) && !isHeader) {
          parts.add(Body.part(format, "line " + number, bytes));
        }
      }
      if (line == null || parts.size() == AT_ONCE) {
        requests += parts.size();
        failed += write(parts, writer);
        parts.clear();
      }
      line = lines.readLine();
    }
    return new Counts(requests, failed);
  }

  /** Writes the answers to some requests, and counts those that failed. */
  private long write(List<Body.Part> parts, AnswerWriter writer) throws IOException {
    long failed = 0;
    for (Answer answer : parts.parallelStream().map(answering::answerOrFailure).toList()) {
      metrics.answered(answer);
      writer.write(answer);
      failed += answer instanceof Answer.Failed ? 1 : 0;
    }
    return failed;
  }
}
