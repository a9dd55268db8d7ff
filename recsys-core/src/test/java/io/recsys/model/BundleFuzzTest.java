package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import io.recsys.Query;
import io.recsys.Recommendation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bundles damaged in every way that {@link Damages} knows. Each loads to a model that answers with
 * numbers, or says what is wrong and where: with no other exception, in no great time, and with
 * memory in proportion to its files.
 */
class BundleFuzzTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** What is allocated for the smallest bundle, and for each byte of a bundle. */
  private static final long MEMORY = 4 << 20;

  private static final long MEMORY_PER_BYTE = 60;

  /**
   * Damages that may put another finite number in a tensor under the right checksum. Such a model
   * may score an item with no number, and then leaves it out, but it must not throw.
   */
  private static final Set<String> NUMBERS = Set.of("flipped", "swapped", "numbers", "drawn");

  @TempDir private Path temporary;

  @Test
  void damages_areToldOrHarmless() throws Exception {
    run(50, 1);
  }

  @Test
  @Tag("slow")
  void damages_areToldOrHarmless_thousands() throws Exception {
    run(2_000, 2);
  }

  private void run(int most, long seed) throws IOException {
    List<String> faults = new ArrayList<>();
    for (HybridRecommender model : List.of(DrawnHybrid.of(1), DrawnHybrid.ofHistories(1))) {
      Path folder = temporary.resolve("model");
      model.save(folder);
      DamagedBundle whole = DamagedBundle.read(folder);
      assertThat(fault(folder, whole, false)).isNull();
      DamagedBundle there = whole;
      for (Map.Entry<String, List<Damages.Damage>> entry :
          new Damages(whole, seed).all().entrySet()) {
        List<Damages.Damage> damages = new ArrayList<>(entry.getValue());
        Collections.shuffle(damages, new Random(seed));
        for (Damages.Damage damage : damages.subList(0, Math.min(most, damages.size()))) {
          DamagedBundle damaged = whole.copy();
          damage.change().accept(damaged);
          damaged.write(folder, there);
          there = damaged;
          boolean numbers = NUMBERS.contains(entry.getKey());
          String fault =
              assertTimeoutPreemptively(
                  LIMIT, () -> fault(folder, damaged, numbers), damage.name());
          if (fault != null) {
            faults.add(entry.getKey() + ": " + damage.name() + ": " + fault);
          }
        }
      }
      whole.write(folder, there);
    }
    assertThat(faults).isEmpty();
  }

  /** What is wrong with how a bundle loads, null if nothing is. */
  private static @Nullable String fault(Path folder, DamagedBundle bundle, boolean numbers) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    String fault = null;
    HybridRecommender loaded = null;
    try {
      loaded = HybridRecommender.load(folder);
    } catch (ModelFormatException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.startsWith(folder.toString()) || message.lines().count() != 1) {
        fault = "names no place, or not in one line: " + message;
      } else if (message.length() > folder.toString().length() + 600) {
        fault = "says too much: " + message;
      }
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      fault =
          e + " at " + List.of(e.getStackTrace()).subList(0, Math.min(4, e.getStackTrace().length));
    }
    long allocated = threads.getThreadAllocatedBytes(id) - before;
    if (fault == null && allocated > MEMORY + MEMORY_PER_BYTE * bundle.size()) {
      fault = allocated + " bytes allocated for " + bundle.size();
    }
    return fault == null && loaded != null ? wrongAnswer(loaded, numbers) : fault;
  }

  private static @Nullable String wrongAnswer(HybridRecommender loaded, boolean numbers) {
    List<String> users = new ArrayList<>(loaded.model().data().users().ids());
    users.add("never heard of");
    List<String> items = loaded.model().data().items().ids();
    for (String user : users) {
      Query query = Query.forUser(user).withK(items.size()).withExcludeSeen(false);
      for (Query asked : List.of(query, query.withHistory(Map.of(items.get(0), 4.0)))) {
        for (Query.Order order : Query.Order.values()) {
          try {
            List<Recommendation> answer = loaded.recommend(asked.rankedBy(order)).items();
            String wrong = wrong(loaded, answer);
            if (wrong != null && !numbers) {
              return "for " + asked + " " + wrong;
            }
          } catch (RuntimeException e) {
            return "for " + asked + " " + e + " at " + e.getStackTrace()[0];
          }
        }
      }
    }
    return null;
  }

  private static @Nullable String wrong(HybridRecommender loaded, List<Recommendation> answer) {
    if (answer.size() != loaded.model().data().items().size()) {
      return "has " + answer.size() + " items";
    }
    for (Recommendation found : answer) {
      if (!Double.isFinite(found.score())
          || !loaded.model().data().scale().contains(found.predictedRating())) {
        return "is " + found;
      }
    }
    return null;
  }
}
