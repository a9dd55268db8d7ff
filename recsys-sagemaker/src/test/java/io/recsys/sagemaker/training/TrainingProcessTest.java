package io.recsys.sagemaker.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.recsys.Recommender;
import io.recsys.sagemaker.JobFailure;
import io.recsys.source.DemoDataset;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training jobs in processes of their own, which can be told to end, and run out of disk. */
@Tag("slow")
class TrainingProcessTest {
  private static final DemoDataset.Size ENOUGH = new DemoDataset.Size(100, 100, 2_500);

  @TempDir private Path folder;

  @Test
  void train_toldToEndGoesOnToTheSameWeights() throws IOException, InterruptedException {
    Map<String, String> settings = Map.of("epochs", "4", "split", "all");
    String ratings = JobFolder.ratings(ENOUGH);
    JobFolder interrupted = JobFolder.in(folder.resolve("a")).with(ratings).with(settings);
    JobFolder whole = JobFolder.in(folder.resolve("b")).with(ratings).with(settings);

    Process process = interrupted.process().start();
    String log = readTo("epoch=2;", process);
    // Process.destroy would also close the pipe that the log comes through.
    process.toHandle().destroy();
    log += rest(process);

    assertThat(process.waitFor()).as(log).isEqualTo(TrainingJob.STOPPED);
    assertThat(interrupted.ml().failure()).doesNotExist();
    assertThat(interrupted.ml().checkpoints().resolve("training/training.checkpoint")).exists();
    assertThat(interrupted.ml().model()).isEmptyDirectory();
    assertThat(log).doesNotContain("refit-epoch=1;");

    JobFolder.Result resumed = run(interrupted.process());
    assertThat(resumed.status()).as(resumed.log()).isZero();
    JobFolder.Result uninterrupted = run(whole.process());
    assertThat(uninterrupted.status()).as(uninterrupted.log()).isZero();
    assertThat(interrupted.ml().model().resolve("model.safetensors"))
        .hasSameBinaryContentAs(whole.ml().model().resolve("model.safetensors"));
  }

  @Test
  void train_savesWhereADiskIsMounted() throws IOException, InterruptedException {
    assumeMounts();
    JobFolder job = JobFolder.small(folder);
    Path kept = Files.createDirectory(folder.resolve("kept"));

    // The place of a mount can be neither renamed nor deleted; what is in it is kept.
    JobFolder.Result result =
        run(
            job.processAfter(
                "mkdir -p %1$s/checkpoints && mount --bind %2$s %1$s/model && mount -t tmpfs none %1$s/checkpoints"
                    .formatted(folder, kept)));

    assertThat(result.status()).as(result.log()).isZero();
    assertThat(Recommender.load(kept).topK("1", 3)).hasSize(3);
  }

  @Test
  void train_saysThatTheDiskIsFull() throws IOException, InterruptedException {
    assumeMounts();
    JobFolder job = JobFolder.small(folder);

    JobFolder.Result result =
        run(job.processAfter("mount -t tmpfs -o size=16k none %s/model".formatted(folder)));

    assertThat(result.status()).as(result.log()).isEqualTo(1);
    assertThat(job.failure())
        .contains("No space left on device")
        .endsWith("\nraise VolumeSizeInGB of the job's ResourceConfig")
        .hasSizeLessThanOrEqualTo(JobFailure.SHOWN);
  }

  private static void assumeMounts() throws IOException, InterruptedException {
    boolean mounts;
    try {
      mounts =
          new ProcessBuilder("unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt")
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      mounts = false;
    }
    assumeTrue(mounts, "a disk can be mounted by root alone");
  }

  private static JobFolder.Result run(ProcessBuilder builder)
      throws IOException, InterruptedException {
    Process process = builder.start();
    String log = rest(process);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new JobFolder.Result(process.exitValue(), log);
  }

  private static String readTo(String text, Process process) throws IOException {
    StringBuilder log = new StringBuilder();
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      log.append(line).append('\n');
      if (line.startsWith(text)) {
        return log.toString();
      }
    }
    throw new AssertionError("'" + text + "' never came:\n" + log);
  }

  private static String rest(Process process) throws IOException {
    StringBuilder log = new StringBuilder();
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      log.append(line).append('\n');
    }
    return log.toString();
  }
}
