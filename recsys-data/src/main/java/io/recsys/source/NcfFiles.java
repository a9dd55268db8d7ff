package io.recsys.source;

import io.recsys.data.DataFormatException;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.split.CandidateLists;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The test part of MovieLens 1M that came with Neural Collaborative Filtering (He and others, WWW
 * 2017): each user's last rating, in {@code ml-1m.test.rating}, and for each 99 items to rank it
 * among, in {@code ml-1m.test.negative}, either name with anything before it, the latter also in
 * gzip.
 *
 * <p>In these files a user's number is the id less one, an item's the rank of its first appearance
 * in the ratings. So the ratings must come in the release's own order. As published, the test item
 * of 156 users is also among the 99 others; as a candidate it counts once.
 */
final class NcfFiles implements TestPart {
  static final String PREFIX = "ncf:";
  private static final String RATINGS = "ml-1m.test.rating";
  private static final String NEGATIVES = "ml-1m.test.negative";

  private final Path file;
  private final Path negatives;
  private final IdTable users;

  /** By the user's number in the reading: the number of the test item, then of the others. */
  private final TreeMap<Integer, int[]> lists = new TreeMap<>();

  private final BitSet found = new BitSet();

  /** By the item's number in the reading: the one in the files, plus one. */
  private int[] numbers = new int[1 << 10];

  /** By the item's number in the files: the one in the reading. */
  private int[] appeared = new int[1 << 10];

  private int appearances;

  private NcfFiles(Path folder, IdTable users) throws IOException {
    this.file = find(folder, RATINGS);
    this.negatives = find(folder, NEGATIVES);
    this.users = users;
  }

  /** Whether a split's name asks for such files. */
  static boolean isNamedBy(String split) {
    return split.startsWith(PREFIX) && split.length() > PREFIX.length();
  }

  /** Reads the files in the folder that a split's name, {@code ncf:DIR}, gives. */
  static NcfFiles read(String split, IdTable users) throws IOException {
    Path folder = Path.of(split.substring(PREFIX.length()));
    NcfFiles files = new NcfFiles(folder, users);
    files.readRatings();
    files.readNegatives();
    return files;
  }

  @Override
  public boolean contains(long row, int user, int item) {
    if (item >= numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * item);
    }
    if (numbers[item] == 0) {
      if (appearances == appeared.length) {
        appeared = Arrays.copyOf(appeared, 2 * appearances);
      }
      appeared[appearances++] = item;
      numbers[item] = appearances;
    }
    int[] list = lists.get(user);
    boolean isTest = list != null && list[0] == numbers[item] - 1;
    if (isTest) {
      found.set(user);
    }
    return isTest;
  }

  @Override
  public void checkComplete(long rowsRead) throws DataFormatException {
    if (found.cardinality() < lists.size()) {
      throw new DataFormatException(
          file,
          String.format(
              Locale.ROOT,
              "%d of its %d ratings are not in the data;"
                  + " it belongs to MovieLens 1M with the ratings in their own order",
              lists.size() - found.cardinality(),
              lists.size()));
    }
  }

  /** The test item of each user and those it is ranked among, by the indices of the data read. */
  CandidateLists candidates(Dataset data, IdTable items) throws DataFormatException {
    int[] userIndices = users.indices(data.users());
    int[] itemIndices = items.indices(data.items());
    Interactions.Builder pairs = Interactions.builder();
    for (var list : lists.entrySet()) {
      for (int number : list.getValue()) {
        if (number >= appearances) {
          throw new DataFormatException(
              negatives,
              "it has an item " + number + " where the ratings have " + appearances + " items");
        }
        pairs.add(userIndices[list.getKey()], itemIndices[appeared[number]], 1, 0);
      }
    }
    return CandidateLists.of(pairs.build(data.users().size(), data.items().size(), false));
  }

  private void readRatings() throws IOException {
    try (LineReader lines = new LineReader(file)) {
      while (lines.next()) {
        String[] fields = fields(lines);
        if (fields.length < 2) {
          throw new DataFormatException(file, lines.line(), "user and item expected, with tabs");
        }
        int user = user(file, lines.line(), fields[0]);
        int item = number(file, lines.line(), fields[1]);
        if (lists.put(user, new int[] {item}) != null) {
          throw new DataFormatException(
              file, lines.line(), "user " + fields[0] + " has a second test item");
        }
      }
    }
    if (lists.isEmpty()) {
      throw new DataFormatException(file, "the file has no rating");
    }
  }

  private void readNegatives() throws IOException {
    try (LineReader lines = new LineReader(negatives)) {
      while (lines.next()) {
        String[] fields = fields(lines);
        String[] pair = fields[0].replaceAll("[()]", "").split(",", -1);
        int user = pair.length == 2 ? user(negatives, lines.line(), pair[0]) : -1;
        int @Nullable [] list = lists.get(user);
        if (list == null
            || list.length > 1
            || fields.length < 2
            || list[0] != number(negatives, lines.line(), pair[1])) {
          throw new DataFormatException(
              negatives,
              lines.line(),
              "(user,item) of "
                  + file.getFileName()
                  + ", each once, expected, then items, with tabs between");
        }
        int[] whole = Arrays.copyOf(list, fields.length);
        for (int i = 1; i < fields.length; i++) {
          whole[i] = number(negatives, lines.line(), fields[i]);
        }
        lists.put(user, whole);
      }
    }
    long bare = lists.values().stream().filter(list -> list.length == 1).count();
    if (bare > 0) {
      throw new DataFormatException(negatives, bare + " of the test users have no items in it");
    }
  }

  private static String[] fields(LineReader lines) {
    return new String(
            lines.buffer(), lines.from(), lines.to() - lines.from(), StandardCharsets.UTF_8)
        .split("\t", -1);
  }

  /** The number in the reading of the user with a number in the files. */
  private int user(Path from, long line, String text) throws DataFormatException {
    byte[] id = Long.toString(number(from, line, text) + 1L).getBytes(StandardCharsets.UTF_8);
    int user = users.find(id, 0, id.length);
    if (user < 0) {
      throw new DataFormatException(from, line, "user " + text + " is not in the data");
    }
    return user;
  }

  private static int number(Path from, long line, String text) throws DataFormatException {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number below 0.
    }
    throw new DataFormatException(from, line, "'" + text + "' is no number from 0 on");
  }

  private static Path find(Path folder, String name) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        List<Path> found =
            files
                .filter(
                    file ->
                        file.toString().endsWith(name) || file.toString().endsWith(name + ".gz"))
                .sorted()
                .toList();
        if (!found.isEmpty()) {
          return found.get(0);
        }
      }
    }
    throw new NoSuchFileException(
        folder.resolve(name).toString(),
        null,
        "there is no such file; give ncf:DIR with the folder of the NCF test files");
  }
}
