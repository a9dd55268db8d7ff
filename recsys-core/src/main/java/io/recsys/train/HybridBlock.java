package io.recsys.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The hybrid network as a DJL block.
 *
 * <p>Inputs: users and items (int32, {@code [rows]}), categories (int32, {@code [rows,
 * categories]}, absent where there are none), columns of numbers (float32, {@code [rows, width]},
 * in the order user, item, pair). Output: {@code [rows, outputs]}.
 */
final class HybridBlock extends AbstractBlock {
  /** The shape of the network: what of it the configuration and the features decide. */
  record Shapes(
      int users,
      int items,
      List<Integer> userCategories,
      List<Integer> itemCategories,
      int userWidth,
      int itemWidth,
      int pairWidth,
      int outputs) {}

  /** The part of a batch's statistics that enters the running ones. */
  private static final float MOMENTUM = 0.9f;

  private static final float EPSILON = 1e-5f;

  private final HybridConfig config;
  private final Shapes shapes;
  private final Map<String, Parameter> byName = new LinkedHashMap<>();
  private final Map<String, Shape> parameterShapes = new LinkedHashMap<>();

  HybridBlock(HybridConfig config, Shapes shapes) {
    this.config = config;
    this.shapes = shapes;
    int size = config.embeddingSize();
    if (size > 0) {
      add("user.embedding", true, shapes.users + 1L, size);
      add("item.embedding", true, shapes.items + 1L, size);
    }
    int inputs = 2 * size + shapes.userWidth + shapes.itemWidth + shapes.pairWidth;
    inputs += addCategories("user", shapes.userCategories);
    inputs += addCategories("item", shapes.itemCategories);
    List<Integer> widths = new ArrayList<>(config.hidden());
    widths.add(shapes.outputs);
    for (int layer = 0; layer < widths.size(); layer++) {
      int width = widths.get(layer);
      add("layer." + layer + ".weight", true, width, inputs);
      add("layer." + layer + ".bias", true, width);
      if (config.batchNorm() && layer < widths.size() - 1) {
        add("layer." + layer + ".gamma", true, width);
        add("layer." + layer + ".beta", true, width);
        add("layer." + layer + ".mean", false, width);
        add("layer." + layer + ".variance", false, width);
      }
      inputs = width;
    }
    if (config.productTerm() && size > 0) {
      add("product.weight", true, shapes.outputs, size);
    }
  }

  /** The dimensions of the embedding of a category with so many values. */
  static int categorySize(int values) {
    return Math.max(1, Math.min(8, (values - 1) / 2));
  }

  private int addCategories(String side, List<Integer> sizes) {
    int width = 0;
    for (int c = 0; c < sizes.size(); c++) {
      int size = categorySize(sizes.get(c));
      add(side + ".category." + c, true, sizes.get(c), size);
      width += size;
    }
    return width;
  }

  private void add(String name, boolean learned, long... shape) {
    parameterShapes.put(name, new Shape(shape));
    byName.put(
        name,
        addParameter(
            Parameter.builder()
                .setName(name)
                .setType(learned ? Parameter.Type.OTHER : Parameter.Type.RUNNING_MEAN)
                .optRequiresGrad(learned)
                .build()));
  }

  /** The shape of the network. */
  Shapes shapes() {
    return shapes;
  }

  /** The parameters by name, in a fixed order. */
  Map<String, Parameter> byName() {
    return byName;
  }

  /** Fills all parameters with values drawn in Java, the same for one seed on every machine. */
  void initialize(NDManager manager, RandomGenerator random) {
    parameterShapes.forEach(
        (name, shape) -> {
          float[] values = new float[(int) shape.size()];
          fill(name, shape, values, random);
          set(manager, name, values);
        });
  }

  /** Fills all parameters with the {@link #values} of another block. */
  void initialize(NDManager manager, Map<String, float[]> values) {
    parameterShapes
        .keySet()
        .forEach(name -> set(manager, name, Objects.requireNonNull(values.get(name), name)));
  }

