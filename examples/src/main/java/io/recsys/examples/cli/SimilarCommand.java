package io.recsys.examples.cli;

import io.recsys.Similar;
import io.recsys.model.HybridRecommender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that lists what is like an item, or who is like a user. */
@Command(
    name = "similar",
    description = "Lists the items whose embeddings are the most like an item's, or the users.",
    sortOptions = false)
final class SimilarCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      order = 0,
      description = "The model's folder.")
  private Path model = Path.of("");

  @Option(names = "--item", paramLabel = "ID", order = 1, description = "The item's id.")
  private @Nullable String item;

  @Option(
      names = "--user",
      paramLabel = "ID",
      order = 2,
      description = "The user's id, in place of --item.")
  private @Nullable String user;

  @Option(
      names = {"-k", "--k"},
      paramLabel = "N",
      order = 3,
      defaultValue = "10",
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private int k = 10;

  @Option(names = "--json", order = 4, description = "Answer with one JSON object.")
  private boolean json;

  @Mixin private Console console = new Console();

  SimilarCommand() {}

  @Override
  public Integer call() throws IOException {
    String ofItem = item;
    String ofUser = user;
    if ((ofItem == null) == (ofUser == null)) {
      throw console.misuse("Like what? Give --item ID or --user ID");
    }
    HybridRecommender recommender = HybridRecommender.load(model);
    List<Similar> similar =
        console.checked(
            () ->
                ofItem != null
                    ? recommender.similar(ofItem, k)
                    : recommender.similarUsers(String.valueOf(ofUser), k));
    console.out().println(json ? Json.line(map(ofItem, ofUser, similar)) : text(similar));
    return 0;
  }

  private static String text(List<Similar> similar) {
    StringBuilder text = new StringBuilder();
    for (Similar found : similar) {
      text.append(
          String.format(
              Locale.ROOT, "%3d. %.2f  %s%n", found.rank(), found.similarity(), found.title()));
    }
    return similar.isEmpty() ? "Nothing is known to be like it." : text.toString().stripTrailing();
  }

  private static Map<String, Object> map(
      @Nullable String item, @Nullable String user, List<Similar> similar) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Similar found : similar) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("rank", found.rank());
      row.put(item != null ? "item" : "user", found.id());
      if (item != null) {
        row.put("title", found.title());
      }
      row.put("similarity", (float) found.similarity());
      rows.add(row);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(item != null ? "item" : "user", item != null ? item : String.valueOf(user));
    map.put("similar", rows);
    return map;
  }
}
