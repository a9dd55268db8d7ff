package io.recsys.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.data.DataFormatException;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.split.Leak;
import io.recsys.split.SplitStrategy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelimitedFileTest {
  private static final DelimitedFile.Format TAB = DelimitedFile.Format.defaults();
  private static final DelimitedFile.Format COMMA = TAB.withDelimiter("COMMA");

  @TempDir Path folder;

  @Test
  void read_takesColumnsInAnyOrder() throws IOException {
    DelimitedFile.Format format =
        TAB.withColumns("time, -, item, rating, user").withDelimiter("::");
    Dataset data = read("100::x::b::4.5::u\n50::y::a::-2::u\n", format).dataset();

    assertThat(data.name()).isEqualTo("ratings");
    assertThat(describe(data)).isEqualTo("u a -2.0 50; u b 4.5 100; ");
    assertThat(data.scale()).isEqualTo(new RatingScale(-2, 4.5));
    assertThat(data.userAttributes().names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "TAB, 'u\ti\t3\t9'",
    "SPACE, '  u  i 3   9 '",
    "COMMA, 'u,i,3,9'",
    "::, 'u::i::3::9'",
    ";, 'u;i;3;9'",
    "|, 'u | i| 3 |9'",
    "/, 'u/i/3/9'"
  })
  void read_takesDelimiters(String delimiter, String line) throws IOException {
    assertThat(describe(read(line, TAB.withDelimiter(delimiter)).dataset()))
        .isEqualTo("u i 3.0 9; ");
  }

  @Test
  void read_takesQuotes() throws IOException {
    String text = "\"user, id\",\"item \"\"x\"\"\",\"4\",5\n u , \" i \" ,3,6\n";
    assertThat(describe(read(text, COMMA).dataset()))
        .isEqualTo("u  i  3.0 6; user, id item \"x\" 4.0 5; ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"u,i,3,4", "\"u\"x,i,3,4", "u,\"i\"\",3,4"})
  void read_rejectsBrokenQuotes(String line) {
    assertFault(line, COMMA, "ratings.csv, line 1: a double quote is not closed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u\ti\t3\t9\nv\ti\t4\t8\n",
        "u\ti\t3\t9\nv\ti\t4\t8",
        "u\ti\t3\t9\r\nv\ti\t4\t8\r\n",
        "u\ti\t3\t9\r\nv\ti\t4\t8",
        "\uFEFFu\ti\t3\t9\nv\ti\t4\t8\n",
        "user\titem\trating\ttime\nu\ti\t3\t9\nv\ti\t4\t8\n",
        "\uFEFFuser\titem\trating\ttime\r\nu\ti\t3\t9\r\nv\ti\t4\t8\r\n",
        "u\ti\t3\t9\nv\ti\t4\t8\n\n  \n\r\n",
      })
  void read_knowsEveryShapeOfLineEnds(String text) throws IOException {
    LoadedData loaded = read(text, TAB);
    assertThat(describe(loaded.dataset())).isEqualTo("u i 3.0 9; v i 4.0 8; ");
    assertThat(loaded.report()).isEqualTo(new ReadReport(2, 0, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "u,i,NaN,1 # rating: 'NaN' is no number",
        "u,i,Infinity,1 # rating: 'Infinity' is no number",
        "u,i,-inf,1 # rating: '-inf' is no number",
        "u,i,1e3,1 # rating: '1e3' is no number",
        "u,i,0x3,1 # rating: '0x3' is no number",
        "u,i,1.2.3,1 # rating: '1.2.3' is no number",
        "u,i,,1 # rating: '' is no number",
        "u,i,-,1 # rating: '-' is no number",
        "u,i,.,1 # rating: '.' is no number",
        "u,i,3.0000000000000000001,1 # rating: '3.0000000000000000001' is no number of at most 18",
        "u,i,9999999999999999999,1 # rating: '9999999999999999999' is no number of at most 18 digits",
        "u,i,3,now # time: 'now' is no number",
        "u,i,3, # time: '' is no number",
        "u,i,3,1000000000000 # time: 1000000000000 is too far off; give seconds, not milliseconds",
        "u,i,3 # 3 fields where 4 are expected",
        "u,i,3,1,2 # 5 fields where 4 are expected",
        ",i,3,1 # user: the id is empty",
        "u,\"\",3,1 # item: the id is empty",
        "u,i,6,1 # rating: 6 is off the scale 1.0 to 5.0",
        "u,i,0.99,1 # rating: 0.99 is off the scale",
        "u,i\u0001,3,1 # item: 'i?' is not UTF-8 text without control characters",
      })
  void read_rejectsBadLines(String line, String fault) throws IOException {
    DelimitedFile.Format format = COMMA.withScale(new RatingScale(1, 5));
    assertFault("a,b,1,1\n" + line + "\nc,d,2,2\n", format, "ratings.csv, line 2: " + fault);

    Dataset rest = read("a,b,1,1\n" + line + "\nc,d,2,2\n", format, 1).dataset();
    assertThat(describe(rest)).isEqualTo("a b 1.0 1; c d 2.0 2; ");
    assertThat(rest.users().ids()).as("a bad line leaves no id").containsExactly("a", "c");
    assertThat(rest.items().ids()).containsExactly("b", "d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "inf", "Infinity", "-Infinity", "3.x", ""})
  void read_takesNoFaultyNumberForAHeader(String rating) {
    assertFault("u,i," + rating + ",1\nu,i,3,1", COMMA, "ratings.csv, line 1: rating");
  }

  @Test
  void read_takesAHeaderInTheFirstLineOnly() {
    assertFault(
        "user,item,rating,time\nu,i,3,1\nuser,item,rating,time\n",
        COMMA,
        "line 3: rating: 'rating' is no number");
  }

  @Test
  void read_rejectsBlankLinesBeforeOthers() throws IOException {
    String text = "u,i,3,1\n\n \nv,i,3,1\n";
    assertFault(text, COMMA, "ratings.csv, line 2: the line is blank");
    assertThat(read(text, COMMA, 2).report()).isEqualTo(new ReadReport(4, 2, 0, 0, 0, 0));
  }

  @Test
  void read_rejectsIdsThatAreNotUtf8() throws IOException {
    Path file = folder.resolve("latin1.csv");
    Files.write(file, "André,i,3,1\nu,i,3,1\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> DelimitedFile.read(file, COMMA, ReadOptions.defaults()))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("line 1: user: 'Andr\uFFFD' is not UTF-8");
    Files.writeString(file, "André,映画,3,1\n");
    assertThat(describe(DelimitedFile.read(file, COMMA, ReadOptions.defaults()).dataset()))
        .isEqualTo("André 映画 3.0 1; ");
  }

  @Test
  void read_countsWhatItSkips() throws IOException {
    String text = "u,i,3,1\nbad\nu,j,9,1\nu,k,x,1\nu,i,4,2\n";
    DelimitedFile.Format format = COMMA.withScale(new RatingScale(1, 5));
    LoadedData loaded = read(text, format, 3);
    assertThat(loaded.report()).isEqualTo(new ReadReport(5, 3, 1, 1, 0, 0));
    assertThat(describe(loaded.dataset())).isEqualTo("u i 4.0 2; ");

    assertThatThrownBy(() -> read(text, format, 2))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("line 4: rating: 'x'")
        .hasMessageContaining("bad line 3 of at most 2")
        .hasMessageContaining("line 2: 1 fields where 4 are expected");
  }

  @Test
  void read_keepsTheLastOfDuplicates() throws IOException {
    LoadedData loaded = read("u,i,3,9\nu,j,1,1\nu,i,5,1\nu,i,4,2\n", COMMA);
    assertThat(describe(loaded.dataset())).isEqualTo("u j 1.0 1; u i 4.0 2; ");
    assertThat(loaded.report().duplicates()).isEqualTo(2);
  }

  @Test
  void read_worksWithoutTimes() throws IOException {
    Dataset data = read("u,j,3\nu,i,4\n", COMMA.withColumns("user,item,rating")).dataset();
    assertThat(data.interactions().hasTimes()).isFalse();
    assertThat(describe(data)).isEqualTo("u i 4.0 0; u j 3.0 0; ");
  }

  @Test
  void read_cutsTheFractionOfATime() throws IOException {
    assertThat(describe(read("u,i,3,881250949.75\nu,j,3,-5.5", COMMA).dataset()))
        .isEqualTo("u j 3.0 -5; u i 3.0 881250949; ");
  }

  @Test
  void read_givesEqualRatingsAScale() throws IOException {
    assertThat(read("u,i,1,1\nv,i,1,1\n", COMMA).dataset().scale())
        .isEqualTo(new RatingScale(0, 1));
  }

  @Test
  void read_rejectsFilesWithoutRatings() {
    assertFault("", COMMA, "ratings.csv: the file has no ratings");
    assertFault("\n\n", COMMA, "ratings.csv: the file has no ratings");
    assertFault("user,item,rating,time\n", COMMA, "ratings.csv: the file has no ratings");
    assertThatThrownBy(() -> read("u,i,x\nu,i,x\n", COMMA, 5))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("the file has no valid rating");
  }

  @Test
  void read_namesAMissingFile() {
    Path missing = folder.resolve("missing.csv");
    assertThatThrownBy(() -> DelimitedFile.read(missing, COMMA, ReadOptions.defaults()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(missing + ": there is no such file; give the path of a file");
    assertThatThrownBy(() -> DelimitedFile.read(folder, COMMA, ReadOptions.defaults()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("is a folder, not a file");
  }

  @Test
  void read_rejectsFilesThatAreNoText() throws IOException {
    Path file = folder.resolve("zeros.bin");
    Files.write(file, new byte[2 * LineReader.LONGEST_LINE]);
    assertThatThrownBy(() -> DelimitedFile.read(file, COMMA, ReadOptions.defaults()))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("line 1: the line is longer than 1048576 bytes");
  }

  @Test
  void readSplit_countsRowsBeforeDuplicatesMerge() throws IOException {
    Path rows = Files.writeString(folder.resolve("rows"), "3\r\n1\r\n\r\n");
    Path file =
        Files.writeString(
            folder.resolve("r.csv"),
            "user,item,rating,time\nu,i,1,1\nu,i,2,2\nu,j,3,3\nu,k,4,4\nu,i,2.5,5\n");
    LoadedSplit loaded =
        DelimitedFile.readSplit(file, COMMA, "file:" + rows, ReadOptions.defaults());

    Dataset train = loaded.split().train();
    assertThat(loaded.split().name()).isEqualTo("file:" + rows);
    assertThat(loaded.split().leak()).isEqualTo(Leak.UNKNOWN);
    assertThat(describe(train)).isEqualTo("u j 3.0 3; u i 2.5 5; ");
    assertThat(describe(train.withInteractions(loaded.split().test())))
        .isEqualTo("u i 2.0 2; u k 4.0 4; ");
    assertThat(train.scale()).as("what training shows").isEqualTo(new RatingScale(2.5, 3));
    assertThat(loaded.report().duplicates()).isEqualTo(1);
  }

  @Test
  void read_letsAStrategyTakeTheScaleFromTraining() throws IOException {
    String text = "u,i,2,1\nu,j,3,2\nv,i,4,3\nv,j,9,4\nw,j,1,5\n";
    SplitStrategy strategy = SplitStrategy.temporal(0.6);
    Dataset whole = read(text, COMMA).dataset();
    assertThat(whole.scale()).isEqualTo(new RatingScale(1, 9));
    assertThat(strategy.split(whole, 0).train().scale()).isEqualTo(new RatingScale(2, 4));
    RatingScale stated = new RatingScale(0, 10);
    whole = read(text, COMMA.withScale(stated)).dataset();
    assertThat(strategy.split(whole, 0).train().scale()).isEqualTo(stated);
  }

  @Test
  void readSplit_countsSkippedRows() throws IOException {
    Path rows = Files.writeString(folder.resolve("rows"), "2\n1\n");
    Path file = Files.writeString(folder.resolve("r.csv"), "u,i,1,1\nbad\nu,j,3,3\n");
    LoadedSplit loaded = DelimitedFile.readSplit(file, COMMA, "file:" + rows, new ReadOptions(1));
    assertThat(describe(loaded.split().train())).isEqualTo("u i 1.0 1; ");
    assertThat(loaded.split().test().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'0\n2\n', row 2 is named where the ratings have the rows 0 to 1",
    "'0\n0\n', line 2: row 0 is named twice",
    "'-1\n', line 1: no row number",
    "'0.5\n', line 1: no row number",
    "'x\n', line 1: no row number",
    "'99999999999\n', line 1: no row number",
    "'', the file names no row",
    "'0\n1\n', the file has no rating left for training",
  })
  void readSplit_rejectsBadRows(String text, String fault) throws IOException {
    Path rows = Files.writeString(folder.resolve("rows"), text);
    Path file = Files.writeString(folder.resolve("r.csv"), "u,i,1,1\nu,j,3,3\n");
    assertThatThrownBy(
            () -> DelimitedFile.readSplit(file, COMMA, "file:" + rows, ReadOptions.defaults()))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining(fault);
  }

  @Test
  void readSplit_rejectsOtherNames() {
    Path file = folder.resolve("r.csv");
    for (String split : new String[] {"u1", "file:", "random(0.8)"}) {
      assertThat(DelimitedFile.readsSplit(split)).isFalse();
      assertThatThrownBy(() -> DelimitedFile.readSplit(file, COMMA, split, ReadOptions.defaults()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("split: '" + split + "'");
    }
    assertThatThrownBy(
            () ->
                DelimitedFile.readSplit(
                    file, COMMA, "file:" + folder.resolve("none"), ReadOptions.defaults()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("give file:ROWS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user,item", "user,item,rating,rating", "", "user,item,rating,user"})
  void format_rejectsColumns(String columns) {
    assertThatThrownBy(() -> TAB.withColumns(columns))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("columns: '" + columns);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "7", "-", ".", "\"", "\n", ":::", "||", "é", "tab"})
  void format_rejectsDelimiters(String delimiter) {
    assertThatThrownBy(() -> TAB.withDelimiter(delimiter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delimiter");
  }

  @Test
  void options_rejectNegativeLimits() {
    assertThatThrownBy(() -> ReadOptions.defaults().withSkipBadLines(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("skipBadLines");
  }

  private LoadedData read(String text, DelimitedFile.Format format) throws IOException {
    return read(text, format, 0);
  }

  private LoadedData read(String text, DelimitedFile.Format format, int skip) throws IOException {
    Path file = Files.writeString(folder.resolve("ratings.csv"), text);
    return DelimitedFile.read(file, format, new ReadOptions(skip));
  }

  private void assertFault(String text, DelimitedFile.Format format, String fault) {
    assertThatThrownBy(() -> read(text, format))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining(fault);
  }

  /** All interactions by user, time, item: "user item value time; ...". */
  private static String describe(Dataset data) {
    StringBuilder text = new StringBuilder();
    Interactions all = data.interactions();
    for (int position = 0; position < all.size(); position++) {
      text.append(data.users().id(all.user(position)))
          .append(' ')
          .append(data.items().id(all.item(position)))
          .append(' ')
          .append(all.value(position))
          .append(' ')
          .append(all.time(position))
          .append("; ");
    }
    return text.toString();
  }
}
