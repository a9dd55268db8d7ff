package io.recsys.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTrainingTest {
  @TempDir private Path folder;

  @Test
  void run_refusesATakenPlaceBeforeItTrains() throws IOException {
    Path ratings = Files.writeString(folder.resolve("ratings.csv"), "1,1,3\n1,2,4\n2,1,5\n2,2,1\n");
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Files.writeString(taken.resolve("letter.txt"), "dear");
    for (Path place : new Path[] {taken, ratings}) {
      Run run =
          Run.of(
              "train",
              "--ratings",
              ratings,
              "--columns",
              "user,item,rating",
              "--delimiter",
              "COMMA",
              "--split",
              "random(0.5)",
              "--out",
              place);
      assertThat(run.exitCode()).isEqualTo(1);
      // Four ratings are too few to train on, so another message would mean that training began.
      assertThat(run.err()).contains(place.toString(), "give another --out");
    }
    assertThat(taken.resolve("letter.txt")).hasContent("dear");
  }
}
