package io.recsys.model;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The page of a model folder for people: what the model is, how well it does, what it cannot. */
final class ModelCard {
  private ModelCard() {}

  /** The page, in Markdown. */
  static String of(BundleParts parts) {
    Provenance provenance = parts.provenance();
    Map<String, String> setup = new TreeMap<>(provenance.config());
    provenance.versions().forEach((name, version) -> setup.put("version of " + name, version));
    return String.format(
        Locale.ROOT,
        """
        # Model card: %1$s on %2$s

        A recommender of kind `%1$s`. It ranks a catalog for a user; load it with
        `Recommender.load(folder)`.

        ## Data

        | what | value |
        |---|---|
        | data set | %2$s |
        | users | %3$,d |
        | items | %4$,d |
        | interactions trained on | %5$,d |
        | SHA-256 of the whole data | `%6$s` |
        | SHA-256 of the training part | `%7$s` |

        ## Protocol and figures

        %8$s

        %9$s
        ## How it was trained

        Training ended %10$s after %11$d epochs with seed %12$d.

        %13$s
        ## Limits

        - The figures say how well the model foretells what users did in this data. They do not say how
          users would take its recommendations; an experiment with users does.
        - Who and what is rare in the data is served worse: new users and items are judged by their
          attributes alone, and popular items are recommended more often than their share.
        - Tastes and catalogs change after the data ends. Train again when they have.
        - The model has learned whatever bias the data holds, also about groups of users. Check it for the
          groups that matter before it decides anything that does.
        - The folder may hold what users have seen and how they rated it, and their attributes: treat it as
          personal data.

        ## License

        %14$s
        """,
        parts.kind(),
        cell(provenance.data()),
        parts.users().size(),
        parts.items().size(),
        provenance.trainRows(),
        provenance.dataHash(),
        provenance.trainHash(),
        protocol(provenance),
        figures(parts.kind(), provenance),
        provenance.created(),
        provenance.epochs(),
        provenance.seed(),
        settings(setup),
        license(provenance.data()));
  }

  private static String protocol(Provenance provenance) {
    if (provenance.split().equals("all")) {
      return "The model learned from all of the data (split `all`), so no part is left to judge it"
          + " by; figures below, if any, come from the same training on a part.";
    }
    return "Split `%s`: the model learned from its training part; the figures are of its test part,"
            .formatted(cell(provenance.split()))
        + " which the model has not seen.";
  }

  private static String figures(String kind, Provenance provenance) {
    Map<String, Map<String, Double>> rows = new TreeMap<>(provenance.baselines());
    Set<String> metrics = new TreeSet<>(provenance.metrics().keySet());
    rows.values().forEach(row -> metrics.addAll(row.keySet()));
    if (metrics.isEmpty()) {
      return "No figures were recorded.\n";
    }
    StringBuilder table = new StringBuilder("| model |");
    metrics.forEach(metric -> table.append(' ').append(cell(metric)).append(" |"));
    table.append("\n|---|").append("---:|".repeat(metrics.size())).append('\n');
    row(table, "**this model** (" + kind + ")", provenance.metrics(), metrics);
    rows.forEach((name, figures) -> row(table, cell(name), figures, metrics));
    return table.toString();
  }

  private static void row(
      StringBuilder table, String name, Map<String, Double> figures, Set<String> metrics) {
    table.append("| ").append(name).append(" |");
    for (String metric : metrics) {
      Double figure = figures.get(metric);
      table.append(figure == null ? " - |" : String.format(Locale.ROOT, " %.4f |", figure));
    }
    table.append('\n');
  }

  private static String settings(Map<String, String> settings) {
    StringBuilder table = new StringBuilder("| setting | value |\n|---|---|\n");
    settings.forEach(
        (name, value) ->
            table.append("| ").append(cell(name)).append(" | ").append(cell(value)).append(" |\n"));
    return table.toString();
  }

  private static String license(String data) {
    String note =
        "The terms of the training data apply to what may be done with this model: see those of '"
            + cell(data)
            + "' before you pass the folder on.";
    return data.startsWith("ml-")
        ? note
            + " MovieLens data may not be redistributed without permission from GroupLens, and this"
            + " folder holds titles and histories from it."
        : note;
  }

  /** A text that cannot end its cell of a table. */
  private static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\R", " ");
  }
}
