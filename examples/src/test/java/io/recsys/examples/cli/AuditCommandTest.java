package io.recsys.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.source.DemoDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
  @TempDir private Path folder;

  @Test
  void audit_passesCleanData() throws IOException {
    Path ratings = ratings(false);
    Run run = Run.of("audit", "--ratings", ratings, "--delimiter", "COMMA", "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonObject report = run.json();
    assertThat(report.get("passed").getAsBoolean()).isTrue();
    assertThat(report.getAsJsonArray("checks")).hasSize(2 + 5 + 3);
    Run text = Run.of("audit", "--ratings", ratings, "--delimiter", "COMMA");
    assertThat(text.out()).contains("no leak in 10 checks").contains("bias, choice-by-test");
  }

  @Test
  void audit_trainsTheModelsAskedFor() throws IOException {
    Path ratings = ratings(false);
    Run run =
        Run.of("audit", "--ratings", ratings, "--delimiter", "COMMA", "--models", "als,popularity");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("als, choice-by-test", "popularity, test-rows-seen");
    Run mistyped =
        Run.of("audit", "--ratings", ratings, "--delimiter", "COMMA", "--models", "hybird");
    assertThat(mistyped.exitCode()).isEqualTo(2);
    assertThat(mistyped.err()).contains("there is no 'hybird'");
  }

  @Test
  void audit_endsWithOne_whereRowsAreInBothParts() throws IOException {
    Path rows = Files.writeString(folder.resolve("rows"), "0\n");
    Run run =
        Run.of(
            "audit", "--ratings", ratings(true), "--delimiter", "COMMA", "--split", "file:" + rows);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("LEAK", "split, overlap: 1 of 1 test rows");
  }

  /** A file of ratings, the first of them twice where asked for. */
  private Path ratings(boolean twice) throws IOException {
    Dataset data = DemoDataset.generate(new DemoDataset.Size(60, 100, 1500), 7);
    Interactions rows = data.interactions();
    StringBuilder csv = new StringBuilder("user,item,rating,time\n");
    for (int p = twice ? -1 : 0; p < rows.size(); p++) {
      int row = Math.max(0, p);
      csv.append(data.users().id(rows.user(row))).append(',');
      csv.append(data.items().id(rows.item(row))).append(',');
      csv.append(rows.value(row)).append(',').append(rows.time(row)).append('\n');
    }
    return Files.writeString(folder.resolve("ratings.csv"), csv);
  }
}
