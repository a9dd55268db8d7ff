package io.recsys.sagemaker.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recsys.Query;
import io.recsys.Recommender;
import io.recsys.sagemaker.local.LocalSageMaker;
import io.recsys.sagemaker.protocol.Failure;
import io.recsys.sagemaker.remote.EndpointException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the service answers when something is wrong, and what becomes of it. */
class EndpointFailureTest {
  private static final String NOTHING = "{\"basis\":\"POPULARITY\",\"items\":[]}";
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path home;
  private FakeRuntime runtime;

  @BeforeEach
  void start() throws IOException {
    runtime = new FakeRuntime(null);
  }

  @AfterEach
  void stop() {
    runtime.close();
  }

  private EndpointException failure(Duration timeout) {
    return catchThrowableOfType(EndpointException.class, () -> ask(timeout));
  }

  private void ask(Duration timeout) {
    Recommender remote =
        RemoteRecommender.endpoint(FakeRuntime.ENDPOINT, Clients.once(runtime, timeout));
    assertThat(remote.recommend(Query.forAnyone())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, ThrottlingException, Rate exceeded, OVERLOADED, true",
    "503, ServiceUnavailable, Try later, SERVICE, true",
    "500, InternalFailure, An internal failure occurred, SERVICE, true",
    "530, InternalDependencyException, A dependency failed, SERVICE, true",
    "429, ModelNotReadyException, The model is loading, NOT_READY, true",
    "403, AccessDeniedException, User is not authorized, DENIED, false",
    "403, ExpiredTokenException, The security token has expired, DENIED, false",
    "403, UnrecognizedClientException, The security token is invalid, DENIED, false",
    "400, ValidationError, Endpoint movies of account 1 not found., NO_SUCH_ENDPOINT, false"
  })
  void failureOfTheService_isOfAKind(
      int status, String type, String message, Kind kind, boolean isTransient) {
    runtime.fail(status, type, message);
    EndpointException failure = failure(LONG);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.isTransient()).isEqualTo(isTransient);
    assertThat(failure)
        .hasMessageStartingWith("endpoint 'movies': " + message)
        .hasMessageContaining("; ")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.Code.class,
      names = {"BAD_REQUEST", "TOO_LARGE"},
      mode = EnumSource.Mode.EXCLUDE)
  void failureOfTheContainer_saysWhatTheContainerDoes(Failure.Code code) {
    runtime.failModel(code.status(), new Failure(code, "this is amiss", "do that").write());
    EndpointException failure = failure(LONG);
    assertThat(failure).hasMessageStartingWith("endpoint 'movies': this is amiss; ");
    boolean isUnavailable = code.status() == 503 || code == Failure.Code.BODY_TIMEOUT;
    assertThat(failure.isTransient()).isEqualTo(isUnavailable || code == Failure.Code.NO_MEMORY);
  }

  @Test
  void wrongRequest_isAnIllegalArgument() {
    runtime.failModel(
        400, new Failure(Failure.Code.BAD_REQUEST, "k: 5000 is too many", "ask for less").write());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ask(LONG))
        .withMessage("k: 5000 is too many; ask for less");
  }

  @Test
  void otherContainer_isQuoted() {
    runtime.failModel(500, "<html>Internal\nServer Error</html>");
    assertThat(failure(LONG))
        .hasMessageContaining("status 500 and '<html>Internal Server Error</html>'")
        .extracting(EndpointException::kind)
        .isEqualTo(Kind.MODEL);
    runtime.answer("[[0.1,0.9]]", 0);
    assertThat(failure(LONG).kind()).isEqualTo(Kind.MODEL);
    runtime.answer("{\"user\":\"1\",\"scores\":[]}", 0);
    assertThat(failure(LONG).kind()).isEqualTo(Kind.MODEL);
  }

  @Test
  void slowAnswer_isATimeout() {
    runtime.answer(NOTHING, 10_000);
    long start = System.nanoTime();
    assertThat(failure(Duration.ofMillis(300)).kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void deadEndpoint_isUnreachable() {
    runtime.close();
    assertThat(failure(LONG).kind()).isEqualTo(Kind.UNREACHABLE);
    try (RemoteRecommender direct = RemoteRecommender.container(runtime.address())) {
      EndpointException failure =
          catchThrowableOfType(EndpointException.class, () -> direct.topK("1", 1));
      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    }
  }

  @Test
  void shedRequests_areAskedAgain() {
    String busy = new Failure(Failure.Code.OVERLOADED, "too much", "ask later").write();
    runtime.failModel(503, busy);
    runtime.fail(503, "ServiceUnavailable", "Try later");
    runtime.failModel(503, busy);
    runtime.answer(NOTHING, 0);
    try (RemoteRecommender remote =
        RemoteRecommender.endpoint(FakeRuntime.ENDPOINT, Clients.retrying(runtime))) {
      assertThat(remote.recommend(Query.forAnyone())).isEmpty();
    }
    assertThat(runtime.bodies()).hasSize(4);
  }

  @Test
  void wrongRequests_areNotAskedAgain() {
    runtime.failModel(400, new Failure(Failure.Code.BAD_REQUEST, "wrong", "correct it").write());
    try (RemoteRecommender remote =
        RemoteRecommender.endpoint(FakeRuntime.ENDPOINT, Clients.retrying(runtime))) {
      assertThatIllegalArgumentException().isThrownBy(() -> remote.recommend(Query.forAnyone()));
    }
    assertThat(runtime.bodies()).hasSize(1);
  }

  @Test
  void endpoint_findsRegionAndCredentialsByItself() throws Exception {
    runtime.answer(NOTHING, 0);
    Map<String, String> environment =
        Map.of(
            "AWS_REGION", "eu-west-1",
            "AWS_ACCESS_KEY_ID", "id",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_ENDPOINT_URL", runtime.address().toString());
    assertThat(application(environment, true)).isEqualTo("0 items");
    assertThat(runtime.bodies()).hasSize(1);
  }

  @Test
  void endpoint_saysWhatIsMissing() throws Exception {
    assertThat(application(Map.of(), true))
        .startsWith("NO_REGION endpoint 'movies': the AWS SDK finds no region; set AWS_REGION");
    assertThat(application(Map.of("AWS_REGION", "eu-west-1"), true))
        .startsWith("NO_CREDENTIALS endpoint 'movies': the AWS SDK finds no credentials; run")
        .hasSizeLessThan(200);
    assertThat(application(Map.of(), false))
        .contains("add software.amazon.awssdk:sagemakerruntime");
  }

  /** What an application prints that has this environment and no home. */
  private String application(Map<String, String> environment, boolean hasSdk) throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    if (!hasSdk) {
      classPath =
          Arrays.stream(classPath.split(java.io.File.pathSeparator))
              .filter(entry -> !entry.contains("awssdk"))
              .collect(Collectors.joining(java.io.File.pathSeparator));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    LocalSageMaker.defaults().java().toString(),
                    "-Duser.home=" + home,
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                    "-cp",
                    classPath,
                    Application.class.getName()))
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    builder.environment().put("HOME", home.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed.strip();
  }

  /** An application of one line. */
  static final class Application {
    private Application() {}

    public static void main(String[] args) {
      try (RemoteRecommender recommender = RemoteRecommender.endpoint("movies")) {
        System.out.println(recommender.topK("1", 5).size() + " items");
      } catch (EndpointException e) {
        System.out.println(e.kind() + " " + e.getMessage());
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
