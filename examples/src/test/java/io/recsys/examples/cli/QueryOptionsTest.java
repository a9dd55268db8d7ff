package io.recsys.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.recsys.data.Dataset;
import io.recsys.source.DemoDataset;
import io.recsys.train.HybridConfig;
import io.recsys.train.HybridTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryOptionsTest {
  private static final Dataset DATA = DemoDataset.generate(new DemoDataset.Size(100, 60, 1500), 7);

  @TempDir private static Path folder;

  @BeforeAll
  static void train() throws IOException {
    new HybridTrainer(HybridConfig.defaults().withEpochs(1)).train(DATA).save(folder("model"));
  }

  private static Path folder(String name) {
    return folder.resolve(name);
  }

  private static Run recommend(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("recommend", "--model", folder("model")));
    all.addAll(List.of(arguments));
    return Run.of(all.toArray());
  }

  private static List<String> items(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    Run run = recommend(all.toArray());
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json().getAsJsonArray("items").asList().stream()
        .map(item -> item.getAsJsonObject().get("item").getAsString())
        .toList();
  }

  @Test
  void attributes_describeSomeoneNew() {
    JsonObject answer = recommend("--attribute", "age=24", "--json").json();
    assertThat(answer.keySet()).containsExactly("basis", "items");
    assertThat(answer.get("basis").getAsString()).isEqualTo("ATTRIBUTES");
    assertThat(recommend("--attribute", "age=24", "--attribute", "gender=F").out())
        .contains("basis ATTRIBUTES: the attributes alone");
    Run unknown = recommend("--attribute", "shoe=42");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("attributes: 'shoe' is none that the model knows of users");
    Run wrong = recommend("--attribute", "age=old");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("attributes: age is 'old', which is no number");
  }

  @Test
  void options_sayWhatIsListed() {
    String user = DATA.users().id(4);
    List<String> all = items("--user", user, "-k", 9);
    assertThat(items("--user", user, "-k", 3, "--offset", 4)).isEqualTo(all.subList(4, 7));
    assertThat(items("--user", user, "-k", 9, "--diversity", 0.9)).isNotEqualTo(all).hasSize(9);
    assertThat(items("--user", user, "--min-support", 1_000_000)).isEmpty();
    String genre = DATA.itemAttributes().terms("genres", 0).get(0);
    List<String> its = items("--user", user, "-k", 60, "--genre", genre);
    assertThat(its)
        .isNotEmpty()
        .allSatisfy(
            id -> {
              int index = DATA.items().indexOf(id);
              assertThat(DATA.itemAttributes().terms("genres", index)).contains(genre);
            });
    Run wrong = recommend("--user", user, "--diversity", 2);
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("diversity: 2.0 is not allowed");
  }
}
