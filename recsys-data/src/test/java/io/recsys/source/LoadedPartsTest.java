package io.recsys.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.data.RatingScale;
import io.recsys.split.SplitStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedPartsTest {
  @TempDir private Path folder;

  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    StringBuilder rows = new StringBuilder("1\t1\t5\t1\nbroken\n");
    for (int row = 0; row < 20; row++) {
      rows.append("%d\t%d\t%d\t%d\n".formatted(row % 4, row / 4, 1 + row % 5, 100 + row));
    }
    file = Files.writeString(folder.resolve("likes.tsv"), rows);
  }

  private RatingsSource source() {
    return RatingsSource.delimited(file, DelimitedFile.Format.defaults());
  }

  private LoadedParts.Read read(String split) throws IOException {
    return LoadedParts.read(source(), split, 1, new ReadOptions(1));
  }

  @Test
  void read_cutsValidationAsTheTestPartWasCut() throws IOException {
    assertThat(read("random(0.5)").parts().validation()).isEqualTo(SplitStrategy.random(0.9));
    assertThat(read("leave-last-out").parts().validation())
        .isEqualTo(SplitStrategy.perUserTemporal(0.9));
    assertThat(read("all").parts().validation()).isEqualTo(SplitStrategy.perUserTemporal(0.9));
  }

  @Test
  void read_takesTheSplitThatFitsWhereNoneIsNamed() throws IOException {
    LoadedParts parts = LoadedParts.read(source(), 1, new ReadOptions(1)).parts();

    assertThat(parts.split().name()).isEqualTo("temporal(0.8)");
    assertThat(parts.whole().hash()).isEqualTo(parts.wholeHash());
    assertThat(parts.split().test().size()).isEqualTo(4);
  }

  @Test
  void read_takesTheSplitThatTheSourcePrescribes() throws IOException {
    Path rows = Files.writeString(folder.resolve("rows"), "3\n7\n");

    LoadedParts parts = read("file:" + rows).parts();

    assertThat(parts.split().test().size()).isEqualTo(2);
    assertThat(parts.validation()).isEqualTo(SplitStrategy.random(0.9));
    assertThat(parts.candidates()).isNull();
  }

  @Test
  void read_refusesAnUnknownSplitBeforeItReads() {
    RatingsSource missing =
        RatingsSource.delimited(folder.resolve("none"), DelimitedFile.Format.defaults());

    assertThatThrownBy(() -> LoadedParts.read(missing, "half", 1, ReadOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("half");
  }

  @Test
  void sentences_tellWhatThereIsAndWhatWasMended() throws IOException {
    assertThat(read("all").sentences())
        .containsExactly(
            "likes, split all: 4 users, 5 items, 20 ratings to train on, 0 to test on",
            "1 malformed lines skipped, 0 of them with a rating off the scale",
            "1 ratings dropped for a later one of the same pair");
  }

  @Test
  void parse_readsAScale() {
    assertThat(RatingScale.parse(" 0.5, 5 ")).isEqualTo(new RatingScale(0.5, 5));
    for (String wrong : new String[] {"5", "1,2,3", "a,b", ""}) {
      assertThatThrownBy(() -> RatingScale.parse(wrong))
          .hasMessage("scale: '" + wrong + "' is no range; give LO,HI such as 1,5");
    }
  }
}
