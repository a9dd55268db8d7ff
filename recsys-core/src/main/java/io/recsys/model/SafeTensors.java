package io.recsys.model;

import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The safetensors file format: the length of the header in eight bytes, little endian; a JSON
 * header that gives each tensor's type, shape and place; the tensors' bytes, little endian.
 *
 * <p>Equal tensors are written as equal bytes: the widest element types come first, so that each
 * tensor is aligned, and names are in order within a width. Both ways the file streams through a
 * buffer of 256 KiB. Reading checks the whole header against the size of the file before it makes
 * an array, and then makes arrays of the file's size together.
 */
final class SafeTensors {
  /** The key of the header that is no tensor. */
  static final String METADATA = "__metadata__";

  /** The longest header read or written; a file of a thousand tensors needs a tenth. */
  static final int MAX_HEADER = 1 << 20;

  private static final int CHUNK = 1 << 18;
  private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;
  private static final int MAX_DIMENSIONS = 8;

  private SafeTensors() {}

  /** Writes tensors, and some texts about them, to a stream. */
  static void write(Tensors tensors, Map<String, String> metadata, OutputStream out)
      throws IOException {
    List<Map.Entry<String, Tensor>> ordered = new ArrayList<>(tensors.all().entrySet());
    ordered.sort(Comparator.comparingInt(entry -> -entry.getValue().type().width()));
    byte[] header = header(ordered, metadata);
    byte[] chunk = new byte[CHUNK];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(0, header.length);
    out.write(chunk, 0, Long.BYTES);
    out.write(header);
    for (Map.Entry<String, Tensor> entry : ordered) {
      Tensor tensor = entry.getValue();
      int width = tensor.type().width();
      int step = CHUNK / width;
      for (int from = 0; from < tensor.length(); from += step) {
        int count = Math.min(step, tensor.length() - from);
        tensor.copyTo(buffer, from, count);
        out.write(chunk, 0, count * width);
      }
    }
  }

