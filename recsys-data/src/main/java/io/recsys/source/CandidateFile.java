package io.recsys.source;

import io.recsys.data.DataFormatException;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.split.CandidateLists;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A file that says which items to rank for which user: a user and an item a line. */
public final class CandidateFile {
  private static final int BATCH = 1 << 12;

  private CandidateFile() {}

  /**
   * The lists of a file, read as {@link PairsFile} says. Pairs of which the data lacks the user or
   * the item are left out and counted.
   *
   * @param data the data set whose users and items the file names
   * @throws DataFormatException if a line lacks user or item, or no pair is known to the data
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static LoadedCandidates read(Path file, Dataset data) throws IOException {
    Interactions.Builder known = Interactions.builder();
    int pairs = 0;
    try (PairsFile reader = PairsFile.open(file)) {
      for (List<PairsFile.Pair> batch = reader.next(BATCH);
          !batch.isEmpty();
          batch = reader.next(BATCH)) {
        pairs += batch.size();
        for (PairsFile.Pair pair : batch) {
          int user = data.users().indexOf(pair.user());
          int item = data.items().indexOf(pair.item());
          if (user >= 0 && item >= 0) {
            known.add(user, item, 1, 0);
          }
        }
      }
    }
    if (known.size() == 0) {
      throw new DataFormatException(
          file,
          "none of its "
              + pairs
              + " pairs is a user and an item of '"
              + data.name()
              + "'; give user,item on each line");
    }
    CandidateLists lists =
        CandidateLists.of(known.build(data.users().size(), data.items().size(), false));
    return new LoadedCandidates(lists, pairs, pairs - known.size(), known.duplicates());
  }
}
