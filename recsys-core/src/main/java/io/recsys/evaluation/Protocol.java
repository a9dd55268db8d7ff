package io.recsys.evaluation;

import io.recsys.split.Split;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The facts that figures depend on beside the model. Only figures of equal protocols compare.
 *
 * <p>Every item of the catalog that the user has no training row of competes for a place in a
 * ranking. A ranking is asked for without a time, and judged where the user has a relevant test
 * row.
 *
 * @param data the data set's name
 * @param split the split's name
 * @param items the number of items in the catalog
 * @param trainRows the number of training rows
 * @param testRows the number of test rows
 * @param counts how many users, items and rows of the test part are cold
 * @param relevantFrom the lowest rating that makes a test row relevant
 * @param rankedUsers users with a relevant test row, over whom ranking metrics are averaged
 * @param warmRankedUsers those of them who have a training row
 */
public record Protocol(
    String data,
    String split,
    int items,
    int trainRows,
    int testRows,
    Split.Counts counts,
    double relevantFrom,
    int rankedUsers,
    int warmRankedUsers) {
  /** Users with a test row but no relevant one, whom ranking metrics leave out. */
  public int skippedUsers() {
    return counts.testUsers() - rankedUsers;
  }

  /** The facts by the keys of the JSON report: text and numbers, in order. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("data", data);
    map.put("split", split);
    map.put("trainRows", trainRows);
    map.put("testRows", testRows);
    map.put("warmRows", counts.warmRows());
    map.put("testUsers", counts.testUsers());
    map.put("coldUsers", counts.coldUsers());
    map.put("coldUserRows", counts.coldUserRows());
    map.put("testItems", counts.testItems());
    map.put("coldItems", counts.coldItems());
    map.put("coldItemRows", counts.coldItemRows());
    map.put("rankedItems", items);
    map.put("relevantFrom", relevantFrom);
    map.put("rankedUsers", rankedUsers);
    map.put("warmRankedUsers", warmRankedUsers);
    map.put("skippedUsers", skippedUsers());
    return map;
  }
}
