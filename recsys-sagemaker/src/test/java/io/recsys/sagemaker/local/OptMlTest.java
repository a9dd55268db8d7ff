package io.recsys.sagemaker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.recsys.Recommender;
import io.recsys.sagemaker.MlFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job in {@code /opt/ml} itself, which a process of its own sees and this machine does not. */
@Tag("slow")
class OptMlTest {
  private static final LocalSageMaker SAGE_MAKER = LocalSageMaker.defaults();
  private static final String MOUNT =
      "mount -t tmpfs none /opt && mkdir /opt/ml && mount --bind %s /opt/ml";

  @TempDir private Path folder;

  @Test
  void train_findsAllWhereTheServicePutsIt() throws Exception {
    assumeTrue(!SAGE_MAKER.java().startsWith("/opt"), "Java itself is in /opt");
    assumeTrue(isMountable(), "mounting takes root and unshare");
    Path ml = Files.createDirectory(folder.resolve("ml"));
    Path data = Files.writeString(folder.resolve("ratings.tsv"), Ratings.rows());
    TrainingRequest request =
        TrainingRequest.of(data, folder.resolve("model.tar.gz"))
            .withHyperparameter("epochs", "1")
            .withHyperparameter("split", "all");
    new TrainingFolder(new MlFolder(ml)).fill(request);

    String java =
        "exec %s -cp '%s' io.recsys.sagemaker.ContainerMain train"
            .formatted(SAGE_MAKER.java(), SAGE_MAKER.classPath());
    Process process = shell(MOUNT.formatted(ml) + " && " + java).redirectErrorStream(true).start();
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(log).isZero();
    assertThat(log).contains("/opt/ml/model");
    assertThat(Recommender.load(ml.resolve("model")).topK("1", 3)).hasSize(3);
  }

  private boolean isMountable() throws InterruptedException {
    try {
      return shell(MOUNT.formatted(folder)).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static ProcessBuilder shell(String command) {
    ProcessBuilder builder = new ProcessBuilder(List.of("unshare", "--mount", "sh", "-c", command));
    builder.environment().remove(MlFolder.BASE_VARIABLE);
    return builder;
  }
}