  private void set(NDManager manager, String name, float[] values) {
    NDArray array = manager.create(values, parameterShapes.get(name));
    Parameter parameter = Objects.requireNonNull(byName.get(name));
    if (parameter.requiresGradient()) {
      array.setRequiresGradient(true);
    }
    parameter.setArray(array);
  }

  /** Copies of all parameters' values by name. */
  Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    byName.forEach((name, parameter) -> values.put(name, parameter.getArray().toFloatArray()));
    return values;
  }

  private void fill(String name, Shape shape, float[] values, RandomGenerator random) {
    if (name.endsWith(".gamma") || name.endsWith(".variance") || name.equals("product.weight")) {
      Arrays.fill(values, 1f);
    } else if (name.endsWith(".embedding") || name.contains(".category.")) {
      double scale = name.contains(".category.") ? 0.1 : 0.05;
      int known =
          name.endsWith(".embedding") ? values.length - config.embeddingSize() : values.length;
      // The last row of a table, that of the unknown one, starts at 0.
      for (int i = 0; i < known; i++) {
        values[i] = (float) (random.nextGaussian() * scale);
      }
    } else if (name.endsWith(".weight")) {
      // He et al. 2015, for ReLU: variance 2 / inputs.
      double deviation = Math.sqrt(2.0 / shape.get(1));
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() * deviation);
      }
    }
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDArray users = inputs.get(0);
    NDArray items = inputs.get(1);
    NDArray columns = inputs.get(2);
    int userWidth = shapes.userWidth;
    NDList parts = new NDList();
    boolean embedded = config.embeddingSize() > 0;
    NDArray userEmbedding = embedded ? lookUp("user.embedding", users) : users;
    NDArray itemEmbedding = embedded ? lookUp("item.embedding", items) : items;
    if (embedded) {
      parts.add(userEmbedding);
    }
    addCategories(parts, inputs, "user", shapes.userCategories.size(), 0);
    if (userWidth > 0) {
      parts.add(columns.get(":, 0:" + userWidth));
    }
    if (embedded) {
      parts.add(itemEmbedding);
    }
    addCategories(
        parts, inputs, "item", shapes.itemCategories.size(), shapes.userCategories.size());
    if (columns.getShape().get(1) > userWidth) {
      parts.add(columns.get(":, " + userWidth + ":"));
    }
    NDArray x = NDArrays.concat(parts, 1);
    int last = config.hidden().size();
    for (int layer = 0; layer < last; layer++) {
      x = hidden(x, "layer." + layer, training);
    }
    NDArray out = linear(x, "layer." + last);
    if (byName.containsKey("product.weight")) {
      NDArray product = userEmbedding.mul(itemEmbedding);
      out = out.add(Linear.linear(product, array("product.weight")).singletonOrThrow());
    }
    return new NDList(out);
  }

  private void addCategories(NDList parts, NDList inputs, String side, int count, int first) {
    for (int c = 0; c < count; c++) {
      parts.add(lookUp(side + ".category." + c, inputs.get(3).get(":, " + (first + c))));
    }
  }

  private NDArray hidden(NDArray input, String name, boolean training) {
    NDArray x = Activation.relu(linear(input, name));
    if (training && config.dropout() > 0) {
      x = Dropout.dropout(x, (float) config.dropout(), true).singletonOrThrow();
    }
    if (config.batchNorm()) {
      x =
          BatchNorm.batchNorm(
                  x,
                  array(name + ".mean"),
                  array(name + ".variance"),
                  array(name + ".gamma"),
                  array(name + ".beta"),
                  1,
                  MOMENTUM,
                  EPSILON,
                  training)
              .singletonOrThrow();
    }
    return x;
  }

  private NDArray linear(NDArray input, String name) {
    return Linear.linear(input, array(name + ".weight"), array(name + ".bias")).singletonOrThrow();
  }

  private NDArray lookUp(String table, NDArray indices) {
    return Embedding.embedding(indices, array(table), SparseFormat.DENSE).singletonOrThrow();
  }

  private NDArray array(String name) {
    return Objects.requireNonNull(byName.get(name)).getArray();
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0), shapes.outputs)};
  }

  @Override
  public boolean isInitialized() {
    // The weights are there before the first batch; DJL would otherwise draw its own.
    return true;
  }
}
