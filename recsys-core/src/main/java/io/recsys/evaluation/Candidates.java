package io.recsys.evaluation;

import io.recsys.split.CandidateLists;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The items that compete for a place in a ranking. Figures over different candidates say different
 * things, even about which of two models is better (Krichene, Rendle, On Sampled Metrics for Item
 * Recommendation, KDD 2020), so their evaluations do not compare.
 */
public sealed interface Candidates {
  /** The name on the evaluation card, for example {@code sampled(99)}. */
  String name();

  /** {@link Full}. */
  static Candidates full() {
    return new Full();
  }

  /** {@link Sampled}. */
  static Candidates sampled(int negatives) {
    return new Sampled(negatives);
  }

  /** {@link Listed}. */
  static Candidates listed(String name, IntFunction<int @Nullable []> items) {
    return new Listed(name, items);
  }

  /**
   * {@link Listed} from lists.
   *
   * @param source where they come from; the name adds what tells these lists from others
   */
  static Candidates listed(String source, CandidateLists lists) {
    return new Listed(
        "%s#%08x".formatted(source, lists.hashCode()),
        user -> lists.count(user) == 0 ? null : lists.candidates(user));
  }

  /**
   * The candidates of a name: {@code full} or {@code sampled(N)}. Listed ones are read from a file.
   *
   * @throws IllegalArgumentException if the name is none of these
   */
  static Candidates parse(String name) {
    if (name.strip().equals("full")) {
      return full();
    }
    Matcher matcher = Pattern.compile("sampled\\((\\d{1,9})\\)").matcher(name.strip());
    if (matcher.matches()) {
      return sampled(Integer.parseInt(matcher.group(1)));
    }
    throw new IllegalArgumentException(
        "candidates: '" + name + "' is unknown; use full or sampled(99)");
  }

  /** Every item of the catalog but those that the user has a training row of. */
  record Full() implements Candidates {
    @Override
    public String name() {
      return "full";
    }
  }

  /**
   * The user's relevant test items, and items drawn from those of which the user has neither a
   * training nor a test row, each as likely as any other; all of them where they are fewer. The
   * draw depends on the evaluator's seed and the user alone. He et al., Neural Collaborative
   * Filtering, WWW 2017.
   *
   * @param negatives how many items to draw, 1 or more
   */
  record Sampled(int negatives) implements Candidates {
    /** Checks the number. */
    public Sampled {
      if (negatives < 1) {
        throw new IllegalArgumentException(
            "candidates: sampled(" + negatives + ") draws nothing; draw 1 item or more");
      }
    }

    @Override
    public String name() {
      return "sampled(" + negatives + ")";
    }
  }

  /**
   * Lists that somebody else drew. Training items in them compete too; a user without a list is
   * skipped.
   *
   * @param name what tells these lists from others
   * @param items the candidates of a user by index, or null where there is no list; called from
   *     many threads
   */
  record Listed(String name, IntFunction<int @Nullable []> items) implements Candidates {
    /** Keeps the names of other candidates free. */
    public Listed {
      if (name.isBlank() || name.equals("full") || name.startsWith("sampled(")) {
        throw new IllegalArgumentException(
            "candidates: lists cannot be called '" + name + "'; name them by their file");
      }
    }
  }
}
