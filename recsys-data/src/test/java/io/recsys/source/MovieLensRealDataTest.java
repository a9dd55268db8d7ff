package io.recsys.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.split.CandidateLists;
import io.recsys.split.Split;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@Tag("real-data")
@EnabledIfEnvironmentVariable(named = "RECSYS_DATA", matches = ".+")
class MovieLensRealDataTest {
  private static final Path DATA =
      Path.of(Objects.requireNonNullElse(System.getenv("RECSYS_DATA"), "."));

  @Test
  void read_ml100k() throws IOException {
    LoadedData loaded = MovieLens.read(DATA.resolve("ml-100k"), ReadOptions.defaults());
    Dataset data = loaded.dataset();

    assertThat(loaded.report()).isEqualTo(new ReadReport(100_000, 0, 0, 0, 0, 0));
    assertThat(data.name()).isEqualTo("ml-100k");
    assertThat(data.users().size()).isEqualTo(943);
    assertThat(data.items().size()).isEqualTo(1682);
    assertThat(data.interactions().size()).isEqualTo(100_000);
    assertThat(data.scale()).isEqualTo(new RatingScale(1, 5));
    assertThat(data.interactions().meanValue()).isEqualTo(3.52986);
    // The file's first row: user 196, item 242, rating 3.
    assertRating(data, "196", "242", 3, 881_250_949);
    int item = data.items().indexOf("242");
    assertThat(data.itemAttributes().number(MovieLens.RELEASE, item))
        .isEqualTo((double) Instant.parse("1997-01-24T00:00:00Z").getEpochSecond());
    assertThat(data.itemAttributes().terms(MovieLens.GENRES, item)).containsExactly("Comedy");
    assertThat(data.itemAttributes().terms(MovieLens.GENRES, data.items().indexOf("267")))
        .isEmpty();
    assertThat(data.itemAttributes().number(MovieLens.RELEASE, data.items().indexOf("267")))
        .isNaN();
    int user = data.users().indexOf("196");
    assertThat(data.userAttributes().number(MovieLens.AGE, user)).isEqualTo(49);
    assertThat(data.userAttributes().text(MovieLens.GENDER, user)).isEqualTo("M");
    assertThat(data.userAttributes().text(MovieLens.OCCUPATION, user)).isEqualTo("writer");
    assertThat(data.userAttributes().text(MovieLens.ZIP, user)).isEqualTo("55105");
    assertLatin1(data, "543", 0xE9);
  }

  @Test
  void read_ml1m() throws IOException {
    LoadedData loaded = MovieLens.read(DATA.resolve("ml-1m"), ReadOptions.defaults());
    Dataset data = loaded.dataset();

    assertThat(loaded.report()).isEqualTo(new ReadReport(1_000_209, 0, 0, 0, 0, 0));
    assertThat(data.users().size()).isEqualTo(6040);
    assertThat(data.items().size()).isEqualTo(3883);
    assertThat(data.interactions().size()).isEqualTo(1_000_209);
    assertRating(data, "1", "1193", 5, 978_300_760);
    assertThat(data.userAttributes().number(MovieLens.AGE, 0)).isEqualTo(1);
    assertThat(data.userAttributes().text(MovieLens.OCCUPATION, 0)).isEqualTo("K-12 student");
    assertThat(data.itemAttributes().terms(MovieLens.GENRES, 0)).hasSize(3);
    assertThat(data.itemAttributes().number(MovieLens.RELEASE, 0))
        .isEqualTo((double) Instant.parse("1995-01-01T00:00:00Z").getEpochSecond());
    assertThat(bytes(data.interactions())).isLessThan(24L * data.interactions().size());
  }

  @Test
  void read_latestSmall() throws IOException {
    LoadedData loaded = MovieLens.read(DATA.resolve("ml-latest-small"), ReadOptions.defaults());
    Dataset data = loaded.dataset();

    assertThat(loaded.report()).isEqualTo(new ReadReport(100_836, 0, 0, 0, 0, 0));
    assertThat(data.name()).isEqualTo("ml-latest-small");
    assertThat(data.users().size()).isEqualTo(610);
    assertThat(data.items().size()).isEqualTo(9742);
    assertThat(data.interactions().size()).isEqualTo(100_836);
    assertThat(data.scale()).isEqualTo(new RatingScale(0.5, 5));
    assertRating(data, "1", "1", 4, 964_982_703);
    assertThat(data.userAttributes().names()).isEmpty();
    int withoutGenres = 0;
    for (int item = 0; item < data.items().size(); item++) {
      withoutGenres += data.itemAttributes().terms(MovieLens.GENRES, item).isEmpty() ? 1 : 0;
    }
    assertThat(withoutGenres).isEqualTo(34);
  }

