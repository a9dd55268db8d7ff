package io.recsys.examples.cli;

import io.recsys.Query;
import io.recsys.model.HybridRecommender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that says what a predicted rating is made of. */
@Command(
    name = "explain",
    description = {
      "Says what the rating predicted for a user and an item is made of: how many stars each thing known adds to the"
          + " mean of all ratings, and which of the user's ratings speak for the item.",
      "A user whom the model does not know is explained by the item, and by --history."
    },
    sortOptions = false)
final class ExplainCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      order = 0,
      description = "The model's folder.")
  private Path model = Path.of("");

  @Option(names = "--user", paramLabel = "ID", order = 1, description = "The user's id.")
  private @Nullable String user;

  @Option(
      names = "--item",
      required = true,
      paramLabel = "ID",
      order = 2,
      description = "The item's id.")
  private String item = "";

  @Option(
      names = "--history",
      paramLabel = "FILE",
      order = 3,
      description =
          "Someone new who rated this, or what --user rated since training: a CSV file with"
              + " item,rating on each line.")
  private @Nullable Path history;

  @Option(names = "--json", order = 4, description = "Answer with one JSON object.")
  private boolean json;

  @Mixin private Console console = new Console();

  ExplainCommand() {}

  @Override
  public Integer call() throws IOException {
    Path rated = history;
    if (user == null && rated == null) {
      throw console.misuse("For whom? Give --user ID, --history FILE or both");
    }
    HybridRecommender recommender = HybridRecommender.load(model);
    if (recommender.model().data().items().indexOf(item) < 0) {
      throw new IllegalArgumentException(
          "item: the model knows no '%s'; its items are in %s"
              .formatted(item, model.resolve("items.csv")));
    }
    Map<String, Double> ratings =
        rated == null ? Map.of() : HistoryFile.readFor(recommender, rated, console);
    Query query = Query.forAnyone().withUser(user).withHistory(ratings);
    if (user != null && recommender.model().data().users().indexOf(user) < 0) {
      console.say(
          "the model knows no user '%s', so this is what it predicts for %s",
          user, rated == null ? "anybody" : "anybody with this history");
    }
    ExplanationText text = new ExplanationText(recommender.explain(query, item));
    if (json) {
      console.out().println(Json.line(text.toMap()));
    } else {
      console.out().print(text.toText(console.terminalWidth()));
    }
    return 0;
  }
}
