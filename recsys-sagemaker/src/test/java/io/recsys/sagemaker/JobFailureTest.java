package io.recsys.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.TrainingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class JobFailureTest {
  @Test
  void of_saysTheCauseFirst() {
    assertThat(text(new TrainingException("the loss is NaN; lower lr")))
        .isEqualTo("the loss is NaN; lower lr");
    assertThat(text(new UncheckedIOException(new IOException("a.csv: gone"))))
        .isEqualTo("a.csv: gone");
    assertThat(text(new OutOfMemoryError("Java heap space")))
        .startsWith("out of memory: Java heap space\n")
        .contains("more memory");
    assertThat(text(new FileSystemException("/m", null, "No space left on device")))
        .isEqualTo("/m: No space left on device\nraise VolumeSizeInGB of the job's ResourceConfig");
    assertThat(text(new AccessDeniedException("/m"))).startsWith("/m: may not be read");
    assertThat(text(new IllegalStateException("odd")))
        .startsWith("unexpected java.lang.IllegalStateException: odd\n");
  }

  @Test
  void text_keepsToWhatTheServiceShows() {
    JobFailure failure = new JobFailure("c".repeat(3000) + "\nmore", "a hint\nof two lines");

    assertThat(failure.text())
        .hasSize(JobFailure.SHOWN)
        .startsWith("ccc")
        .endsWith("…\na hint of two lines");
  }

  private static String text(Throwable e) {
    return JobFailure.of(e).text();
  }
}
