package io.recsys.sagemaker.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.sagemaker.MlFolder;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code serve}, in a process of its own where signals matter. */
class HostingTest {
  private static final Pattern PORT = Pattern.compile("serve: listens on port (\\d+)");

  @TempDir private Path base;

  /** The process's main class: what the container runs for {@code serve}. */
  static final class Main {
    public static void main(String[] args) {
      System.exit(Hosting.serve(new MlFolder(Path.of(args[0])), System.getenv(), System.out));
    }
  }

  private Process start(Path folder) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            folder.toString());
    builder.environment().put("SAGEMAKER_BIND_TO_PORT", "0");
    return builder.redirectErrorStream(true).start();
  }

  private static int port(BufferedReader out) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher matcher = PORT.matcher(line);
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
    }
    throw new AssertionError("the process ended without a port");
  }

  @Test
  void serve_answersUntilItIsToldToEnd() throws Exception {
    RunningServer.copyModel(base.resolve("model"));
    Process process = start(base);
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int port = port(out);
      HttpClient client = HttpClient.newHttpClient();
      while (ping(client, port) != 200) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      HttpRequest request =
          request(port, "/invocations").POST(BodyPublishers.ofString("{\"userId\":17}")).build();
      assertThat(client.send(request, BodyHandlers.ofString()).body())
          .startsWith("{\"user\":\"17\",\"basis\":\"USER\"");
      // The pipe of a Process that is destroyed is closed; that of its handle is not.
      process.toHandle().destroy();
      List<String> rest = out.lines().toList();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(rest).anyMatch(line -> line.contains("\"Invocations\":1"));
      assertThat(rest.get(rest.size() - 1)).contains("has stopped");
    } finally {
      process.destroyForcibly();
    }
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }

  private static int ping(HttpClient client, int port) throws Exception {
    return client.send(request(port, "/ping").build(), BodyHandlers.discarding()).statusCode();
  }

  @Test
  void serve_endsWhereTheModelCannotBeLoaded() throws Exception {
    RunningServer.copyModel(base.resolve("model"));
    Files.writeString(base.resolve("model/manifest.json"), "{");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int status =
        Hosting.serve(
            new MlFolder(base),
            Map.of("SAGEMAKER_BIND_TO_PORT", "0"),
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    assertThat(status).isEqualTo(1);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("serve: failed: ", "manifest.json")
        .doesNotContain("\tat ");
  }

  @Test
  void serve_endsWhereThePortIsTakenOrAVariableIsWrong() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      ByteArrayOutputStream printed = new ByteArrayOutputStream();
      for (String port : List.of("" + taken.getLocalPort(), "http")) {
        int status =
            Hosting.serve(
                new MlFolder(base),
                Map.of("SAGEMAKER_BIND_TO_PORT", port),
                new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(status).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains(port);
      }
    }
  }
}
