package io.recsys.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {
  private static final Path FILE = Path.of("x.safetensors");

  /** Written by Python's safetensors 0.8.0: an F32 [2,3] "b", an I64 [2] "a", a U8 [3] "c". */
  private static final String FROM_PYTHON =
      "wAAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJrIjoidiJ9LCJhIjp7ImR0eXBlIjoiSTY0Iiwic2hh"
          + "cGUiOlsyXSwiZGF0YV9vZmZzZXRzIjpbMCwxNl19LCJiIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUi"
          + "OlsyLDNdLCJkYXRhX29mZnNldHMiOlsxNiw0MF19LCJjIjp7ImR0eXBlIjoiVTgiLCJzaGFwZSI6"
          + "WzNdLCJkYXRhX29mZnNldHMiOls0MCw0M119fSD//////////wAAAAAAAQAAAAAAAAAAgD8AAABA"
          + "AABAQAAAgEAAALBAAQL/";

  private static byte[] write(Tensors tensors) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafeTensors.write(tensors, Map.of("format", "test"), out);
    return out.toByteArray();
  }

  private static Tensors read(byte[] bytes) throws IOException {
    return SafeTensors.read(FILE, new ByteArrayInputStream(bytes), bytes.length);
  }

  private static byte[] file(String header, int data) {
    byte[] utf8 = header.getBytes(UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(8 + utf8.length + data).order(ByteOrder.LITTLE_ENDIAN);
    return buffer.putLong(utf8.length).put(utf8).array();
  }

  @Test
  void write_isTheFormat() throws IOException {
    byte[] bytes =
        write(
            Tensors.builder()
                .add("z", new byte[] {1, 2, 3}, 3)
                .add("b", new float[] {1, -2}, 1, 2)
                .add("a", new long[] {258}, 1)
                .build());
    String header =
        """
        {"__metadata__":{"format":"test"},\
        "a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},\
        "b":{"dtype":"F32","shape":[1,2],"data_offsets":[8,16]},\
        "z":{"dtype":"U8","shape":[3],"data_offsets":[16,19]}}""";
    int length = (header.length() + 7) / 8 * 8;
    ByteBuffer expected = ByteBuffer.allocate(8 + length + 19).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(length).put((header + " ".repeat(length - header.length())).getBytes(UTF_8));
    expected.putLong(258).putFloat(1).putFloat(-2).put(new byte[] {1, 2, 3});
    assertThat(bytes).isEqualTo(expected.array());
  }

  @Test
  void read_takesWhatPythonWrote() throws IOException {
    Tensors tensors = read(Base64.getDecoder().decode(FROM_PYTHON));
    assertThat(tensors.floats("b", 2, 3)).containsExactly(0, 1, 2, 3, 4, 5.5f);
    assertThat(tensors.longs("a", -1)).containsExactly(-1, 1L << 40);
    assertThat(tensors.bytes("c", 3)).containsExactly(1, 2, 255);
    assertThat(tensors.all()).hasSize(3);
  }

  @Test
  void read_givesBackWhatWasWritten() throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Tensors.Builder builder = Tensors.builder();
      for (int i = 0; i < random.nextInt(8); i++) {
        int n = random.nextInt(4) == 0 ? 0 : random.nextInt(random.nextInt(10) == 0 ? 40000 : 9);
        builder.add(i + SampleBundle.text(random), array(random, n), n, 1);
      }
      Tensors tensors = builder.build();
      byte[] bytes = write(tensors);
      Tensors back = read(bytes);
      assertThat(back.all().keySet()).as("seed %d", seed).isEqualTo(tensors.all().keySet());
      for (String name : back.all().keySet()) {
        Object expected = tensors.tensor(name).array();
        assertThat(Objects.deepEquals(back.tensor(name).array(), expected)).isTrue();
        assertThat(back.shape(name)).isEqualTo(tensors.shape(name));
      }
      assertThat(Arrays.equals(write(back), bytes)).as("seed %d", seed).isTrue();
    }
  }

  private static Object array(Random random, int n) {
    byte[] bytes = new byte[n];
    random.nextBytes(bytes);
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return switch (random.nextInt(5)) {
      case 0 -> floats;
      case 1 -> random.doubles(n).toArray();
      case 2 -> random.ints(n).toArray();
      case 3 -> random.longs(n).toArray();
      default -> bytes;
    };
  }

  @Test
  void read_refusesEveryTruncation() throws IOException {
    byte[] bytes = write(SampleBundle.of(1).tensors());
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(part))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("x.safetensors: ");
      // As above, but where the file ended only after its size was asked for.
      assertThatThrownBy(() -> SafeTensors.read(FILE, new ByteArrayInputStream(part), bytes.length))
          .isInstanceOf(ModelFormatException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 1 << 30, 200})
  void read_refusesHeaderLength(long length) {
    byte[] bytes = ByteBuffer.allocate(208).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(ModelFormatException.class);
  }

  @Test
  void read_refusesHeaderOverItsLimit() {
    byte[] bytes = file("{\"a\":1" + " ".repeat(SafeTensors.MAX_HEADER) + "}", 0);
    assertThatThrownBy(() -> read(bytes)).hasMessageContaining("length of a safetensors header");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}; 'a.shape'
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}; 'a.shape'
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}; 'a.data_offsets'
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}; 'a.data_offsets'
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}; 'a.data_offsets'
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}; 'a.data_offsets[0]'
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8.0]}}; 'a.data_offsets[1]'
          {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}; 'a.shape[0]'
          {"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}; 'a.shape[0]'
          {"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}; 'a.shape'
          {"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}; more elements
          {"a":{"dtype":"F32","shape":[4611686018427387905,2],"data_offsets":[0,8]}}; more elements
          {"a":{"dtype":"U8","shape":[2147483648],"data_offsets":[0,2147483648]}}; more elements
          {"a":{"dtype":"F64","shape":[2147483639],"data_offsets":[0,17179869112]}}; take 17179869112
          {"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}; dimensions
          {"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}; 'a.dtype'
          {"a":{"dtype":4,"shape":[2],"data_offsets":[0,8]}}; 'a.dtype'
          {"a":{"shape":[2],"data_offsets":[0,8]}}; 'a.dtype'
          {"a":{"dtype":"F32","data_offsets":[0,8]}}; 'a.shape'
          {"a":{"dtype":"F32","shape":[2]}}; 'a.data_offsets'
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"b":1}}; 'a.b'
          {"":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}; no name
          {"a":[]}; 'a'
          {"__metadata__":{"a":1}}; '__metadata__.a'
          {}; take 0 bytes where it has 8
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}; take 4 bytes
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}; begins at 4
          {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}; take 12 bytes
          {"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}; begins at 0
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}; begins at 4
          {"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}; twice
          [1]; incomplete
           {}; incomplete
          {"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}{}; malformed
          {"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}; too early
          """)
  void read_refusesHeader(String header, String expected) {
    String unstripped = header.equals("{}") && expected.equals("incomplete") ? " {}" : header;
    assertThatThrownBy(() -> read(file(unstripped, 8)))
        .isInstanceOfSatisfying(
            ModelFormatException.class,
            e -> assertThat(e.kind()).isEqualTo(ModelFormatException.Kind.CORRUPT))
        .hasMessageContaining(expected);
  }

  @Test
  void read_saysHowMuchMemoryIsWanting() {
    long bytes = 1L << 43;
    StringBuilder header = new StringBuilder("{");
    for (long at = 0; at < bytes; at += 1L << 33) {
      header
          .append(at == 0 ? "" : ",")
          .append("\"%d\":{\"dtype\":\"F64\",\"shape\":[1073741824],".formatted(at))
          .append("\"data_offsets\":[%d,%d]}".formatted(at, at + (1L << 33)));
    }
    byte[] start = file(header.append("}").toString(), 0);
    assertThatThrownBy(
            () -> SafeTensors.read(FILE, new ByteArrayInputStream(start), start.length + bytes))
        .isNotInstanceOf(ModelFormatException.class)
        .hasMessageContaining("-Xmx");
  }

  @Test
  void tensors_sayWhatDoesNotFit() {
    Tensors tensors = Tensors.builder().add("w", new float[6], 2, 3).build();
    assertThatThrownBy(() -> tensors.floats("v", 2))
        .hasMessageContaining("model.safetensors: the tensor 'v' is missing");
    assertThatThrownBy(() -> tensors.floats("w", 3, -1))
        .hasMessageContaining("the tensor 'w' is F32 [2, 3], not F32 [3, any]");
    assertThatThrownBy(() -> tensors.ints("w", 2, 3)).hasMessageContaining("not I32 [2, 3]");
    assertThatThrownBy(() -> tensors.floats("w", 6)).hasMessageContaining("not F32 [6]");
    assertThatThrownBy(() -> Tensors.builder().add("w", new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[2, 3] of 'w' is not that of 5 elements");
    assertThatThrownBy(() -> Tensors.builder().addAll(tensors).addAll(tensors))
        .hasMessageContaining("two tensors 'w'");
  }

  @Test
  void strings_comeBackAndAreChecked() throws IOException {
    List<String> texts = List.of("", "é", "日本😀", "", "a\u0000b");
    assertThat(Tensors.builder().strings("s", texts).build().strings("s")).isEqualTo(texts);
    assertThat(Tensors.builder().strings("s", List.of()).build().strings("s")).isEmpty();
    assertThatThrownBy(() -> Tensors.builder().strings("s", List.of("a\ud800")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unpaired surrogate");
    for (int[] offsets :
        new int[][] {
          {},
          {0},
          {1, 4},
          {0, 3},
          {0, 5},
          {0, 9, 4},
          {0, 3, 2, 4},
          {0, -1, 4},
          {0, 1, 4},
          {0, 1, Integer.MIN_VALUE, 4}
        }) {
      Tensors tensors =
          Tensors.builder()
              .add("s.utf8", "aéb".getBytes(UTF_8), 4)
              .add("s.offsets", offsets, offsets.length)
              .build();
      if (offsets.length == 3 && offsets[1] == 1) {
        assertThat(tensors.strings("s")).containsExactly("a", "éb");
      } else {
        assertThatThrownBy(() -> tensors.strings("s")).hasMessageContaining("'s'");
      }
    }
    Tensors split =
        Tensors.builder()
            .add("s.utf8", "aéb".getBytes(UTF_8), 4)
            .add("s.offsets", new int[] {0, 2, 4}, 3)
            .build();
    assertThatThrownBy(() -> split.strings("s")).hasMessageContaining("not valid UTF-8");
  }
}