  @Test
  void readSplit_predefined() throws IOException {
    for (String name : MovieLens.SPLITS) {
      Split split =
          MovieLens.readSplit(DATA.resolve("ml-100k"), name, ReadOptions.defaults()).split();
      int test = name.startsWith("ua") || name.startsWith("ub") ? 9430 : 20_000;
      assertThat(split.name()).isEqualTo(name);
      assertThat(split.test().size()).isEqualTo(test);
      assertThat(split.train().interactions().size()).isEqualTo(100_000 - test);
      assertThat(split.train().users().size()).isEqualTo(943);
      assertThat(split.train().items().size()).isEqualTo(1682);
    }
  }

  @Test
  void readSplit_rows() throws IOException {
    Path rows = DATA.resolve("splits/ml-100k-random80.test-rows");
    Split split =
        MovieLens.readSplit(DATA.resolve("ml-100k"), "file:" + rows, ReadOptions.defaults())
            .split();

    assertThat(split.test().size()).isEqualTo(20_000);
    assertThat(split.train().interactions().size()).isEqualTo(80_000);
    // Row 2 of u.data is a test row, rows 0 and 1 are not.
    Dataset train = split.train();
    int user = train.users().indexOf("22");
    int item = train.items().indexOf("377");
    assertThat(split.test().contains(user, item)).isTrue();
    assertThat(train.interactions().contains(user, item)).isFalse();
    assertRating(train, "196", "242", 3, 881_250_949);
  }

  @Test
  void readSplit_ncf() throws IOException {
    Path folder = DATA.resolve("ml-1m");
    LoadedSplit loaded = MovieLens.readSplit(folder, "ncf:" + folder, ReadOptions.defaults());
    Split split = loaded.split();
    Interactions train = split.train().interactions();
    CandidateLists lists = Objects.requireNonNull(loaded.candidates());

    assertThat(train.size()).isEqualTo(994_169);
    assertThat(split.test().size()).isEqualTo(6040);
    int shorter = 0;
    for (int user = 0; user < 6040; user++) {
      assertThat(split.test().count(user)).isEqualTo(1);
      int position = split.test().start(user);
      assertThat(lists.candidates(user)).contains(split.test().item(position));
      assertThat(train.contains(user, split.test().item(position))).isFalse();
      if (user < 2999) {
        // The later users' times are stand-ins in the copy that the tests were written with.
        long last = train.time(train.end(user) - 1);
        assertThat(last).isLessThanOrEqualTo(split.test().time(position));
      }
      for (int item : lists.candidates(user)) {
        assertThat(train.contains(user, item)).isFalse();
      }
      assertThat(lists.count(user)).isBetween(99, 100);
      shorter += lists.count(user) == 99 ? 1 : 0;
    }
    // In the files as published the test item of 156 users is also one of the 99 others.
    assertThat(shorter).isEqualTo(156);
  }

  @Test
  @Tag("slow")
  void read_isFast() throws IOException {
    Path folder = DATA.resolve("ml-1m");
    // The thread's own time, so that a busy machine does not count.
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    double best = 0;
    for (int run = 0; run < 5; run++) {
      long start = clock.getCurrentThreadCpuTime();
      int size = MovieLens.read(folder, ReadOptions.defaults()).dataset().interactions().size();
      best = Math.max(best, size * 1e3 / (clock.getCurrentThreadCpuTime() - start));
    }
    System.out.printf("MovieLens 1M: %.2f million ratings a second of processor time%n", best);
    // A third of the aim of 2 million, for slow machines.
    assertThat(best).isGreaterThan(2.0 / 3);
  }

  private static void assertRating(Dataset data, String user, String item, float value, long time) {
    Interactions ratings = data.interactions();
    int u = data.users().indexOf(user);
    int position = ratings.start(u);
    while (ratings.item(position) != data.items().indexOf(item)) {
      position++;
    }
    assertThat(position).isLessThan(ratings.end(u));
    assertThat(ratings.value(position)).isEqualTo(value);
    assertThat(ratings.time(position)).isEqualTo(time);
  }

  private static void assertLatin1(Dataset data, String item, int letter) {
    String title = data.itemAttributes().text(MovieLens.TITLE, data.items().indexOf(item));
    assertThat(title).contains(String.valueOf((char) letter));
  }

  /** The bytes of all arrays that the interactions hold. */
  private static long bytes(Interactions interactions) {
    long bytes = 0;
    for (Field field : Interactions.class.getDeclaredFields()) {
      if (field.getType().isArray()) {
        bytes += arrayBytes(field, interactions);
      }
    }
    return bytes;
  }

  private static long arrayBytes(Field field, Interactions interactions) {
    try {
      field.setAccessible(true);
      Object array = field.get(interactions);
      return (long) Array.getLength(array) * (field.getType() == long[].class ? 8 : 4);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
