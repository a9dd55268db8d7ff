package io.recsys.model;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.core.Linear;
import ai.djl.translate.Batchifier;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.recsys.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The network in DJL on PyTorch, behind its {@code Predictor}, in two ways: the catalog kept as one
 * tensor, which costs least, and item by item with {@code batchPredict}, which DJL's own examples
 * show. For one thread.
 */
final class DjlNetwork implements AutoCloseable {
  private final PeerInputs inputs;
  private final int ratingOutput;
  private final Model model = Model.newInstance("hybrid", Device.cpu(), "PyTorch");
  private final Model rowModel = Model.newInstance("rows", Device.cpu(), "PyTorch");
  private final List<NDArray> weights = new ArrayList<>();
  private final List<NDArray> biases = new ArrayList<>();
  private final NDArray linear;
  private final NDArray userLinear;
  private final NDArray products;
  private final NDArray catalog;
  private final NDArray embeddings;
  private final NDArray itemTerms;
  private final Predictor<Integer, float[]> predictor;
  private final Predictor<float[], Float> rowPredictor;
  private final float[] pairs;

  /**
   * The network of a model, checked against the library.
   *
   * @throws IllegalStateException if it computes something else
   */
  DjlNetwork(HybridNetwork network, PeerInputs inputs) throws TranslateException {
    this.inputs = inputs;
    this.ratingOutput = network.outputs().indexOf(HybridNetwork.Output.RATING);
    NDManager manager = model.getNDManager();
    for (int layer = 0; layer < network.layers(); layer++) {
      addLayer(manager, network, layer);
    }
    int width = inputs.userInputs() + inputs.itemInputs();
    linear = manager.create(beside(network, "linear.weight", width)).reshape(1, width);
    int size = network.embeddingSize();
    products = manager.create(products(network, size), new Shape(size, size));
    catalog =
        manager.create(inputs.catalog(), new Shape(inputs.items(), inputs.itemInputs()));
    embeddings = catalog.get(":, :" + size).duplicate();
    userLinear = linear.get(":, :" + inputs.userInputs()).duplicate();
    NDArray itemLinear = linear.get(":, " + inputs.userInputs() + ":");
    itemTerms = linear(itemLinear, catalog).reshape(-1).add(manager.create(inputs.biases()));
    pairs = new float[inputs.items() * inputs.pairInputs()];
    model.setBlock(new LambdaBlock(this::forward, "hybrid"));
    rowModel.setBlock(new LambdaBlock(this::forwardRows, "rows"));
    predictor = model.newPredictor(new Request());
    rowPredictor = rowModel.newPredictor(new Row());
    for (int u = 0; u < inputs.users(); u += Math.max(1, inputs.users() / 5)) {
      inputs.requireEqual("DJL", u, predictor.predict(u));
    }
    inputs.requireEqual("DJL (item by item)", 0, itemByItem(0));
  }

  private void addLayer(NDManager manager, HybridNetwork network, int layer) {
    float[] bias = network.bias(layer);
    float[] weight = network.weight("layer." + layer + ".weight");
    int columns = weight.length / bias.length;
    if (layer == network.layers() - 1) {
      weight = Arrays.copyOfRange(weight, ratingOutput * columns, (ratingOutput + 1) * columns);
      bias = new float[] {bias[ratingOutput]};
    }
    weights.add(manager.create(weight, new Shape(bias.length, columns)));
    biases.add(manager.create(bias));
  }

  private float[] beside(HybridNetwork network, String name, int width) {
    return network.has(name)
        ? Arrays.copyOfRange(
            network.weight(name), ratingOutput * width, (ratingOutput + 1) * width)
        : new float[width];
  }

  /** The matrix between the user's embedding and an item's. */
  private float[] products(HybridNetwork network, int size) {
    float[] matrix = new float[size * size];
    float[] unit = new float[size];
    for (int row = 0; row < size; row++) {
      Arrays.fill(unit, 0);
      unit[row] = 1;
      double[] products = network.products(ratingOutput, unit);
      for (int d = 0; d < size; d++) {
        matrix[row * size + d] = (float) products[d];
      }
    }
    return matrix;
  }

