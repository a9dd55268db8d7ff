package io.recsys.sagemaker.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.Query;
import io.recsys.Recommender;
import io.recsys.sagemaker.protocol.Answer;
import io.recsys.sagemaker.protocol.AnswerJson;
import io.recsys.sagemaker.protocol.Failure;
import java.io.RandomAccessFile;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An endpoint that holds many models. */
class ManyModelsTest {
  private static final Path HYBRID = RunningServer.model("v1-hybrid");

  @TempDir private Path temporary;

  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = RunningServer.empty(Map.of("SAGEMAKER_MULTI_MODEL", "true"), config -> config);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> load(String name, Path folder) {
    String body = "{\"model_name\":\"%s\",\"url\":\"%s\"}".formatted(name, folder);
    return RunningServer.send(server.to("/models").POST(BodyPublishers.ofString(body)).build());
  }

  private HttpResponse<String> invoke(String name) {
    return RunningServer.send(
        server
            .to("/models/" + name + "/invoke")
            .POST(BodyPublishers.ofString("{\"userId\":\"17\"}"))
            .build());
  }

  private static void assertFailed(HttpResponse<String> response, Failure.Code code) {
    assertThat(Failure.read(response.body()).code()).isEqualTo(code);
    assertThat(response.statusCode()).isEqualTo(code.status());
  }

  @Test
  void ping_isHealthyWithoutAModel() {
    assertThat(server.read("/ping").statusCode()).isEqualTo(200);
    assertThat(server.read("/models").body()).isEqualTo("{\"models\":[]}");
    assertFailed(server.invoke("{\"userId\":\"17\"}"), Failure.Code.NOT_READY);
  }

  @Test
  void models_areLoadedAskedListedAndForgotten() throws Exception {
    assertThat(load("a", RunningServer.MODEL).statusCode()).isEqualTo(200);
    assertThat(load("b", HYBRID).statusCode()).isEqualTo(200);
    for (var model : Map.of("a", RunningServer.MODEL, "b", HYBRID).entrySet()) {
      Recommender recommender = Recommender.load(model.getValue());
      assertThat(AnswerJson.read(invoke(model.getKey()).body()))
          .isEqualTo(new Answer.Ranked(recommender.recommend(Query.forUser("17"))));
    }
    assertThat(server.read("/models").body())
        .contains("\"modelName\":\"a\"", "\"modelName\":\"b\"");
    assertThat(server.read("/models/b").body())
        .contains("\"modelName\":\"b\"", "\"modelUrl\":\"" + HYBRID + "\"");

    assertFailed(load("a", HYBRID), Failure.Code.ALREADY_LOADED);
    assertThat(RunningServer.send(server.to("/models/a").DELETE().build()).statusCode())
        .isEqualTo(200);
    assertFailed(invoke("a"), Failure.Code.NOT_FOUND);
    assertFailed(server.read("/models/a"), Failure.Code.NOT_FOUND);
    assertFailed(
        RunningServer.send(server.to("/models/a").DELETE().build()), Failure.Code.NOT_FOUND);
    assertThat(invoke("b").statusCode()).isEqualTo(200);
  }

  @Test
  void models_thatCannotBeLoadedLeaveTheOthersAlone() throws Exception {
    assertThat(load("good", RunningServer.MODEL).statusCode()).isEqualTo(200);
    Path damaged = temporary.resolve("damaged");
    RunningServer.copyModel(damaged);
    Files.writeString(damaged.resolve("manifest.json"), "{");
    assertFailed(load("bad", damaged), Failure.Code.INTERNAL);
    assertFailed(load("bad", temporary.resolve("nothing")), Failure.Code.INTERNAL);
    HttpResponse<String> noJson =
        RunningServer.send(server.to("/models").POST(BodyPublishers.ofString("{\"url\"")).build());
    assertFailed(noJson, Failure.Code.BAD_REQUEST);
    HttpResponse<String> noName =
        RunningServer.send(server.to("/models").POST(BodyPublishers.ofString("{}")).build());
    assertFailed(noName, Failure.Code.BAD_REQUEST);
    assertThat(invoke("good").statusCode()).isEqualTo(200);
  }

  @Test
  void models_beyondMemoryAreRefusedAsTheServiceExpects() throws Exception {
    Path large = Files.createDirectories(temporary.resolve("large"));
    try (RandomAccessFile file = new RandomAccessFile(large.resolve("weights").toFile(), "rw")) {
      // A file with a hole: it takes no disk.
      file.setLength(Runtime.getRuntime().maxMemory());
    }
    assertFailed(load("large", large), Failure.Code.NO_MEMORY);
  }
}
