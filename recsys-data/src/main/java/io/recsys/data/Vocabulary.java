package io.recsys.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The two-way map between external ids and the dense indices {@code 0 .. size() - 1} used inside.
 *
 * <p>Indices follow {@link #ID_ORDER}, so they depend on the set of ids alone and not on the order
 * in which a file lists them: sorting by index is sorting by id. Immutable and safe for any number
 * of threads.
 */
public final class Vocabulary {
  /** Whole numbers first, by value; then everything else, by character. */
  public static final Comparator<String> ID_ORDER = Vocabulary::compareIds;

  private final String[] ids;
  private final Map<String, Integer> indices;

  private Vocabulary(String[] ids) {
    this.ids = ids;
    this.indices = new HashMap<>(ids.length * 4 / 3 + 1);
    for (int index = 0; index < ids.length; index++) {
      indices.put(ids[index], index);
    }
  }

  /** The vocabulary of the distinct ids given, in {@link #ID_ORDER}. */
  public static Vocabulary of(Collection<String> ids) {
    String[] given = ids.toArray(new String[0]);
    if (ascends(given)) {
      return new Vocabulary(given);
    }
    Set<String> distinct = new HashSet<>(ids);
    if (distinct.contains("")) {
      throw new IllegalArgumentException(
          "ids: an id is empty; every id needs at least one character");
    }
    String[] sorted = distinct.toArray(new String[0]);
    Arrays.sort(sorted, ID_ORDER);
    return new Vocabulary(sorted);
  }

  /**
   * The vocabulary of ids that are in {@link #ID_ORDER} already, as those of a stored one are.
   *
   * @throws IllegalArgumentException if they are not, or one is empty or twice there
   */
  public static Vocabulary ofOrdered(List<String> ids) {
    String[] given = ids.toArray(new String[0]);
    if (!ascends(given)) {
      throw new IllegalArgumentException("ids: are empty, twice there or unsorted");
    }
    return new Vocabulary(given);
  }

  private static boolean ascends(String[] ids) {
    boolean number = true;
    for (int i = 0; i < ids.length; i++) {
      boolean numberBefore = number;
      number = isNumber(ids[i]);
      if (ids[i].isEmpty()
          || (i > 0 && compareIds(ids[i - 1], numberBefore, ids[i], number) >= 0)) {
        return false;
      }
    }
    return true;
  }

  /** The number of ids. */
  public int size() {
    return ids.length;
  }

  /** The index of an id, or -1 if it is unknown. */
  public int indexOf(String id) {
    return indices.getOrDefault(id, -1);
  }

  /** Whether an id is known. */
  public boolean contains(String id) {
    return indices.containsKey(id);
  }

  /**
   * The id at an index.
   *
   * @throws IndexOutOfBoundsException if the index is not in {@code 0 .. size() - 1}
   */
  public String id(int index) {
    return ids[index];
  }

  /** All ids, in index order. */
  public List<String> ids() {
    return new ArrayList<>(Arrays.asList(ids));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return "Vocabulary[" + ids.length + " ids]";
  }

  private static int compareIds(String a, String b) {
    return compareIds(a, isNumber(a), b, isNumber(b));
  }

  private static int compareIds(String a, boolean aNumber, String b, boolean bNumber) {
    if (aNumber != bNumber) {
      return aNumber ? -1 : 1;
    }
    if (aNumber) {
      int aStart = leadingZeros(a);
      int bStart = leadingZeros(b);
      int byLength = Integer.compare(a.length() - aStart, b.length() - bStart);
      if (byLength != 0) {
        return byLength;
      }
      for (int i = 0; i < a.length() - aStart; i++) {
        int byDigit = Character.compare(a.charAt(aStart + i), b.charAt(bStart + i));
        if (byDigit != 0) {
          return byDigit;
        }
      }
    }
    return a.compareTo(b);
  }

  private static boolean isNumber(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) < '0' || id.charAt(i) > '9') {
        return false;
      }
    }
    return !id.isEmpty();
  }

  private static int leadingZeros(String id) {
    int zeros = 0;
    while (zeros < id.length() - 1 && id.charAt(zeros) == '0') {
      zeros++;
    }
    return zeros;
  }
}