  private static byte[] header(
      List<Map.Entry<String, Tensor>> tensors, Map<String, String> metadata) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.beginObject().name(METADATA).beginObject();
    for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
      json.name(entry.getKey()).value(entry.getValue());
    }
    json.endObject();
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors) {
      Tensor tensor = entry.getValue();
      json.name(entry.getKey()).beginObject().name("dtype").value(tensor.type().name());
      json.name("shape").beginArray();
      for (long extent : tensor.shape()) {
        json.value(extent);
      }
      json.endArray().name("data_offsets").beginArray().value(offset);
      offset += (long) tensor.length() * tensor.type().width();
      json.value(offset).endArray().endObject();
    }
    json.endObject().close();
    byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
    if (utf8.length > MAX_HEADER) {
      throw new IllegalArgumentException(
          "tensors: the header of " + tensors.size() + " tensors is over " + MAX_HEADER + " bytes");
    }
    byte[] padded = Arrays.copyOf(utf8, (utf8.length + 7) / 8 * 8);
    Arrays.fill(padded, utf8.length, padded.length, (byte) ' ');
    return padded;
  }

  /**
   * Reads tensors from a stream.
   *
   * @param file the file that the stream reads, for messages
   * @param size the bytes of the file
   */
  static Tensors read(Path file, InputStream in, long size) throws IOException {
    byte[] length = in.readNBytes(8);
    long headerLength =
        length.length < 8 ? -1 : ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, size - 8)) {
      throw ModelFormatException.corrupt(
          file, "it does not begin with the length of a safetensors header");
    }
    byte[] header = in.readNBytes((int) headerLength);
    if (header.length < headerLength || header[0] != '{') {
      throw ModelFormatException.corrupt(file, "its safetensors header is incomplete");
    }
    List<Place> places = places(file, StrictJson.parse(file, header));
    long dataLength = size - 8 - headerLength;
    checkPlaces(file, places, dataLength);
    checkMemory(file, dataLength);
    Tensors.Builder tensors = Tensors.builder(file);
    byte[] chunk = new byte[CHUNK];
    for (Place place : places) {
      tensors.add(place.name, tensor(file, place, in, chunk));
    }
    return tensors.build();
  }

  private static List<Place> places(Path file, JsonObject header) throws ModelFormatException {
    JsonPart part = new JsonPart(file, "", header);
    List<Place> places = new ArrayList<>();
    for (String name : header.keySet()) {
      if (name.equals(METADATA)) {
        part.texts(METADATA);
      } else {
        places.add(Place.parse(name, part.part(name)));
      }
    }
    Collections.sort(places);
    return places;
  }

  private static void checkPlaces(Path file, List<Place> places, long dataLength)
      throws ModelFormatException {
    long end = 0;
    for (Place place : places) {
      if (place.begin != end) {
        throw ModelFormatException.corrupt(
            file,
            "the tensor '%s' begins at %d where the one before ends at %d"
                .formatted(place.name, place.begin, end));
      }
      end = place.end;
    }
    if (end != dataLength) {
      throw ModelFormatException.corrupt(
          file, "its tensors take " + end + " bytes where it has " + dataLength);
    }
  }

  private static void checkMemory(Path file, long dataLength) throws IOException {
    long memory = Runtime.getRuntime().maxMemory();
    if (dataLength > memory) {
      throw new IOException(
          "%s: its tensors take %d MiB where this JVM may use %d MiB; start java with a larger -Xmx"
              .formatted(file, dataLength >> 20, memory >> 20));
    }
  }

  private static Tensor tensor(Path file, Place place, InputStream in, byte[] chunk)
      throws IOException {
    Tensor tensor = Tensor.allocate(place.type, place.shape, place.length());
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    int width = place.type.width();
    int step = CHUNK / width;
    for (int from = 0; from < place.length(); from += step) {
      int count = Math.min(step, place.length() - from);
      if (in.readNBytes(chunk, 0, count * width) < count * width) {
        throw ModelFormatException.corrupt(file, "it ends inside the tensor '" + place.name + "'");
      }
      tensor.copyFrom(buffer, from, count);
    }
    return tensor;
  }

  /** What the header says about a tensor, each by itself checked. */
  private static final class Place implements Comparable<Place> {
    private final String name;
    private final Tensor.Type type;
    private final long[] shape;
    private final long begin;
    private final long end;

    private Place(String name, Tensor.Type type, long[] shape, long begin, long end) {
      this.name = name;
      this.type = type;
      this.shape = shape;
      this.begin = begin;
      this.end = end;
    }

    static Place parse(String name, JsonPart part) throws ModelFormatException {
      part.members("dtype", "shape", "data_offsets");
      if (name.isEmpty()) {
        throw ModelFormatException.corrupt(part.file(), "a tensor has no name");
      }
      Tensor.Type type = null;
      for (Tensor.Type known : Tensor.Type.values()) {
        type = known.name().equals(part.text("dtype")) ? known : type;
      }
      if (type == null) {
        throw part.wrong("dtype", "is none of " + Arrays.toString(Tensor.Type.values()));
      }
      long[] shape = part.integers("shape");
      long[] offsets = part.integers("data_offsets");
      if (shape.length > MAX_DIMENSIONS) {
        throw part.wrong("shape", "has more than " + MAX_DIMENSIONS + " dimensions");
      }
      if (offsets.length != 2 || offsets[0] > offsets[1]) {
        throw part.wrong("data_offsets", "is no begin and end");
      }
      long bytes = type.width();
      for (long extent : shape) {
        bytes = Math.multiplyHigh(bytes, extent) == 0 ? bytes * extent : -1;
        if (bytes < 0 || bytes / type.width() > MAX_ELEMENTS) {
          throw part.wrong("shape", "has more elements than an array can");
        }
      }
      if (bytes != offsets[1] - offsets[0]) {
        throw part.wrong("shape", "is not that of the bytes between its data_offsets");
      }
      return new Place(name, type, shape, offsets[0], offsets[1]);
    }

    /** In the order in which they lie in the file. */
    @Override
    public int compareTo(Place other) {
      return begin == other.begin ? Long.compare(end, other.end) : Long.compare(begin, other.begin);
    }

    int length() {
      return (int) ((end - begin) / type.width());
    }
  }
}