  /** The answer to a request: inputs, network, the ten best. */
  TopK topTen(int user) throws TranslateException {
    return PeerInputs.best(predictor.predict(user));
  }

  /** The same with one input an item. */
  TopK topTenItemByItem(int user) throws TranslateException {
    return PeerInputs.best(itemByItem(user));
  }

  private float[] itemByItem(int user) throws TranslateException {
    inputs.pairs(user, pairs);
    float[] row = inputs.user(user);
    List<float[]> rows = new ArrayList<>();
    int pairInputs = inputs.pairInputs();
    for (int item = 0; item < inputs.items(); item++) {
      float[] all = Arrays.copyOf(row, row.length + inputs.itemInputs() + pairInputs + 1);
      int at = item * inputs.itemInputs();
      System.arraycopy(inputs.catalog(), at, all, row.length, inputs.itemInputs());
      System.arraycopy(
          pairs, item * pairInputs, all, row.length + inputs.itemInputs(), pairInputs);
      all[all.length - 1] = inputs.biases()[item];
      rows.add(all);
    }
    List<Float> predicted = rowPredictor.batchPredict(rows);
    float[] ratings = new float[predicted.size()];
    for (int item = 0; item < ratings.length; item++) {
      ratings[item] = predicted.get(item);
    }
    return ratings;
  }

  // A result belongs to the manager of the first array of an operation: it must be the request's.
  private NDList forward(NDList request) {
    NDArray user = request.get(0);
    NDArray rows = user.broadcast(inputs.items(), inputs.userInputs());
    NDArray hidden = layers(NDArrays.concat(new NDList(rows, catalog, request.get(1)), 1));
    NDArray ofUser = user.mul(userLinear).sum();
    NDArray factors = user.get(":, :" + embeddings.getShape().get(1)).matMul(products);
    NDArray ofPair = linear(factors, embeddings).reshape(-1);
    return new NDList(hidden.reshape(-1).add(ofPair).add(ofUser).add(itemTerms));
  }

  private NDList forwardRows(NDList request) {
    NDArray rows = request.singletonOrThrow();
    int users = inputs.userInputs();
    int both = users + inputs.itemInputs();
    long size = embeddings.getShape().get(1);
    NDArray hidden = layers(rows.get(":, :-1"));
    NDArray ofUser = rows.get(":, :" + size);
    NDArray ofItem = rows.get(":, " + users + ":" + (users + size));
    NDArray beside = ofUser.matMul(products).mul(ofItem).sum(new int[] {1}, true);
    beside = beside.add(linear(rows.get(":, :" + both), linear));
    return new NDList(hidden.add(beside).add(rows.get(":, -1:")));
  }

  private NDArray layers(NDArray rows) {
    NDArray value = rows;
    for (int layer = 0; layer < weights.size(); layer++) {
      value = layer == 0 ? value : Activation.relu(value);
      value = Linear.linear(value, weights.get(layer), biases.get(layer)).singletonOrThrow();
    }
    return value;
  }

  private static NDArray linear(NDArray rows, NDArray weight) {
    return Linear.linear(rows, weight, null).singletonOrThrow();
  }

  @Override
  public void close() {
    predictor.close();
    rowPredictor.close();
    model.close();
    rowModel.close();
  }

  /** A user's index to the ratings of all items. */
  private final class Request implements NoBatchifyTranslator<Integer, float[]> {
    @Override
    public NDList processInput(TranslatorContext context, Integer user) {
      NDManager manager = context.getNDManager();
      inputs.pairs(user, pairs);
      return new NDList(
          manager.create(inputs.user(user)).reshape(1, inputs.userInputs()),
          manager.create(pairs, new Shape(inputs.items(), inputs.pairInputs())));
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList list) {
      return list.singletonOrThrow().toFloatArray();
    }
  }

  /** One item's inputs to its rating. */
  private static final class Row implements Translator<float[], Float> {
    @Override
    public Batchifier getBatchifier() {
      return Batchifier.STACK;
    }

    @Override
    public NDList processInput(TranslatorContext context, float[] row) {
      return new NDList(context.getNDManager().create(row));
    }

    @Override
    public Float processOutput(TranslatorContext context, NDList list) {
      return list.singletonOrThrow().getFloat();
    }
  }
}
