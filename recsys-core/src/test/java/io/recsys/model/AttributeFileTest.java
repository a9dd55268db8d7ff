package io.recsys.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.data.AttributeTable;
import io.recsys.data.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeFileTest {
  private static final Vocabulary IDS = Vocabulary.of(List.of("1", "2"));
  private static final AttributeTable TABLE =
      AttributeTable.builder(2)
          .column("title", AttributeTable.Type.TEXT)
          .column("year", AttributeTable.Type.NUMBER)
          .column("genres", AttributeTable.Type.TERMS)
          .text("title", 0, "Salt, \"and\"\r\nLight")
          .number("year", 0, 1999)
          .terms("genres", 0, List.of("Drama", "a|b\\", ""))
          .number("year", 1, 0.1)
          .build();

  private static byte[] write(Vocabulary ids, AttributeTable table) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AttributeFile.of("item", AttributeFile.columns(table)).write(ids, table, out);
    return out.toByteArray();
  }

  private static AttributeTable read(Vocabulary ids, AttributeTable like, byte[] bytes)
      throws IOException {
    return AttributeFile.of("item", AttributeFile.columns(like))
        .read(Path.of("items.csv"), ids, bytes);
  }

  @Test
  void write_isPlainCsv() throws IOException {
    assertThat(new String(write(IDS, TABLE), UTF_8))
        .isEqualTo(
            """
            item,title,year,genres
            1,"Salt, ""and""\r
            Light",1999,Drama|a\\|b\\\\|\\e
            2,,0.1,
            """);
    assertThat(read(IDS, TABLE, write(IDS, TABLE))).isEqualTo(TABLE);
  }

  @Test
  void read_givesBackWhatWasWritten() throws IOException {
    for (long seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      List<String> names = new ArrayList<>();
      for (int i = random.nextInt(20); i > 0; i--) {
        names.add(SampleBundle.text(random));
      }
      Vocabulary ids = Vocabulary.of(names);
      AttributeTable table = SampleBundle.table(random, ids.size());
      byte[] bytes = write(ids, table);
      AttributeTable back = read(ids, table, bytes);
      assertThat(back).as("seed %d:%n%s", seed, new String(bytes, UTF_8)).isEqualTo(table);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0",
        "7",
        "-7",
        "007",
        "-",
        "+5",
        "5.",
        ".5",
        "1e3",
        "0x1p3",
        "999999999999999",
        "-999999999999999",
        "1000000000000000",
        "9007199254740993",
        "99999999999999999999",
        "NaN",
        "-Infinity",
        "1_0",
        "٣",
        "--1",
        "1-"
      })
  void read_takesTheNumbersThatJavaTakes(String text) throws IOException {
    byte[] bytes = ("item,title,year,genres\n1,," + text + ",\n2,,,\n").getBytes(UTF_8);
    double expected;
    try {
      expected = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      assertThatThrownBy(() -> read(IDS, TABLE, bytes))
          .hasMessageContaining("'year' of row 1 is '" + text + "', no number");
      return;
    }
    // Boxed, so that NaN equals itself and -0 is not 0.
    assertThat((Double) read(IDS, TABLE, bytes).number("year", 0)).isEqualTo((Double) expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void read_takesEveryEndOfLine_andNoneAtTheEnd(String end) throws IOException {
    String lines =
        String.join(
            end,
            "item,title,year,genres",
            "1,\"Salt, \"\"and\"\"\r\nLight\",1999,\"Drama|a\\|b\\\\|\\e\"",
            "2,,0.1,");
    assertThat(read(IDS, TABLE, lines.getBytes(UTF_8))).isEqualTo(TABLE);
    assertThat(read(IDS, TABLE, (lines + end).getBytes(UTF_8))).isEqualTo(TABLE);
    byte[] blank = (lines + end + end).getBytes(UTF_8);
    assertThatThrownBy(() -> read(IDS, TABLE, blank)).hasMessageContaining("row 3 has 1 cells");
  }

  @Test
  void write_keepsTablesWithoutRowsOrColumns() throws IOException {
    Vocabulary none = Vocabulary.of(List.of());
    assertThat(read(IDS, AttributeTable.empty(2), write(IDS, AttributeTable.empty(2))))
        .isEqualTo(AttributeTable.empty(2));
    assertThat(read(none, AttributeTable.empty(0), write(none, AttributeTable.empty(0))))
        .isEqualTo(AttributeTable.empty(0));
  }

  @Test
  void write_refusesHalfACharacter() {
    AttributeTable table =
        AttributeTable.builder(2)
            .column("t", AttributeTable.Type.TEXT)
            .text("t", 1, "x\udc00")
            .build();
    assertThatThrownBy(() -> write(IDS, table))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("item '2'")
        .hasMessageContaining("unpaired surrogate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          item,title,year,genres/1,a,1,b; it ends after row 1 of 2
          item,title,year,genres/1,aaaaaaaaaaaaaa,1,b/2,a,1,b/3,a,1,b; row 3 has 4 cells
          item,title,year,genres/1,a,1,b/2,a,1; row 2 has 3 cells
          item,title,year,genres/1,a,1,b/2,a,1,b,c; row 2 has 5 cells
          item,title,year,genres/2,a,1,b/1,a,1,b; row 1 is '2', not '1'
          item,title,genres,year/1,a,b,1/2,a,b,1; its header is not
          item,title,year,genres/1,a,x,b/2,a,1,b; 'year' of row 1 is 'x', no number
          item,title,year,genres/1,a,1,b\\/2,a,1,b; escapes nothing
          item,title,year,genres/1,a,1,\\n/2,a,1,b; escapes nothing
          item,title,year,genres/1,"a,1,b/2,a,1,b; no CSV file
          item,title,year,genres/1,"a"x,1,b/2,a,1,b; no CSV file
          a; too short
          """)
  void read_refuses(String lines, String expected) {
    byte[] bytes = lines.replace('/', '\n').getBytes(UTF_8);
    assertThatThrownBy(() -> read(IDS, TABLE, bytes))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("items.csv: ")
        .hasMessageContaining(expected);
  }

  @Test
  void read_refusesWhatIsNotUtf8() {
    byte[] bytes =
        "item,title,year,genres\n1,é,1,b\n2,a,1,b\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> read(IDS, TABLE, bytes)).hasMessageContaining("no CSV file of UTF-8");
  }
}
