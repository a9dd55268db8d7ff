package io.recsys.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.recsys.TopK;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The network in ONNX Runtime, one thread, in the way that costs it least: all tensors stand in
 * memory of their own from the start, the catalog's among them, so that a request writes its user's
 * row and pair columns and copies nothing else. For one thread.
 */
final class OnnxNetwork implements AutoCloseable {
  private final PeerInputs inputs;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession whole;
  private final OrtSession dense;
  private final Map<String, OnnxTensor> wholeInputs = new HashMap<>();
  private final Map<String, OnnxTensor> denseInputs;
  private final Map<String, OnnxTensor> output;
  private final FloatBuffer user;
  private final FloatBuffer pairs;
  private final FloatBuffer ratings;
  private final float[] pairArray;
  private final float[] ratingArray;

  /**
   * The network of a folder that {@code export_onnx.py} wrote, checked against the library.
   *
   * @throws IllegalStateException if it computes something else
   */
  OnnxNetwork(Path folder, PeerInputs inputs) throws OrtException {
    this.inputs = inputs;
    int items = inputs.items();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      whole = environment.createSession(folder.resolve("whole.onnx").toString(), options);
      dense = environment.createSession(folder.resolve("dense.onnx").toString(), options);
    }
    user = put(wholeInputs, "user", new float[inputs.userInputs()], 1, inputs.userInputs());
    put(wholeInputs, "items", inputs.catalog(), items, inputs.itemInputs());
    put(wholeInputs, "biases", inputs.biases(), items);
    pairArray = new float[items * inputs.pairInputs()];
    pairs =
        inputs.pairInputs() == 0
            ? FloatBuffer.allocate(0)
            : put(wholeInputs, "pairs", pairArray, items, inputs.pairInputs());
    denseInputs = new HashMap<>();
    float[] first = inputs.firstLayer(0);
    put(denseInputs, "first", first, items, first.length / items);
    output = new HashMap<>();
    ratingArray = new float[items];
    ratings = put(output, "ratings", ratingArray, items);
    check();
  }

  private FloatBuffer put(Map<String, OnnxTensor> tensors, String name, float[] data, long... shape)
      throws OrtException {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(data.length * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    buffer.put(0, data);
    tensors.put(name, OnnxTensor.createTensor(environment, buffer, shape));
    return buffer;
  }

  private void check() throws OrtException {
    for (int u = 0; u < inputs.users(); u += Math.max(1, inputs.users() / 5)) {
      fill(u);
      run();
      inputs.requireEqual("ONNX Runtime", u, ratingArray);
    }
    runDense();
    ratings.get(0, ratingArray);
    float[] beside = inputs.beside(0);
    for (int item = 0; item < beside.length; item++) {
      beside[item] += ratingArray[item];
    }
    inputs.requireEqual("ONNX Runtime (dense layers)", 0, beside);
  }

  /** The answer to a request: inputs, network, the ten best. */
  TopK topTen(int index) throws OrtException {
    fill(index);
    run();
    return PeerInputs.best(ratingArray);
  }

  private void fill(int index) {
    user.put(0, inputs.user(index));
    inputs.pairs(index, pairArray);
    pairs.put(0, pairArray);
  }

  /** The whole network on the inputs of the last request. */
  float[] run() throws OrtException {
    whole.run(wholeInputs, output).close();
    ratings.get(0, ratingArray);
    return ratingArray;
  }

  /** The layers after the first, on the first layer's sums for user 0. */
  void runDense() throws OrtException {
    dense.run(denseInputs, output).close();
  }

  @Override
  public void close() throws OrtException {
    whole.close();
    dense.close();
    wholeInputs.values().forEach(OnnxTensor::close);
    denseInputs.values().forEach(OnnxTensor::close);
    output.values().forEach(OnnxTensor::close);
  }
}
