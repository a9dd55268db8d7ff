package io.recsys.model;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;

/**
 * A typed array with a shape, row by row. It holds the array that it is given, so nobody may write
 * to that any more.
 */
final class Tensor {
  /** The types of elements that a tensor can have, under the names of the safetensors format. */
  enum Type {
    F32(4),
    F64(8),
    I32(4),
    I64(8),
    U8(1);

    private final int width;

    Type(int width) {
      this.width = width;
    }

    /** The bytes that an element takes. */
    int width() {
      return width;
    }
  }

  private final Type type;
  private final long[] shape;
  private final Object array;

  private Tensor(Type type, long[] shape, Object array) {
    this.type = type;
    this.shape = shape;
    this.array = array;
  }

  /**
   * A tensor over an array.
   *
   * @param array a float, double, int, long or byte array
   * @param shape the extent of each dimension; their product is the length of the array
   */
  static Tensor of(Object array, long... shape) {
    Type type;
    if (array instanceof float[]) {
      type = Type.F32;
    } else if (array instanceof double[]) {
      type = Type.F64;
    } else if (array instanceof int[]) {
      type = Type.I32;
    } else if (array instanceof long[]) {
      type = Type.I64;
    } else if (array instanceof byte[]) {
      type = Type.U8;
    } else {
      throw new IllegalArgumentException("array: a tensor holds no " + array.getClass());
    }
    return new Tensor(type, shape.clone(), array);
  }

  /** A tensor of zeros; the caller has checked that the shape is sound. */
  static Tensor allocate(Type type, long[] shape, int length) {
    Object array =
        switch (type) {
          case F32 -> new float[length];
          case F64 -> new double[length];
          case I32 -> new int[length];
          case I64 -> new long[length];
          case U8 -> new byte[length];
        };
    return new Tensor(type, shape.clone(), array);
  }

  Type type() {
    return type;
  }

  long[] shape() {
    return shape.clone();
  }

  /** The array itself, no copy. */
  Object array() {
    return array;
  }

  /** The number of elements. */
  int length() {
    return Array.getLength(array);
  }

  /** The place of the first element that is NaN or infinite, -1 if there is none. */
  int firstNotFinite() {
    if (array instanceof float[] floats) {
      return firstNotFinite(floats);
    }
    return array instanceof double[] doubles ? firstNotFinite(doubles) : -1;
  }

  private static int firstNotFinite(float[] array) {
    for (int i = 0; i < array.length; i++) {
      if (!Float.isFinite(array[i])) {
        return i;
      }
    }
    return -1;
  }

  private static int firstNotFinite(double[] array) {
    for (int i = 0; i < array.length; i++) {
      if (!Double.isFinite(array[i])) {
        return i;
      }
    }
    return -1;
  }

  /** Writes {@code count} elements, the first of them at {@code from}, into a buffer's start. */
  void copyTo(ByteBuffer buffer, int from, int count) {
    switch (type) {
      case F32 -> buffer.asFloatBuffer().put((float[]) array, from, count);
      case F64 -> buffer.asDoubleBuffer().put((double[]) array, from, count);
      case I32 -> buffer.asIntBuffer().put((int[]) array, from, count);
      case I64 -> buffer.asLongBuffer().put((long[]) array, from, count);
      case U8 -> buffer.duplicate().put((byte[]) array, from, count);
    }
  }

  /** Fills {@code count} elements, the first of them at {@code from}, from a buffer's start. */
  void copyFrom(ByteBuffer buffer, int from, int count) {
    switch (type) {
      case F32 -> buffer.asFloatBuffer().get((float[]) array, from, count);
      case F64 -> buffer.asDoubleBuffer().get((double[]) array, from, count);
      case I32 -> buffer.asIntBuffer().get((int[]) array, from, count);
      case I64 -> buffer.asLongBuffer().get((long[]) array, from, count);
      case U8 -> buffer.duplicate().get((byte[]) array, from, count);
    }
  }
}
