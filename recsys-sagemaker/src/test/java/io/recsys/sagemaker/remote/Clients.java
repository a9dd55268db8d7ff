package io.recsys.sagemaker.remote;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/** Clients of a fake service. */
final class Clients {
  private Clients() {}

  /** One that asks again as ours does. */
  static SageMakerRuntimeClient retrying(FakeRuntime runtime) {
    return client(runtime, SageMakerEndpoint.retryStrategy(), Duration.ofSeconds(30));
  }

  /** One that asks once. */
  static SageMakerRuntimeClient once(FakeRuntime runtime, Duration timeout) {
    return client(runtime, AwsRetryStrategy.doNotRetry(), timeout);
  }

  private static SageMakerRuntimeClient client(
      FakeRuntime runtime, RetryStrategy retries, Duration timeout) {
    return SageMakerRuntimeClient.builder()
        .endpointOverride(runtime.address())
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(o -> o.retryStrategy(retries).apiCallTimeout(timeout))
        .build();
  }
}
