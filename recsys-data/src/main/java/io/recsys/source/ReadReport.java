package io.recsys.source;

import java.util.ArrayList;
import java.util.List;

/**
 * What a reading met on its way: the counts that tell clean data from mended data.
 *
 * @param rows the data rows of all ratings files read; a header and blank lines at the end are none
 * @param skippedLines the malformed lines left out, those of attribute files included
 * @param offScale how many of the skipped lines had a rating off the scale
 * @param duplicates the ratings dropped because a later row of the same part had the same user and
 *     item
 * @param usersWithoutAttributes the users that occur in ratings and not in the release's user file;
 *     0 where the source has no such file
 * @param itemsWithoutAttributes the items that occur in ratings and not in the release's item file;
 *     0 where the source has no such file
 */
public record ReadReport(
    long rows,
    int skippedLines,
    int offScale,
    int duplicates,
    int usersWithoutAttributes,
    int itemsWithoutAttributes) {
  /** What was mended and what is missing, a sentence each; none for clean data. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (skippedLines > 0) {
      remarks.add(
          "%d malformed lines skipped, %d of them with a rating off the scale"
              .formatted(skippedLines, offScale));
    }
    if (duplicates > 0) {
      remarks.add("%d ratings dropped for a later one of the same pair".formatted(duplicates));
    }
    if (usersWithoutAttributes + itemsWithoutAttributes > 0) {
      remarks.add(
          "%d users and %d items occur in ratings alone, without attributes"
              .formatted(usersWithoutAttributes, itemsWithoutAttributes));
    }
    return remarks;
  }
}
