package io.recsys.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Named tensors: the numbers that make a model, as they lie in its file. Arrays go in and come out
 * without a copy, so nobody may write to them any more.
 *
 * <p>A list of texts is two tensors: {@code NAME.utf8}, the texts' bytes one after another, and
 * {@code NAME.offsets}, where each begins, with the end of the last after them.
 */
final class Tensors {
  private static final int ANY = -1;

  private final Path source;
  private final SortedMap<String, Tensor> tensors;

  private Tensors(Path source, SortedMap<String, Tensor> tensors) {
    this.source = source;
    this.tensors = tensors;
  }

  /** Gathers tensors that no file holds yet. */
  static Builder builder() {
    return new Builder(Path.of(ModelBundle.WEIGHTS));
  }

  /** Gathers the tensors of a file, which messages then name. */
  static Builder builder(Path source) {
    return new Builder(source);
  }

  /** All tensors by name, in the order of the names. */
  SortedMap<String, Tensor> all() {
    return Collections.unmodifiableSortedMap(tensors);
  }

  /** Whether there is a tensor of that name. */
  boolean has(String name) {
    return tensors.containsKey(name);
  }

  /** The tensor of a name. */
  Tensor tensor(String name) throws ModelFormatException {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw ModelFormatException.corrupt(source, "the tensor '" + name + "' is missing");
    }
    return tensor;
  }

  /** The extents of a tensor's dimensions. */
  long[] shape(String name) throws ModelFormatException {
    return tensor(name).shape();
  }

  /** The elements of an F32 tensor, whose shape must be the one given; -1 stands for any extent. */
  float[] floats(String name, long... shape) throws ModelFormatException {
    return (float[]) array(name, Tensor.Type.F32, shape);
  }

  /** The elements of an F64 tensor, whose shape must be the one given; -1 stands for any extent. */
  double[] doubles(String name, long... shape) throws ModelFormatException {
    return (double[]) array(name, Tensor.Type.F64, shape);
  }

  /** The elements of an I32 tensor, whose shape must be the one given; -1 stands for any extent. */
  int[] ints(String name, long... shape) throws ModelFormatException {
    return (int[]) array(name, Tensor.Type.I32, shape);
  }

  /** The elements of an I64 tensor, whose shape must be the one given; -1 stands for any extent. */
  long[] longs(String name, long... shape) throws ModelFormatException {
    return (long[]) array(name, Tensor.Type.I64, shape);
  }

  /** The elements of a U8 tensor, whose shape must be the one given; -1 stands for any extent. */
  byte[] bytes(String name, long... shape) throws ModelFormatException {
    return (byte[]) array(name, Tensor.Type.U8, shape);
  }

  /** A list of texts. */
  List<String> strings(String name) throws ModelFormatException {
    byte[] utf8 = bytes(name + ".utf8", ANY);
    int[] offsets = ints(name + ".offsets", ANY);
    if (offsets.length == 0 || offsets[0] != 0 || offsets[offsets.length - 1] != utf8.length) {
      throw ModelFormatException.corrupt(source, "the offsets of '" + name + "' do not fit");
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    boolean ascii = isAscii(utf8);
    String[] strings = new String[offsets.length - 1];
    for (int i = 0; i < strings.length; i++) {
      // The sum above alone would let a later offset hide an earlier one beyond the end. Compared,
      // not subtracted: the distance to the smallest number overflows.
      if (offsets[i + 1] < offsets[i] || offsets[i + 1] > utf8.length) {
        throw ModelFormatException.corrupt(source, "the offsets of '" + name + "' do not ascend");
      }
      int length = offsets[i + 1] - offsets[i];
      if (ascii) {
        strings[i] = new String(utf8, offsets[i], length, StandardCharsets.ISO_8859_1);
        continue;
      }
      try {
        strings[i] = decoder.decode(ByteBuffer.wrap(utf8, offsets[i], length)).toString();
      } catch (CharacterCodingException e) {
        throw ModelFormatException.corrupt(
            source, "text " + i + " of '" + name + "' is not valid UTF-8");
      }
    }
    return List.of(strings);
  }

  private static boolean isAscii(byte[] bytes) {
    int all = 0;
    for (byte b : bytes) {
      all |= b;
    }
    return all >= 0;
  }

  /**
   * Checks that all floating-point elements are numbers: one that is none spreads to every score.
   */
  Tensors checkFinite() throws ModelFormatException {
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      int place = entry.getValue().firstNotFinite();
      if (place >= 0) {
        throw ModelFormatException.corrupt(
            source, "element %d of the tensor '%s' is no number".formatted(place, entry.getKey()));
      }
    }
    return this;
  }

  /** The same tensors but for some lists of texts. */
  Tensors withoutStrings(String... names) {
    SortedMap<String, Tensor> rest = new TreeMap<>(tensors);
    for (String name : names) {
      rest.remove(name + ".utf8");
      rest.remove(name + ".offsets");
    }
    return new Tensors(source, rest);
  }

  private Object array(String name, Tensor.Type type, long[] shape) throws ModelFormatException {
    Tensor tensor = tensor(name);
    long[] found = tensor.shape();
    boolean fits = tensor.type() == type && found.length == shape.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = shape[i] == ANY || shape[i] == found[i];
    }
    if (!fits) {
      throw ModelFormatException.corrupt(
          source,
          "the tensor '%s' is %s %s, not %s %s"
              .formatted(
                  name,
                  tensor.type(),
                  Arrays.toString(found),
                  type,
                  Arrays.toString(shape).replace("-1", "any")));
    }
    return tensor.array();
  }

  /** Gathers tensors by name. Not safe for concurrent use. */
  static final class Builder {
    private final Path source;
    private final SortedMap<String, Tensor> tensors = new TreeMap<>();

    private Builder(Path source) {
      this.source = source;
    }

    /**
     * Adds a tensor.
     *
     * @param array a float, double, int, long or byte array, which must not change any more
     * @param shape the extent of each dimension; their product is the length of the array
     */
    Builder add(String name, Object array, long... shape) {
      Tensor tensor = Tensor.of(array, shape);
      long length = 1;
      for (long extent : shape) {
        length *= extent;
      }
      if (length != tensor.length()) {
        throw new IllegalArgumentException(
            "shape: %s of '%s' is not that of %d elements"
                .formatted(Arrays.toString(shape), name, tensor.length()));
      }
      return add(name, tensor);
    }

    Builder add(String name, Tensor tensor) {
      if (name.isEmpty() || name.equals(SafeTensors.METADATA)) {
        throw new IllegalArgumentException("name: '" + name + "' cannot name a tensor");
      }
      if (tensors.putIfAbsent(name, tensor) != null) {
        throw new IllegalArgumentException("name: there are two tensors '" + name + "'");
      }
      return this;
    }

    /** Adds all tensors of another map. */
    Builder addAll(Tensors others) {
      others.tensors.forEach(this::add);
      return this;
    }

    /** Adds a list of texts. */
    Builder strings(String name, List<String> strings) {
      byte[][] encoded = new byte[strings.size()][];
      int[] offsets = new int[strings.size() + 1];
      CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
      for (int i = 0; i < encoded.length; i++) {
        encoded[i] = encode(encoder, name, strings.get(i));
        offsets[i + 1] = Math.addExact(offsets[i], encoded[i].length);
      }
      byte[] utf8 = new byte[offsets[encoded.length]];
      for (int i = 0; i < encoded.length; i++) {
        System.arraycopy(encoded[i], 0, utf8, offsets[i], encoded[i].length);
      }
      return add(name + ".utf8", utf8, utf8.length).add(name + ".offsets", offsets, offsets.length);
    }

    /** The tensors added; the builder may be used no more. */
    Tensors build() {
      return new Tensors(source, tensors);
    }

    private static byte[] encode(CharsetEncoder encoder, String name, String text) {
      try {
        ByteBuffer bytes = encoder.encode(CharBuffer.wrap(text));
        byte[] utf8 = new byte[bytes.remaining()];
        bytes.get(utf8);
        return utf8;
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException(
            name + ": half a character (an unpaired surrogate) in '" + text + "'", e);
      }
    }
  }
}
