package io.recsys.sagemaker.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.sagemaker.MlFolder;
import io.recsys.source.DelimitedFile;
import io.recsys.source.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingChannelTest {
  private static final String ROWS = "1\t7\t4\t100\n2\t7\t3\t200\n";

  @TempDir private Path base;

  private MlFolder ml() {
    return new MlFolder(base);
  }

  private Path file(String channel, String name, String content) throws IOException {
    Path file = ml().channel(channel).resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    return Files.writeString(file, content);
  }

  @Test
  void find_prefersTrainingThenTrainThenTheOnlyOne() throws IOException {
    file("ratings", "a.tsv", ROWS);
    assertThat(TrainingChannel.find(ml()).name()).isEqualTo("ratings");

    file("train", "a.tsv", ROWS);
    assertThat(TrainingChannel.find(ml()).name()).isEqualTo("train");

    file("training", "a.tsv", ROWS);
    assertThat(TrainingChannel.find(ml()).name()).isEqualTo("training");
  }

  @Test
  void find_refusesToChoose() throws IOException {
    file("ratings", "a.tsv", ROWS);
    file("items", "a.tsv", ROWS);

    assertThatThrownBy(() -> TrainingChannel.find(ml()))
        .hasMessage(
            "the job has the channels [items, ratings]; give one channel with the name training");
  }

  @Test
  void find_takesTheServicesWordForTheChannels() throws IOException {
    file("training", "a.tsv", ROWS);
    Files.createDirectories(ml().config());
    // FastFile is written as File.
    Files.writeString(
        ml().config().resolve("inputdataconfig.json"),
        "{\"ratings\":{\"TrainingInputMode\":\"File\",\"S3DistributionType\":\"FullyReplicated\"}}");

    TrainingChannel channel = TrainingChannel.find(ml());

    assertThat(channel.name()).isEqualTo("ratings");
    assertThatThrownBy(() -> channel.source(null))
        .hasMessageContaining("the channel has no folder; check its S3Uri");
  }

  @Test
  void source_readsADelimitedFile() throws IOException {
    file("training", "deep/er/ratings.csv", "user,item,rating\n1,7,4\n2,7,3\n");
    file("training", ".hidden", "");

    DelimitedFile.Format format =
        DelimitedFile.Format.defaults().withDelimiter("COMMA").withColumns("user,item,rating");
    var data = TrainingChannel.find(ml()).source(format).read(ReadOptions.defaults()).dataset();

    assertThat(data.name()).isEqualTo("ratings");
    assertThat(data.interactions().size()).isEqualTo(2);
  }

  @Test
  void source_recognizesARelease() throws IOException {
    String channel = "training";
    file(channel, "ml-100k/u.data", "1\t1\t4\t100\n1\t2\t3\t200\n");
    file(
        channel,
        "ml-100k/u.item",
        "1|One (1995)|01-Jan-1995|||%1$s\n2|Two (1996)|01-Jan-1996|||%1$s\n"
            .formatted("0|".repeat(18) + "1"));
    file(channel, "ml-100k/u.user", "1|30|F|writer|12345\n");
    file(channel, "ml-100k/u.genre", "");

    TrainingChannel found = TrainingChannel.find(ml());

    assertThat(found.source(null).readsSplit("u1")).isTrue();
    assertThatThrownBy(() -> found.source(DelimitedFile.Format.defaults()))
        .hasMessageContaining("belong to a delimited file")
        .hasMessageContaining("is a MovieLens release; leave them out");
  }

  @Test
  void source_refusesSeveralFiles() throws IOException {
    file("training", "a.tsv", ROWS);
    file("training", "b.tsv", ROWS);

    assertThatThrownBy(() -> TrainingChannel.find(ml()).source(null))
        .hasMessageContaining("has 2 files and folders that are no MovieLens release;");
  }
}
