package io.recsys.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of bytes, which every Java platform must offer. */
final class Sha256 {
  private static final int CHUNK = 1 << 16;

  private Sha256() {}

  /** A fresh digest. */
  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The SHA-256 of bytes, in hexadecimal digits. */
  static String of(byte[] bytes) {
    MessageDigest digest = digest();
    digest.update(bytes);
    return hex(digest);
  }

  /** The SHA-256 of a whole file, in hexadecimal digits; leaves the channel's position alone. */
  static String of(FileChannel file) throws IOException {
    MessageDigest digest = digest();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long position = 0;
    for (int count = file.read(chunk, 0); count > 0; count = file.read(chunk, position)) {
      digest.update(chunk.array(), 0, count);
      position += count;
      chunk.clear();
    }
    return hex(digest);
  }

  /** A digest's result in hexadecimal digits; resets the digest. */
  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
