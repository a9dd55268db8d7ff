package io.recsys.sagemaker.local;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The answers to one file of a batch transform, a line for each of its lines. For one thread. */
final class TransformOutput {
  /** As many as anyone reads. */
  static final int MOST_FAILURES = 100;

  /** What the service waits by default is 10 minutes. */
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private static final String JSON_LINES = "application/jsonlines";

  private final Path input;
  private final Path file;
  private final boolean isCsv;
  private final List<TransformOutcome.Failure> failures = new ArrayList<>();
  private long records;
  private long failed;

  /**
   * The answers, yet to be written.
   *
   * @param input a file of requests
   * @param file where the answers go
   */
  TransformOutput(Path input, Path file) {
    this.input = input;
    this.file = file;
    this.isCsv = input.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /**
   * Asks for all lines and writes the answers, whole or not at all.
   *
   * @param most the bytes of the largest body
   * @throws IOException if the container fails a body: as in the service, all of the file is lost
   */
  void write(LocalEndpoint endpoint, int most) throws IOException, InterruptedException {
    Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (LineBatches batches = new LineBatches(input, most);
          OutputStream out = Files.newOutputStream(part)) {
        for (byte[] body = batches.next(); body != null; body = batches.next()) {
          for (String answer : ask(endpoint, body, batches.records())) {
            records++;
            note(answer);
            out.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
          }
        }
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private List<String> ask(LocalEndpoint endpoint, byte[] body, int lines)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        endpoint.send(isCsv ? "text/csv" : JSON_LINES, JSON_LINES, body, TIMEOUT);
    String text = new String(response.body(), StandardCharsets.UTF_8);
    if (response.statusCode() != 200) {
      throw new IOException(
          "%s: the container answers with status %d, and all of the file is lost: %s"
              .formatted(input, response.statusCode(), text.strip()));
    }
    List<String> answers = text.lines().toList();
    // A file of users may begin with a header, which has no answer.
    boolean isWhole =
        answers.size() == lines || (isCsv && records == 0 && answers.size() == lines - 1);
    if (!isWhole) {
      throw new IOException(
          "%s: the container gives %d answers to %d lines; its log may say why"
              .formatted(input, answers.size(), lines));
    }
    return answers;
  }

  private void note(String answer) {
    if (JsonParser.parseString(answer).getAsJsonObject().has("error")) {
      failed++;
      if (failures.size() < MOST_FAILURES) {
        failures.add(new TransformOutcome.Failure(file, records, answer));
      }
    }
  }

  Path file() {
    return file;
  }

  /** The number of answers, failures among them. */
  long records() {
    return records;
  }

  /** The number of requests that failed. */
  long failed() {
    return failed;
  }

  /** The first requests that failed. */
  List<TransformOutcome.Failure> failures() {
    return failures;
  }
}
