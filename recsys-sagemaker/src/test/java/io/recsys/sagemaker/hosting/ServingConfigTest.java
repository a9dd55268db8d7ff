package io.recsys.sagemaker.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServingConfigTest {
  @Test
  void of_isReadyForTheServiceWithoutAnyVariable() {
    ServingConfig config = ServingConfig.of(Map.of());
    assertThat(config.port()).isEqualTo(8080);
    assertThat(config.workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(config.maxBody()).isEqualTo(6_291_456);
    assertThat(config.answerTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.drainTimeout()).isLessThan(Duration.ofSeconds(30));
    assertThat(config.isBatch()).isFalse();
    assertThat(config.accept()).isNull();
  }

  @Test
  void of_takesTheServicesVariables() {
    ServingConfig config =
        ServingConfig.of(
            Map.of(
                "SAGEMAKER_BIND_TO_PORT", "9000",
                "SAGEMAKER_MODEL_SERVER_WORKERS", "3",
                "SAGEMAKER_MODEL_SERVER_TIMEOUT", "7",
                "SAGEMAKER_MAX_PAYLOAD_IN_MB", "60",
                "SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", "application/jsonlines",
                "SAGEMAKER_BATCH", "true"));
    assertThat(config.port()).isEqualTo(9000);
    assertThat(config.workers()).isEqualTo(3);
    assertThat(config.answerTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(config.maxBody()).isEqualTo(62_914_560);
    assertThat(config.concurrentTransforms()).isEqualTo(1);
    assertThat(config.accept()).isEqualTo(Format.JSON_LINES);
    assertThat(config.isBatch()).isTrue();
  }

  @Test
  void of_takesNoLimitOfABatchTransformAsTheLargest() {
    assertThat(ServingConfig.of(Map.of("SAGEMAKER_MAX_PAYLOAD_IN_MB", "0")).maxBody())
        .isEqualTo(100 << 20);
  }

  @ParameterizedTest
  @CsvSource({
    "SAGEMAKER_BIND_TO_PORT,http",
    "SAGEMAKER_BIND_TO_PORT,70000",
    "SAGEMAKER_MODEL_SERVER_WORKERS,0",
    "SAGEMAKER_MAX_PAYLOAD_IN_MB,101",
    "RECSYS_MAX_K,1.5",
  })
  void of_namesTheVariableThatIsWrong(String name, String value) {
    assertThatThrownBy(() -> ServingConfig.of(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name + ": '" + value + "'");
  }
}
