package io.recsys.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.recsys.TrainingListener.Epoch;
import io.recsys.TrainingListener.Phase;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Where a training stood after a whole epoch: enough to go on to the same weights as if it had
 * never stopped. All randomness of an epoch derives from the seed, the pass and the epoch's number,
 * so these are the random state.
 *
 * @param progress the account of the training so far
 * @param state weights, their means, running statistics and the optimizer's moments by name; empty
 *     before the first epoch of a pass
 */
record Checkpoint(ProgressAccount progress, Map<String, float[]> state) {
  private static final String FILE = "training.checkpoint";
  private static final long MAGIC = 0x7265637379734352L;
  private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

  /**
   * What a training has found so far.
   *
   * @param config the configuration, by name
   * @param dataHash the hash of the training data
   * @param phase the pass
   * @param epoch the whole epochs of the pass
   * @param rates the learning rate of each epoch of the search
   * @param nextRate the learning rate of the epoch to come
   * @param best the best value of the metric that picks the epoch
   * @param bestEpoch the epoch that gave it, 0 for none
   * @param history all epochs so far
   */
  record ProgressAccount(
      Map<String, String> config,
      String dataHash,
      Phase phase,
      int epoch,
      List<Double> rates,
      double nextRate,
      double best,
      int bestEpoch,
      List<Epoch> history) {}

  /** Whether a folder holds a checkpoint. */
  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  /** Deletes the checkpoint of a folder, and the folder where nothing else is in it. */
  static void delete(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FILE));
    Files.deleteIfExists(folder.resolve(FILE + ".new"));
    if (Files.isDirectory(folder)) {
      try (var content = Files.list(folder)) {
        if (content.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(folder);
    }
  }

  /** Replaces the checkpoint of a folder; whenever this is interrupted, the old or new is whole. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path temporary = folder.resolve(FILE + ".new");
    try (FileChannel channel =
            FileChannel.open(
                temporary,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        OutputStream raw = java.nio.channels.Channels.newOutputStream(channel);
        CheckedOutputStream checked =
            new CheckedOutputStream(new BufferedOutputStream(raw, 1 << 16), new CRC32());
        DataOutputStream out = new DataOutputStream(checked)) {
      out.writeLong(MAGIC);
      byte[] json = GSON.toJson(progress).getBytes(StandardCharsets.UTF_8);
      out.writeInt(json.length);
      out.write(json);
      out.writeInt(state.size());
      for (Map.Entry<String, float[]> entry : state.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeInt(entry.getValue().length);
        for (float value : entry.getValue()) {
          out.writeFloat(value);
        }
      }
      out.writeLong(checked.getChecksum().getValue());
      out.flush();
      channel.force(true);
    }
    Files.move(
        temporary,
        folder.resolve(FILE),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * The checkpoint of a folder.
   *
   * @throws IOException if it is damaged; the message says what to do
   */
  static Checkpoint read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    long size = Files.size(file);
    try (CheckedInputStream checked =
            new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(file), 1 << 16), new CRC32());
        DataInputStream in = new DataInputStream(checked)) {
      if (in.readLong() != MAGIC) {
        throw damaged(file, "it is no checkpoint");
      }
      byte[] json = new byte[length(file, in.readInt(), size)];
      in.readFully(json);
      Map<String, float[]> state = new LinkedHashMap<>();
      int arrays = length(file, in.readInt(), size);
      for (int i = 0; i < arrays; i++) {
        String name = in.readUTF();
        float[] values = new float[length(file, in.readInt(), size / Float.BYTES)];
        for (int j = 0; j < values.length; j++) {
          values[j] = in.readFloat();
        }
        state.put(name, values);
      }
      long checksum = checked.getChecksum().getValue();
      if (in.readLong() != checksum) {
        throw damaged(file, "its checksum does not fit");
      }
      String text = new String(json, StandardCharsets.UTF_8);
      return new Checkpoint(GSON.fromJson(text, ProgressAccount.class), state);
    } catch (EOFException | UTFDataFormatException | JsonParseException e) {
      throw damaged(file, "it ends too early or is garbled");
    }
  }

  private static int length(Path file, int length, long limit) throws IOException {
    if (length < 0 || length > limit) {
      throw damaged(file, "a length in it is impossible");
    }
    return length;
  }

  private static IOException damaged(Path file, String reason) {
    return new IOException(
        file + ": " + reason + "; delete it, or train without resuming, to start anew");
  }
}
