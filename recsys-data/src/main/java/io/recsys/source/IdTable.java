package io.recsys.source;

import io.recsys.data.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ids met in a reading, numbered in the order in which they came.
 *
 * <p>Ids are looked up as bytes, so that a row with known ids makes no {@code String}. Ids are
 * UTF-8 without control characters. Not safe for concurrent use.
 */
final class IdTable {
  private byte[] bytes = new byte[1 << 12];
  private int[] ends = new int[1 << 8];
  private int[] slots = new int[1 << 10];
  private int size;

  /** The number of the id in a byte range, or -1 if it has not been added. */
  int find(byte[] buffer, int from, int to) {
    return slots[slot(buffer, from, to)] - 1;
  }

  /** Adds the id in a byte range unless it is known; returns its number. */
  int add(byte[] buffer, int from, int to) {
    int slot = slot(buffer, from, to);
    if (slots[slot] > 0) {
      return slots[slot] - 1;
    }
    int start = end(size - 1);
    int length = to - from;
    if (start + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, start + length));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
    }
    System.arraycopy(buffer, from, bytes, start, length);
    ends[size] = start + length;
    size++;
    slots[slot] = size;
    if (2 * size > slots.length) {
      rehash();
    }
    return size - 1;
  }

  /** Adds an id unless it is known; returns its number. */
  int add(String id) {
    byte[] encoded = id.getBytes(StandardCharsets.UTF_8);
    return add(encoded, 0, encoded.length);
  }

  /** The number of ids. */
  int size() {
    return size;
  }

  /** Whether a byte range may be an id: not empty, UTF-8, without control characters. */
  static boolean isId(byte[] buffer, int from, int to) {
    boolean ascii = true;
    for (int i = from; i < to; i++) {
      if ((buffer[i] >= 0 && buffer[i] < ' ') || buffer[i] == 0x7F) {
        return false;
      }
      ascii &= buffer[i] >= 0;
    }
    return from < to && (ascii || isUtf8(buffer, from, to));
  }

  /** The vocabulary of all ids. */
  Vocabulary vocabulary() {
    return Vocabulary.of(ids());
  }

  /** For each number in this table the index in a vocabulary that has all its ids. */
  int[] indices(Vocabulary vocabulary) {
    int[] indices = new int[size];
    List<String> ids = ids();
    for (int i = 0; i < size; i++) {
      indices[i] = vocabulary.indexOf(ids.get(i));
    }
    return indices;
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      int start = end(i - 1);
      ids.add(new String(bytes, start, ends[i] - start, StandardCharsets.UTF_8));
    }
    return ids;
  }

  private static boolean isUtf8(byte[] buffer, int from, int to) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, from, to - from));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The slot of an id, or the free slot where it belongs. */
  private int slot(byte[] buffer, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + buffer[i];
    }
    hash *= 0x9E3779B9;
    int mask = slots.length - 1;
    int slot = (hash ^ hash >>> 16) & mask;
    while (slots[slot] > 0 && !isAt(slots[slot] - 1, buffer, from, to)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean isAt(int index, byte[] buffer, int from, int to) {
    return Arrays.equals(bytes, end(index - 1), ends[index], buffer, from, to);
  }

  private int end(int index) {
    return index < 0 ? 0 : ends[index];
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    for (int i = 0; i < size; i++) {
      slots[slot(bytes, end(i - 1), ends[i])] = i + 1;
    }
  }
}
