package io.recsys.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recsys.data.DataFormatException;
import io.recsys.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user,item\nv,k\nu,j\nu,i\n",
        "item,score,user\nk,1,v\nj,2,u\ni,3,u\n",
        "v\tk\t0.5\nu\tj\t0.1\nu\ti\t0\n"
      })
  void read_gathersTheListsOfUsers(String text) throws IOException {
    LoadedCandidates loaded = read(text);
    assertThat(loaded.lists().candidates(0)).containsExactly(0, 1);
    assertThat(loaded.lists().candidates(1)).containsExactly(2);
    assertThat(loaded.lists().candidates(2)).isEmpty();
    assertThat(loaded.pairs()).isEqualTo(3);
    assertThat(loaded.unknown()).isZero();
    assertThat(loaded.duplicates()).isZero();
  }

  @Test
  void read_countsWhatItLeavesOut() throws IOException {
    LoadedCandidates loaded = read("u,i\nx,i\nu,y\nu,i\nu,k\n");
    assertThat(loaded.lists().candidates(0)).containsExactly(0, 2);
    assertThat(loaded.pairs()).isEqualTo(5);
    assertThat(loaded.unknown()).isEqualTo(2);
    assertThat(loaded.duplicates()).isEqualTo(1);
  }

  @Test
  void read_namesWhatIsWrong() {
    assertThatThrownBy(() -> read("u,i\nu\n"))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("candidates.csv, line 2: user and item expected");
    assertThatThrownBy(() -> read("x,y\n"))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("none of its 1 pairs is a user and an item of 'ratings'");
    assertThatThrownBy(() -> read("")).hasMessageContaining("none of its 0 pairs");
    assertThatThrownBy(() -> CandidateFile.read(folder.resolve("none"), data()))
        .isInstanceOf(NoSuchFileException.class);
  }

  private LoadedCandidates read(String text) throws IOException {
    return CandidateFile.read(Files.writeString(folder.resolve("candidates.csv"), text), data());
  }

  private Dataset data() throws IOException {
    Path ratings = Files.writeString(folder.resolve("ratings.csv"), "u,i,1\nv,j,2\nw,k,3\n");
    DelimitedFile.Format format =
        DelimitedFile.Format.defaults().withDelimiter("COMMA").withColumns("user,item,rating");
    return DelimitedFile.read(ratings, format, ReadOptions.defaults()).dataset();
  }
}
