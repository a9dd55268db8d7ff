package io.recsys.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the table in docs/features.md against the schema that data sets get. */
class FeaturePageTest {
  private static final Path PAGE = Path.of("..", "docs", "features.md");

  /** What MovieLens 100K has and other data may lack. */
  private static final List<String> NEEDS =
      List.of("age", "gender", "occupation", "release", "genres", "times");

  /** A row of the page's table. */
  private record Row(String name, String part, String formula, Set<String> needs) {
    static Row parse(String line) {
      String[] cells = line.split("\\|", -1);
      return new Row(
          cells[1].strip().replace("`", ""),
          cells[2].strip(),
          cells[3].strip().replace("`", ""),
          Arrays.stream(cells[4].split(",", -1))
              .map(String::strip)
              .filter(need -> !need.isEmpty())
              .collect(Collectors.toSet()));
    }
  }

  @Test
  void table_listsTheSchemaOfMovieLens100K() throws IOException {
    List<Row> rows = rows();

    assertThat(rows).hasSize(19 + 1);
    assertThat(named(rows)).isEqualTo(named(FeatureSchema.standard(data(Set.copyOf(NEEDS)))));
  }

  @Test
  void table_saysWhatEachColumnNeeds() throws IOException {
    List<Row> rows = rows();
    assertThat(rows).allSatisfy(row -> assertThat(NEEDS).containsAll(row.needs()));
    for (int bits = 0; bits < 1 << NEEDS.size(); bits++) {
      int mask = bits;
      Set<String> has =
          IntStream.range(0, NEEDS.size())
              .filter(i -> (mask >> i & 1) == 1)
              .mapToObj(NEEDS::get)
              .collect(Collectors.toSet());
      List<Row> kept = rows.stream().filter(row -> has.containsAll(row.needs())).toList();

      assertThat(named(FeatureSchema.standard(data(has)))).as("%s", has).isEqualTo(named(kept));
    }
  }

  /** The page's rows that begin with a column's name and the part it belongs to. */
  private static List<Row> rows() throws IOException {
    String parts =
        Arrays.stream(Feature.Part.values()).map(Enum::name).collect(Collectors.joining("|"));
    try (Stream<String> lines = Files.lines(PAGE)) {
      return lines
          .filter(line -> line.matches("\\| `\\w+` \\| (" + parts + ") \\|.*"))
          .map(Row::parse)
          .toList();
    }
  }

  private static List<List<String>> named(List<Row> rows) {
    return rows.stream().map(row -> List.of(row.name(), row.part(), row.formula())).toList();
  }

  private static List<List<String>> named(FeatureSchema schema) {
    return schema.features().stream()
        .map(feature -> List.of(feature.name(), feature.part().name(), feature.formula()))
        .toList();
  }

  /** One user, one item, one rating, with the attributes and times named. */
  private static Dataset data(Set<String> has) {
    AttributeTable.Builder users = AttributeTable.builder(1);
    AttributeTable.Builder items = AttributeTable.builder(1);
    column(users, has, "age", AttributeTable.Type.NUMBER);
    column(users, has, "gender", AttributeTable.Type.TEXT);
    column(users, has, "occupation", AttributeTable.Type.TEXT);
    users.column("zip", AttributeTable.Type.TEXT);
    items.column("title", AttributeTable.Type.TEXT);
    column(items, has, "genres", AttributeTable.Type.TERMS);
    column(items, has, "release", AttributeTable.Type.NUMBER);
    return new Dataset(
        "like ml-100k",
        Vocabulary.of(List.of("1")),
        Vocabulary.of(List.of("1")),
        users.build(),
        items.build(),
        Interactions.builder().add(0, 0, 4, 881_250_949).build(1, 1, has.contains("times")),
        new RatingScale(1, 5));
  }

  private static void column(
      AttributeTable.Builder table, Set<String> has, String name, AttributeTable.Type type) {
    if (has.contains(name)) {
      table.column(name, type);
    }
  }
}
