package io.recsys.evaluation;

import io.recsys.split.Split;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation card: the facts that figures depend on beside the model. Only figures of
 * comparable protocols compare.
 *
 * <p>A ranking is asked for without a time, and judged where the user has a relevant test row.
 * Equal scores rank by the items' ids.
 *
 * @param data the data set's name
 * @param dataHash the hash of all rows, training and test; {@link io.recsys.data.Dataset#hash}
 * @param testHash the hash of the test rows
 * @param split the split's name
 * @param splitSeed what the split was drawn by, or null where nothing was drawn or nobody knows
 * @param leak what the training part tells of the test part, in a sentence
 * @param items the number of items in the catalog
 * @param trainRows the number of training rows
 * @param testRows the number of test rows
 * @param counts how many users, items and rows of the test part are cold
 * @param mode {@link #STATIC} or {@link #TEST_THEN_LEARN}
 * @param candidates the name of the items that compete in a ranking; {@link Candidates#name}
 * @param relevantFrom the lowest rating that makes a test row relevant
 * @param rankedUsers users with a relevant test row, over whom ranking metrics are averaged
 * @param warmRankedUsers those of them who have a training row
 * @param k the most places asked for; metrics name their own
 * @param seed what sampled candidates are drawn by
 */
public record Protocol(
    String data,
    String dataHash,
    String testHash,
    String split,
    @Nullable Long splitSeed,
    String leak,
    int items,
    int trainRows,
    int testRows,
    Split.Counts counts,
    String mode,
    String candidates,
    double relevantFrom,
    int rankedUsers,
    int warmRankedUsers,
    int k,
    long seed) {
  /** Users are asked about by what training knows of them. */
  public static final String STATIC = "static";

  /** Ratings are predicted knowing the user's earlier test rows; {@link TestThenLearn}. */
  public static final String TEST_THEN_LEARN = "test-then-learn";

  private static final String TIES = "by the items' ids";
  private static final String INTERVAL =
      "95 %: Student's t over users for means over users, bootstrap over users for means over rows";

  /** What may differ between figures that compare. */
  private static final Set<String> INCIDENTAL = Set.of("data", "leak", "k", "seed", "interval");

  /** Users with a test row but no relevant one, whom ranking metrics leave out. */
  public int skippedUsers() {
    return counts.testUsers() - rankedUsers;
  }

  /**
   * The first fact in which another protocol differs so that figures under the two do not compare,
   * for example {@code candidates: full and sampled(99)}; empty where they compare. The name of the
   * data does not count, its hash does; the places asked for do not count, for a metric names its
   * own; the seed counts where candidates were drawn.
   */
  public Optional<String> difference(Protocol other) {
    Map<String, Object> theirs = other.toMap();
    for (Map.Entry<String, Object> fact : toMap().entrySet()) {
      String key = fact.getKey();
      boolean counts =
          !INCIDENTAL.contains(key) || (key.equals("seed") && candidates.startsWith("sampled("));
      Object their = theirs.get(key);
      if (counts && !Objects.equals(fact.getValue(), their)) {
        return Optional.of(key + ": " + fact.getValue() + " and " + their);
      }
    }
    return Optional.empty();
  }

  /** Whether figures under this protocol and another compare; see {@link #difference}. */
  public boolean comparable(Protocol other) {
    return difference(other).isEmpty();
  }

  /** The facts that a person asks for first, in a line. */
  public String summary() {
    return "%s, split %s%s, %d test rows; candidates %s, relevant from %s, %d users"
        .formatted(
            data,
            split,
            splitSeed == null ? "" : " seed " + splitSeed,
            testRows,
            candidates,
            relevantFrom,
            rankedUsers);
  }

  /** The facts by the keys of the JSON report: text and numbers, in order. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("data", data);
    map.put("dataHash", dataHash);
    map.put("split", split);
    if (splitSeed != null) {
      map.put("splitSeed", splitSeed);
    }
    map.put("leak", leak);
    map.put("testHash", testHash);
    map.put("trainRows", trainRows);
    map.put("testRows", testRows);
    map.put("warmRows", counts.warmRows());
    map.put("testUsers", counts.testUsers());
    map.put("coldUsers", counts.coldUsers());
    map.put("coldUserRows", counts.coldUserRows());
    map.put("testItems", counts.testItems());
    map.put("coldItems", counts.coldItems());
    map.put("coldItemRows", counts.coldItemRows());
    map.put("mode", mode);
    map.put("candidates", candidates);
    map.put("rankedItems", items);
    map.put("relevantFrom", relevantFrom);
    map.put("rankedUsers", rankedUsers);
    map.put("warmRankedUsers", warmRankedUsers);
    map.put("skippedUsers", skippedUsers());
    map.put("k", k);
    map.put("ties", TIES);
    map.put("seed", seed);
    map.put("interval", INTERVAL);
    return map;
  }
}
