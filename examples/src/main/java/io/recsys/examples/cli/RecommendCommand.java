package io.recsys.examples.cli;

import io.recsys.Query;
import io.recsys.Recommendation;
import io.recsys.Recommendations;
import io.recsys.data.DataFormatException;
import io.recsys.examples.report.RecommendedLists;
import io.recsys.model.HybridRecommender;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that asks a saved model what to recommend, to one user, someone new or many. */
@Command(
    name = "recommend",
    description = {
      "Recommends items that a user has not met in training.",
      "A user whom the model does not know gets what people like on the whole; the answer says so."
          + " Someone new who rated something, in --history, or has attributes, in --attribute,"
          + " gets an answer by that."
    },
    sortOptions = false)
final class RecommendCommand implements Callable<Integer> {
  private static final String ALL = "all";

  /** What a person calls the orders of a {@link Query}. */
  enum By {
    PREFERENCE,
    RATING
  }

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
      names = "--users",
      paramLabel = "FILE|all",
      order = 2,
      description =
          "Many users, in place of --user: a file with an id a line, or all whom the model knows;"
              + " answered in CSV: user,item,rank,score.")
  private @Nullable String users;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      order = 3,
      description =
          "Someone new who rated this, or what --user rated since training: a CSV file with"
              + " item,rating on each line.")
  private @Nullable Path history;

  @Option(
      names = "--by",
      paramLabel = "ORDER",
      order = 4,
      defaultValue = "PREFERENCE",
      description =
          "What to rank by: preference, what someone would choose and like, or rating, the stars"
              + " predicted. Default: preference.")
  private By by = By.PREFERENCE;

  @Option(
      names = {"-k", "--k"},
      paramLabel = "N",
      order = 5,
      defaultValue = "10",
      description = "How many items. Default: ${DEFAULT-VALUE}.")
  private int k = 10;

  @Option(
      names = "--out",
      paramLabel = "CSV",
      order = 6,
      description = "Where the CSV for --users goes. Default: standard output.")
  private @Nullable Path out;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      order = 7,
      description = "Also write the lists' recommendation_report.json for --users to this folder.")
  private @Nullable Path reportFolder;

  @Option(names = "--json", order = 8, description = "Answer with one JSON object.")
  private boolean json;

  @Option(
      names = "--explain",
      order = 9,
      description =
          "Also say of each item what its predicted rating is made of, and which of the user's"
              + " ratings speak for it.")
  private boolean explain;

  @Mixin private QueryOptions options = new QueryOptions();

  @Mixin private Console console = new Console();

  RecommendCommand() {}

  @Override
  public Integer call() throws IOException {
    String one = user;
    String many = users;
    boolean single = one != null || history != null || options.describes();
    if (single == (many != null)) {
      throw console.misuse(
          "For whom? Give --user ID, --history FILE or --attribute NAME=VALUE, or --users FILE or"
              + " all");
    }
    Query.Order order = by == By.RATING ? Query.Order.PREDICTED_RATING : Query.Order.PREFERENCE;
    Query query =
        console.checked(
            () ->
                options.applied(
                    Query.forAnyone().withUser(one).withK(k).rankedBy(order).withExplain(explain)));
    if (many != null) {
      if (json || explain) {
        throw console.misuse(
            (json ? "--json" : "--explain")
                + " is for --user and --history; --users answers in CSV");
      }
      recommendToMany(HybridRecommender.load(model), many, query);
    } else {
      if (out != null || reportFolder != null) {
        throw console.misuse(
            "--out and --report are for --users; --user and --history answer on standard output");
      }
      HybridRecommender recommender = HybridRecommender.load(model);
      Map<String, Double> ratings =
          history == null ? Map.of() : HistoryFile.readFor(recommender, history, console);
      AnswerText text = new AnswerText(answer(recommender, query.withHistory(ratings)));
      console.out().println(json ? Json.line(text.toMap()) : text.toText());
    }
    return 0;
  }

  private Recommendations answer(HybridRecommender recommender, Query query) {
    return console.checked(() -> recommender.recommend(query));
  }

  private void recommendToMany(HybridRecommender recommender, String who, Query query)
      throws IOException {
    List<String> ids = who.equals(ALL) ? recommender.model().data().users().ids() : ids(who);
    RecommendedLists lists = new RecommendedLists(recommender.model().data(), query.k());
    try (CsvOutput csv = CsvOutput.to(out, console.out());
        StepBar bar = StepBar.of(console, "users", ids.size())) {
      csv.line("user", "item", "rank", "score");
      Iterator<Recommendations> answers =
          recommender.recommendAll(ids.stream().map(query::withUser)).iterator();
      while (answers.hasNext()) {
        Recommendations answer = answers.next();
        bar.step(1);
        lists.add(answer);
        for (Recommendation r : answer) {
          csv.line(String.valueOf(answer.user()), r.item(), r.rank(), (float) r.score());
        }
      }
      csv.commit();
    }
    console.say("%d users answered%s", ids.size(), out == null ? "" : " in " + out);
    Path reports = reportFolder;
    if (reports != null) {
      Json.write(reports.resolve("recommendation_report.json"), lists.toMap());
    }
  }

  private static List<String> ids(String file) throws IOException {
    Path path = Path.of(file);
    if (!Files.isRegularFile(path)) {
      throw new NoSuchFileException(
          file, null, "there is no such file; give one with a user's id on each line, or all");
    }
    try {
      return Files.readAllLines(path).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (CharacterCodingException e) {
      throw new DataFormatException(path, "is no UTF-8 text; give a user's id on each line");
    }
  }
}
