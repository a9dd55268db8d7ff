package io.recsys.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.data.AttributeTable;
import io.recsys.data.DataFormatException;
import io.recsys.data.Dataset;
import io.recsys.data.RatingScale;
import io.recsys.split.Leak;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovieLensTest {
  private static final Charset LATIN_1 = StandardCharsets.ISO_8859_1;

  @TempDir Path root;
  private Path folder;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(root.resolve("small"));
  }

  @Test
  void read_100k() throws IOException {
    make100k();
    LoadedData loaded = MovieLens.read(folder, ReadOptions.defaults());
    Dataset data = loaded.dataset();

    assertThat(data.name()).isEqualTo("ml-100k");
    assertThat(data.scale()).isEqualTo(new RatingScale(1, 5));
    assertThat(data.users().ids()).containsExactly("1", "2", "3", "9");
    assertThat(data.items().ids()).containsExactly("1", "2", "3", "7");
    assertThat(loaded.report()).isEqualTo(new ReadReport(4, 0, 0, 0, 1, 1));
    AttributeTable items = data.itemAttributes();
    assertThat(items.names()).containsExactly("title", "genres", "release");
    assertThat(items.text("title", 0)).isEqualTo("The Silent Café (1987)");
    assertThat(items.terms("genres", 0)).containsExactly("Comedy", "War");
    assertThat(items.number("release", 0)).isEqualTo(epoch("1987-09-04"));
    assertThat(items.terms("genres", 1)).as("the genre unknown").isEmpty();
    assertThat(items.number("release", 1)).isNaN();
    assertThat(items.number("release", 2)).isEqualTo(epoch("1971-02-04"));
    assertThat(items.text("title", 3)).as("rated, not described").isNull();
    assertThat(items.terms("genres", 3)).isEmpty();
    AttributeTable users = data.userAttributes();
    assertThat(users.names()).containsExactly("age", "gender", "occupation", "zip");
    assertThat(users.number("age", 0)).isEqualTo(24);
    assertThat(users.text("gender", 1)).isEqualTo("F");
    assertThat(users.text("occupation", 1)).isEqualTo("writer");
    assertThat(users.text("zip", 2)).isEqualTo("V1G4L");
    assertThat(users.number("age", 3)).as("rates, not described").isNaN();
  }

  @Test
  void read_1m() throws IOException {
    folder = Files.createDirectory(root.resolve("anything"));
    write("ratings.dat", "1::10::5::978300760\n2::10::4::978300761\n");
    write("users.dat", "1::F::1::10::48067\n2::M::56::0::02460-1234\n");
    write(
        "movies.dat",
        "10::A Garden, Fr\u00e9d\u00e9ric's (1999)::Drama|Film-Noir\n11::No Year::Comedy\n");
    Dataset data = MovieLens.read(folder, ReadOptions.defaults()).dataset();

    assertThat(data.name()).isEqualTo("ml-1m");
    assertThat(data.userAttributes().number("age", 0)).isEqualTo(1);
    assertThat(data.userAttributes().text("occupation", 0)).isEqualTo("K-12 student");
    assertThat(data.userAttributes().text("occupation", 1)).isEqualTo("other");
    assertThat(data.userAttributes().text("zip", 1)).isEqualTo("02460-1234");
    assertThat(data.itemAttributes().text("title", 0))
        .isEqualTo("A Garden, Fr\u00e9d\u00e9ric's (1999)");
    assertThat(data.itemAttributes().terms("genres", 0)).containsExactly("Drama", "Film-Noir");
    assertThat(data.itemAttributes().number("release", 0)).isEqualTo(epoch("1999-01-01"));
    assertThat(data.itemAttributes().number("release", 1)).isNaN();
    assertThat(data.items().size()).isEqualTo(2);
  }

  @Test
  void read_10m() throws IOException {
    folder = Files.createDirectory(root.resolve("ml-10M100K"));
    write("ratings.dat", "1::122::0.5::838985046\n1::185::3.5::838983525\n");
    Files.writeString(
        folder.resolve("movies.dat"),
        "122::Wo\u017ani (1992)::Comedy|Romance\n185::Net (1995)::(no genres listed)\n");
    Dataset data = MovieLens.read(folder, ReadOptions.defaults()).dataset();

    assertThat(data.name()).isEqualTo("ml-10m");
    assertThat(data.scale()).isEqualTo(new RatingScale(0.5, 5));
    assertThat(data.userAttributes().names()).isEmpty();
    assertThat(data.itemAttributes().text("title", 0)).isEqualTo("Wo\u017ani (1992)");
    assertThat(data.itemAttributes().terms("genres", 1)).isEmpty();
    assertThat(data.interactions().value(0)).isEqualTo(3.5f);
  }

  @Test
  void read_csv() throws IOException {
    folder = Files.createDirectory(root.resolve("ml-32m"));
    Files.writeString(
        folder.resolve("ratings.csv"),
        "userId,movieId,rating,timestamp\r\n1,17,4.0,944249077\r\n1,25,0.5,944250228\r\n");
    Files.writeString(
        folder.resolve("movies.csv"),
        """
        \uFEFFmovieId,title,genres
        17,"Harbor, The ""Silent"" (1995)",Drama|Romance
        25,Series (2006\u20132007),(no genres listed)
        26,Running (1999- ),Drama
        """
            .replace("\n", "\r\n"));
    Dataset data = MovieLens.read(folder, ReadOptions.defaults()).dataset();

    assertThat(data.name()).isEqualTo("ml-32m");
    assertThat(data.scale()).isEqualTo(new RatingScale(0.5, 5));
    assertThat(data.itemAttributes().text("title", 0)).isEqualTo("Harbor, The \"Silent\" (1995)");
    assertThat(data.itemAttributes().number("release", 1)).isEqualTo(epoch("2006-01-01"));
    assertThat(data.itemAttributes().terms("genres", 1)).isEmpty();
    assertThat(data.itemAttributes().number("release", 2)).isEqualTo(epoch("1999-01-01"));
  }

  @Test
  void recognizes_releasesByTheirFiles() throws IOException {
    make100k();
    assertThat(MovieLens.recognizes(folder)).isTrue();
    assertThat(MovieLens.recognizes(root)).isFalse();
    assertThat(MovieLens.recognizes(root.resolve("missing"))).isFalse();
    Files.delete(folder.resolve("u.item"));
    assertThat(MovieLens.recognizes(folder)).isFalse();
  }

  @Test
  void read_saysWhatAFolderLacks() throws IOException {
    assertThatThrownBy(() -> MovieLens.read(root.resolve("none"), ReadOptions.defaults()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none: there is no such folder; a MovieLens release has u.data");
    assertThatThrownBy(() -> MovieLens.read(root, ReadOptions.defaults()))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("the folder has no ratings; a MovieLens release has u.data");
    make100k();
    assertThatThrownBy(() -> MovieLens.read(folder.resolve("u.data"), ReadOptions.defaults()))
        .isInstanceOf(NotDirectoryException.class)
        .hasMessageContaining("is no folder");
    for (String file : new String[] {"u.item", "u.user", "u.genre"}) {
      make100k();
      Files.delete(folder.resolve(file));
      assertThatThrownBy(() -> MovieLens.read(folder, ReadOptions.defaults()))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining(
              file + ": there is no such file; this MovieLens release has u.data");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "u.data # 1\t1\t0\t5 # u.data, line 5: rating: 0 is off the scale 1.0 to 5.0",
        "u.data # 1\t1\t3 # u.data, line 5: 3 fields where 4 are expected",
        "u.user # 4|old|M|writer|1 # u.user, line 4: age: 'old' is no number of years",
        "u.user # 4|24|M|writer # u.user, line 4: 4 fields where 5 are expected",
        "u.user # 1|24|M|writer|1 # u.user, line 4: the id '1' is described twice",
        "u.user # |24|M|writer|1 # u.user, line 4: the id is empty",
        "u.item # 4|T|1 Jan 1990||x|0|0|1 # u.item, line 4: release date: '1 Jan 1990' is no day",
        "u.item # 4|T|30-Feb-1990||x|0|0|2 # u.item, line 4: genre: the flag '2'",
        "u.item # 4|T|30-Mar-1990||x|0|0 # u.item, line 4: 7 fields where 8 are expected",
        "u.genre # Drama|7 # u.genre, line 5: the genres are not numbered 0, 1, 2",
      })
  void read_rejectsBadLines(String file, String line, String fault) throws IOException {
    make100k();
    String text = Files.readString(folder.resolve(file), LATIN_1);
    write(file, text + line + "\n");
    assertThatThrownBy(() -> MovieLens.read(folder, ReadOptions.defaults()))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining(fault);
    write(file, text + line);
    assertThatThrownBy(() -> MovieLens.read(folder, ReadOptions.defaults()))
        .hasMessageContaining(fault);
    if (!file.equals("u.genre")) {
      LoadedData loaded = MovieLens.read(folder, new ReadOptions(1));
      assertThat(loaded.report().skippedLines()).isEqualTo(1);
      assertThat(loaded.dataset().interactions().size()).isEqualTo(4);
    }
  }

  @Test
  void read_rejectsBrokenCsv() throws IOException {
    folder = Files.createDirectory(root.resolve("csv"));
    write("ratings.csv", "userId,movieId,rating,timestamp\n1,17,4.0,944249077\n");
    write("movies.csv", "id,title,genres\n17,T,Drama\n");
    assertThatThrownBy(() -> MovieLens.read(folder, ReadOptions.defaults()))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("line 1: the header lacks one of the columns movieId,title,genres");
    write("movies.csv", "movieId,title,genres\n17,\"T,Drama\n");
    assertThatThrownBy(() -> MovieLens.read(folder, ReadOptions.defaults()))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("movies.csv: the quotes or the header are broken");
    write("movies.csv", "movieId,title,genres\n17,Caf\u00e9,Drama\n");
    assertThatThrownBy(() -> MovieLens.read(folder, ReadOptions.defaults()))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("movies.csv: the file is not UTF-8");
    write("movies.csv", "");
    assertThatThrownBy(() -> MovieLens.read(folder, ReadOptions.defaults()))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("the header lacks");
  }

  @Test
  void readSplit_readsBothFiles() throws IOException {
    make100k();
    write("u1.base", "1\t1\t5\t100\n1\t1\t4\t101\n2\t2\t3\t102\n");
    write("u1.test", "1\t1\t2\t103\n3\t7\t1\t104\n");
    LoadedSplit loaded = MovieLens.readSplit(folder, "u1", ReadOptions.defaults());

    Dataset train = loaded.split().train();
    assertThat(loaded.split().name()).isEqualTo("u1");
    assertThat(loaded.split().leak()).isEqualTo(Leak.FUTURE);
    assertThat(loaded.candidates()).isNull();
    assertThat(train.users().ids()).containsExactly("1", "2", "3");
    assertThat(train.items().ids()).containsExactly("1", "2", "3", "7");
    assertThat(train.interactions().size()).isEqualTo(2);
    assertThat(train.interactions().value(0)).as("the last is kept").isEqualTo(4);
    assertThat(loaded.split().test().size()).as("a pair may be in both").isEqualTo(2);
    assertThat(loaded.split().test().value(0)).isEqualTo(2);
    assertThat(loaded.report()).isEqualTo(new ReadReport(5, 0, 0, 1, 0, 1));
    assertThatThrownBy(() -> MovieLens.readSplit(folder, "ua", ReadOptions.defaults()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("ua.base: there is no such file")
        .hasMessageContaining("100K alone");
  }

  @Test
  void readSplit_readsRows() throws IOException {
    make100k();
    Path rows = Files.writeString(root.resolve("rows"), "0\n3\n");
    LoadedSplit loaded = MovieLens.readSplit(folder, "file:" + rows, ReadOptions.defaults());
    assertThat(loaded.split().train().interactions().size()).isEqualTo(2);
    assertThat(loaded.split().test().size()).isEqualTo(2);
    assertThat(loaded.split().test().value(0)).as("of user 1").isEqualTo(1);
    assertThat(loaded.split().test().value(1)).as("of user 2").isEqualTo(3);
  }

  @Test
  void readsSplit_knowsItsNames() {
    assertThat(MovieLens.SPLITS).allMatch(MovieLens::readsSplit);
    assertThat(MovieLens.readsSplit("file:rows")).isTrue();
    assertThat(MovieLens.readsSplit("ncf:folder")).isTrue();
    assertThat(MovieLens.readsSplit("ncf:")).isFalse();
    assertThat(MovieLens.readsSplit("u6")).isFalse();
    assertThatThrownBy(() -> MovieLens.readSplit(root, "u6", ReadOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it reads u1, u2, u3, u4, u5, ua, ub, ncf:DIR and file:ROWS");
  }

  private void make100k() throws IOException {
    write("u.data", "2\t1\t3\t881250949\n1\t2\t4\t881250950\n9\t1\t5\t881250951\n1\t7\t1\t5\n");
    write("u.user", "1|24|M|technician|85711\n2|53|F|writer|94043\n3|23|M|none|V1G4L\n");
    write("u.genre", "unknown|0\nComedy|1\nWar|2\n\n");
    write(
        "u.item",
        """
        1|The Silent Caf\u00e9 (1987)|04-Sep-1987||http://host/a|0|1|1
        2|unknown||||1|0|0
        3|Last Tide (1971)|4-Feb-1971||http://host/b|0|0|1
        """);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, LATIN_1);
  }

  private static double epoch(String day) {
    return Instant.parse(day + "T00:00:00Z").getEpochSecond();
  }
}
