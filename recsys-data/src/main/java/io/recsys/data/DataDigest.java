package io.recsys.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Gathers ids and interactions, each of which delimits itself, into a SHA-256. */
final class DataDigest {
  private final MessageDigest digest;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 13);

  private DataDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "this Java lacks SHA-256, which its specification asks for", e);
    }
  }

  /** The hash of a data set, to which rows are added; a row added replaces one of its pair. */
  static String hash(Dataset data, @Nullable Interactions added) {
    DataDigest digest = new DataDigest();
    digest.addIds(data.users());
    digest.addIds(data.items());
    Interactions rows = data.interactions();
    if (added == null) {
      digest.addRows(rows);
    } else {
      digest.addUnion(rows, added);
    }
    return digest.finish();
  }

  private void addIds(Vocabulary ids) {
    addLong(ids.size());
    for (int index = 0; index < ids.size(); index++) {
      byte[] utf8 = ids.id(index).getBytes(StandardCharsets.UTF_8);
      addLong(utf8.length);
      drain();
      digest.update(utf8);
    }
  }

  private void addRows(Interactions rows) {
    addHead(rows.size(), rows.hasTimes());
    for (int user = 0; user < rows.users(); user++) {
      addLong(rows.count(user));
      for (int position = rows.start(user); position < rows.end(user); position++) {
        addRow(rows, position);
      }
    }
  }

  /** The rows of both as if they were built together: a user's in order of time, then of item. */
  private void addUnion(Interactions rows, Interactions added) {
    addHead(rows.size() + added.size() - replaced(rows, added), rows.hasTimes());
    BitSet fresh = new BitSet(rows.items());
    for (int user = 0; user < rows.users(); user++) {
      mark(added, user, fresh);
      int count = added.count(user);
      for (int position = rows.start(user); position < rows.end(user); position++) {
        count += fresh.get(rows.item(position)) ? 0 : 1;
      }
      addLong(count);
      int next = added.start(user);
      for (int position = rows.start(user); position < rows.end(user); position++) {
        if (!fresh.get(rows.item(position))) {
          while (next < added.end(user) && isBefore(added, next, rows, position)) {
            addRow(added, next++);
          }
          addRow(rows, position);
        }
      }
      while (next < added.end(user)) {
        addRow(added, next++);
      }
    }
  }

  private static int replaced(Interactions rows, Interactions added) {
    BitSet fresh = new BitSet(rows.items());
    int replaced = 0;
    for (int user = 0; user < rows.users(); user++) {
      mark(added, user, fresh);
      for (int position = rows.start(user); position < rows.end(user); position++) {
        replaced += fresh.get(rows.item(position)) ? 1 : 0;
      }
    }
    return replaced;
  }

  private static void mark(Interactions rows, int user, BitSet items) {
    items.clear();
    for (int position = rows.start(user); position < rows.end(user); position++) {
      items.set(rows.item(position));
    }
  }

  private static boolean isBefore(Interactions a, int atA, Interactions b, int atB) {
    int byTime = Long.compare(a.time(atA), b.time(atB));
    return byTime != 0 ? byTime < 0 : a.item(atA) < b.item(atB);
  }

  private void addHead(int size, boolean hasTimes) {
    addLong(size);
    addLong(hasTimes ? 1 : 0);
  }

  private void addRow(Interactions rows, int position) {
    int bits = Float.floatToIntBits(rows.value(position));
    addLong((long) rows.item(position) << 32 | Integer.toUnsignedLong(bits));
    addLong(rows.time(position));
  }

  private void addLong(long number) {
    if (buffer.remaining() < Long.BYTES) {
      drain();
    }
    buffer.putLong(number);
  }

  private String finish() {
    drain();
    return HexFormat.of().formatHex(digest.digest());
  }

  private void drain() {
    digest.update(buffer.flip());
    buffer.clear();
  }
}
