package io.recsys.examples.cli;

import io.recsys.Query;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options that say what may be recommended, and to whom. */
final class QueryOptions {
  @Option(
      names = "--attribute",
      paramLabel = "NAME=VALUE",
      order = 10,
      description =
          "What is known of someone new, such as age=24; may come more than once. A user whom the"
              + " model knows is not asked for it.")
  private Map<String, String> attributes = new LinkedHashMap<>();

  @Option(
      names = "--genre",
      paramLabel = "NAME",
      order = 11,
      description = "Items of this genre alone; of any of several.")
  private Set<String> genres = new LinkedHashSet<>();

  @Option(
      names = "--min-support",
      paramLabel = "N",
      order = 12,
      defaultValue = "0",
      description = "Items with so many training interactions or more. Default: ${DEFAULT-VALUE}.")
  private int minSupport;

  @Option(
      names = "--offset",
      paramLabel = "N",
      order = 13,
      defaultValue = "0",
      description = "Pass over the best so many: earlier pages. Default: ${DEFAULT-VALUE}.")
  private int offset;

  @Option(
      names = "--diversity",
      paramLabel = "D",
      order = 14,
      defaultValue = "0",
      description =
          "How much a genre that comes again counts against an item, from 0 to below 1. Default:"
              + " ${DEFAULT-VALUE}.")
  private double diversity;

  /** Whether someone is described. */
  boolean describes() {
    return !attributes.isEmpty();
  }

  /**
   * A query with what the options ask for.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  Query applied(Query query) {
    Query applied =
        query
            .withAttributes(attributes)
            .withMinSupport(minSupport)
            .withOffset(offset)
            .withDiversity(diversity);
    return genres.isEmpty()
        ? applied
        : applied.withFilter(item -> item.genres().stream().anyMatch(genres::contains));
  }
}
