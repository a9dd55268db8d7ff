package io.recsys.source;

import io.recsys.data.DataFormatException;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import io.recsys.split.Leak;
import io.recsys.split.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One reading of a source: the ids, attributes and ratings gathered so far. */
final class Reading {
  private final BadLines badLines;
  private final IdTable users = new IdTable();
  private final IdTable items = new IdTable();
  private final Interactions.Builder train = Interactions.builder();
  private final Interactions.Builder test = Interactions.builder();
  private AttributeRows userRows = AttributeRows.none();
  private AttributeRows itemRows = AttributeRows.none();
  private boolean hasTimes = true;
  private long rows;

  Reading(ReadOptions options) {
    badLines = new BadLines(options);
  }

  /**
   * The file itself, where it exists.
   *
   * @throws NoSuchFileException otherwise, with the advice in its message
   */
  static Path existing(Path file, String advice) throws NoSuchFileException {
    if (!Files.isRegularFile(file)) {
      String fault =
          Files.isDirectory(file) ? "is a folder, not a file; " : "there is no such file; ";
      throw new NoSuchFileException(file.toString(), null, fault + advice);
    }
    return file;
  }

  IdTable users() {
    return users;
  }

  IdTable items() {
    return items;
  }

  BadLines badLines() {
    return badLines;
  }

  /** Takes the users that a release describes, whether or not they rate. */
  void addUsers(AttributeRows described) {
    userRows = described;
    described.ids().forEach(users::add);
  }

  /** Takes the items that a release describes, whether or not they are rated. */
  void addItems(AttributeRows described) {
    itemRows = described;
    described.ids().forEach(items::add);
  }

  /** Reads a file of ratings, all of the training part but for the test part chosen. */
  void read(Path file, DelimitedFile.Format format, @Nullable TestPart testPart)
      throws IOException {
    long fileRows =
        parse(
            file,
            format,
            (row, user, item, value, time) ->
                (testPart != null && testPart.contains(row, user, item) ? test : train)
                    .add(user, item, value, time));
    if (testPart != null) {
      testPart.checkComplete(fileRows);
      if (train.size() == 0) {
        throw new DataFormatException(file, "the file has no rating left for training");
      }
    }
  }

  /** Reads a file of ratings of the test part. */
  void readTest(Path file, DelimitedFile.Format format) throws IOException {
    parse(file, format, (row, user, item, value, time) -> test.add(user, item, value, time));
  }

  private long parse(Path file, DelimitedFile.Format format, RatingsParser.Sink sink)
      throws IOException {
    int before = train.size() + test.size();
    long fileRows = new RatingsParser(format, users, items, badLines).parse(file, sink);
    if (train.size() + test.size() == before) {
      throw new DataFormatException(
          file, fileRows == 0 ? "the file has no ratings" : "the file has no valid rating");
    }
    rows += fileRows;
    hasTimes &= format.hasTimes();
    return fileRows;
  }

  /** Everything read, as one data set; the scale is taken from the ratings where null. */
  LoadedData loadedData(String name, @Nullable RatingScale scale) {
    Vocabulary userIds = users.vocabulary();
    Vocabulary itemIds = items.vocabulary();
    Interactions interactions = build(train, userIds, itemIds);
    Dataset dataset = dataset(name, userIds, itemIds, interactions, scale);
    return new LoadedData(dataset, report(dataset));
  }

  /** Everything read, as a training and a test part with the same indices. */
  LoadedSplit loadedSplit(String name, @Nullable RatingScale scale, String split, Leak leak) {
    Vocabulary userIds = users.vocabulary();
    Vocabulary itemIds = items.vocabulary();
    Dataset dataset = dataset(name, userIds, itemIds, build(train, userIds, itemIds), scale);
    Interactions held = build(test, userIds, itemIds);
    return new LoadedSplit(new Split(split, dataset, held, leak, null), report(dataset), null);
  }

  private Interactions build(Interactions.Builder part, Vocabulary userIds, Vocabulary itemIds) {
    return part.build(
        userIds.size(), itemIds.size(), hasTimes, users.indices(userIds), items.indices(itemIds));
  }

  private Dataset dataset(
      String name,
      Vocabulary userIds,
      Vocabulary itemIds,
      Interactions interactions,
      @Nullable RatingScale scale) {
    return new Dataset(
        name,
        userIds,
        itemIds,
        userRows.table(userIds),
        itemRows.table(itemIds),
        interactions,
        scale != null ? scale : RatingScale.of(interactions),
        scale == null);
  }

  private ReadReport report(Dataset dataset) {
    return new ReadReport(
        rows,
        badLines.count(),
        badLines.offScale(),
        train.duplicates() + test.duplicates(),
        userRows.missing(dataset.users()),
        itemRows.missing(dataset.items()));
  }
}
