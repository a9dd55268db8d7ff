package io.recsys.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.sagemaker.training.JobFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerMainTest {
  @TempDir private Path base;

  @Test
  void run_namesTheCommandsThereAre() throws IOException {
    JobFolder job = JobFolder.in(base);

    assertThat(job.run("tain").status()).isEqualTo(2);
    assertThat(job.run("tain").log().strip())
        .isEqualTo("there is no command 'tain'; give one of train, serve, process, doctor");
    assertThat(job.run().log().strip())
        .isEqualTo("no command is given; give one of train, serve, process, doctor");
  }

  @Test
  void doctor_findsATrainingsFoldersInOrder() throws IOException {
    JobFolder.Result result = JobFolder.small(base).run("doctor");

    assertThat(result.status()).as(result.log()).isZero();
    assertThat(result.log())
        .contains("training engine  DJL with PyTorch")
        .contains("hyperparameters valid; channel training holds ratings")
        .contains(base.resolve("model") + " can be written")
        .doesNotContain("missing");
  }

  @Test
  void doctor_saysWhatATrainingLacks() throws IOException {
    JobFolder job = JobFolder.small(base).with(Map.of("epoch", "3"));
    Files.createFile(base.resolve("checkpoints"));

    JobFolder.Result result = job.run("doctor");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.log())
        .contains("missing  settings         there is no hyperparameter 'epoch'; did you mean")
        .contains("missing  folder           " + base.resolve("checkpoints"));
  }

  @Test
  void doctor_loadsTheModel() throws IOException {
    JobFolder.small(base.resolve("job")).with(Map.of("epochs", "1", "split", "all")).run("train");
    Files.createDirectories(base.resolve("endpoint"));
    Files.move(base.resolve("job/model"), base.resolve("endpoint/model"));
    Path weights = base.resolve("endpoint/model/model.safetensors");

    JobFolder.Result well = run("endpoint");
    assertThat(well.status()).as(well.log()).isZero();
    assertThat(well.log())
        .contains("ok       model            loads; trained on ratings, split all");

    Files.write(weights, new byte[] {1});
    JobFolder.Result ill = run("endpoint");
    assertThat(ill.status()).isEqualTo(1);
    assertThat(ill.log()).contains("missing  model            " + weights);
  }

  @Test
  void doctor_missesTheModelOfAnEndpoint() {
    JobFolder.Result result = run("nothing");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.log()).contains("missing  model            none in ");
  }

  @Test
  void doctor_printsMetricDefinitions() {
    JobFolder.Result result = new JobFolder(new MlFolder(base)).run("doctor", "metrics");

    assertThat(result.status()).isZero();
    assertThat(result.log()).startsWith("[").contains("\"Name\": \"validation:ndcg@10\"");
    assertThat(new JobFolder(new MlFolder(base)).run("doctor", "x").status()).isEqualTo(2);
  }

  private JobFolder.Result run(String folder) {
    return new JobFolder(new MlFolder(base.resolve(folder))).run("doctor");
  }
}
