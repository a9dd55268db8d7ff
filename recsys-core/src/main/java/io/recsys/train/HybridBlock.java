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
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
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
 * <p>A user's vector is the user's embedding and the weighted embeddings of the items in the
 * history (Koren 2008). Two parts predict from it. The <em>hidden part</em> is the fully connected
 * layers over {@code [user vector | user features | item embedding | item features | pair
 * features]}. The <em>wide part</em> is linear terms of the same, pair features left out, and a
 * weighted product of user vector and item embedding, to which comes, for a rating, a bilinear form
 * of the two. A rating is predicted by both, each with its own loss, and served as their weighted
 * mean; a preference is predicted by the wide part alone, for all items at once, and where the
 * order of a history counts, the latest of it speaks up there.
 *
 * <p>Inputs are those of {@link Batches}, by name. Outputs by name: {@code hidden} and {@code wide}
 * (ratings less their mean, {@code [rows]}), {@code preference} ({@code [chunks, items + 1]}, the
 * last that of an unknown item); those that the configuration asks for.
 */
final class HybridBlock extends AbstractBlock {
  /** The shape of the network: what of it the data and the features decide. */
  record Shapes(
      int users,
      int items,
      List<Integer> userCategories,
      List<Integer> itemCategories,
      int userWidth,
      int itemWidth,
      int pairWidth) {
    /** The inputs that belong to the user, in order: embedding, categories, columns. */
    int userInputs(int embeddingSize) {
      return embeddingSize + width(userCategories) + userWidth;
    }

    /** The inputs that belong to the item, likewise. */
    int itemInputs(int embeddingSize) {
      return embeddingSize + width(itemCategories) + itemWidth;
    }

    private static int width(List<Integer> categories) {
      return categories.stream().mapToInt(HybridBlock::categorySize).sum();
    }
  }

  /** The part of a batch's statistics that enters the running ones. */
  private static final float MOMENTUM = 0.9f;

  private static final float EPSILON = 1e-5f;

  private final HybridConfig config;
  private final Shapes shapes;
  private final Map<String, Parameter> byName = new LinkedHashMap<>();
  private final Map<String, Shape> parameterShapes = new LinkedHashMap<>();

  private final Dropout dropout = new Dropout();

  HybridBlock(HybridConfig config, Shapes shapes) {
    this.config = config;
    this.shapes = shapes;
    int size = config.embeddingSize();
    if (size > 0) {
      add("user.embedding", true, shapes.users + 1L, size);
      add("item.embedding", true, shapes.items + 1L, size);
      if (config.history()) {
        add("implicit.embedding", true, shapes.items + 1L, size);
        add("explicit.embedding", true, shapes.items + 1L, size);
        if (config.recency() > 0) {
          add("recent.embedding", true, shapes.items + 1L, size);
        }
      }
    }
    addCategories("user", shapes.userCategories);
    addCategories("item", shapes.itemCategories);
    int inputs = shapes.userInputs(size) + shapes.itemInputs(size);
    if (config.hasHiddenPart()) {
      addLayers(inputs + shapes.pairWidth);
    }
    if (config.hasWidePart()) {
      int outputs = WeightExport.outputs(config.objective()).size();
      add("linear.weight", true, outputs, inputs);
      add("item.bias", true, outputs, shapes.items + 1L);
      if (config.productTerm() && size > 0) {
        add("product.weight", true, outputs, size);
        if (config.objective().hasRating()) {
          add("bilinear.weight", true, size, size);
        }
      }
    }
  }

  private void addLayers(int firstInputs) {
    int inputs = firstInputs;
    int last = config.hidden().size();
    for (int layer = 0; layer <= last; layer++) {
      int width = layer < last ? config.hidden().get(layer) : 1;
      add("layer." + layer + ".weight", true, width, inputs);
      add("layer." + layer + ".bias", true, width);
      if (config.batchNorm() && layer < last) {
        add("layer." + layer + ".gamma", true, width);
        add("layer." + layer + ".beta", true, width);
        add("layer." + layer + ".mean", false, width);
        add("layer." + layer + ".variance", false, width);
      }
      inputs = width;
    }
  }

  /** The dimensions of the embedding of a category with so many values. */
  static int categorySize(int values) {
    return Math.max(1, Math.min(8, (values - 1) / 2));
  }

  private void addCategories(String side, List<Integer> sizes) {
    for (int c = 0; c < sizes.size(); c++) {
      add(side + ".category." + c, true, sizes.get(c), categorySize(sizes.get(c)));
    }
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

  /** Lets dropout draw from another generator. */
  void drawFrom(RandomGenerator random) {
    dropout.drawFrom(random);
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
    if (name.endsWith(".gamma") || name.endsWith(".variance")) {
      Arrays.fill(values, 1f);
    } else if (name.equals("product.weight")) {
      Arrays.fill(values, 1f);
      if (config.objective().hasRating()) {
        // A smaller start of the rating's products: they are the first to learn by heart.
        Arrays.fill(values, 0, config.embeddingSize(), 0.5f);
      }
    } else if (name.equals("bilinear.weight")) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() * 0.01);
      }
    } else if (name.equals("linear.weight") || name.equals("explicit.embedding")) {
      Arrays.fill(values, 0f);
    } else if (name.equals("user.embedding") && config.history()) {
      // The history says it all until the user turns out to differ from it.
      Arrays.fill(values, 0f);
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
    boolean embedded = config.embeddingSize() > 0;
    NDArray users = embedded ? userVectors(inputs, training) : inputs.get("users");
    NDList outputs = new NDList();
    if (config.objective().hasRating()) {
      NDArray userRows = embedded ? rows(users, inputs.get("chunks")) : users;
      NDArray itemRows = embedded ? lookUp("item.embedding", inputs.get("items")) : users;
      NDArray x = features(inputs, userRows, itemRows);
      if (config.hasHiddenPart()) {
        outputs.add(named("hidden", hidden(x, training)));
      }
      if (config.hasWidePart()) {
        outputs.add(named("wide", wide(inputs, x, userRows, itemRows, training)));
      }
    }
    if (config.objective().hasPreference()) {
      outputs.add(named("preference", preference(inputs, users, training)));
    }
    return outputs;
  }

  private static NDArray named(String name, NDArray array) {
    array.setName(name);
    return array;
  }

  /** A vector for each chunk's user. */
  private NDArray userVectors(NDList inputs, boolean training) {
    NDArray vectors = lookUp("user.embedding", inputs.get("users"));
    if (config.history()) {
      vectors =
          vectors
              .add(inputs.get("implicit").matMul(array("implicit.embedding")))
              .add(inputs.get("explicit").matMul(array("explicit.embedding")));
    }
    return config.history() ? dropout(vectors, config.dropout(), training) : vectors;
  }

  /** The input of the layers, a row a training row. */
  private NDArray features(NDList inputs, NDArray userRows, NDArray itemRows) {
    NDArray columns = inputs.get("columns");
    int userWidth = shapes.userWidth;
    boolean embedded = config.embeddingSize() > 0;
    NDList parts = new NDList();
    if (embedded) {
      parts.add(userRows);
    }
    for (int c = 0; c < shapes.userCategories.size(); c++) {
      parts.add(lookUp("user.category." + c, column(inputs.get("categories"), c)));
    }
    if (userWidth > 0) {
      parts.add(columns.get(":, 0:" + userWidth));
    }
    if (embedded) {
      parts.add(itemRows);
    }
    for (int c = 0; c < shapes.itemCategories.size(); c++) {
      int at = shapes.userCategories.size() + c;
      parts.add(lookUp("item.category." + c, column(inputs.get("categories"), at)));
    }
    if (shapes.itemWidth + shapes.pairWidth > 0) {
      parts.add(columns.get(":, " + userWidth + ":"));
    }
    return NDArrays.concat(parts, 1);
  }

  private static NDArray column(NDArray matrix, int column) {
    return matrix.get(":, " + column);
  }

  private NDArray hidden(NDArray input, boolean training) {
    NDArray x = input;
    int last = config.hidden().size();
    for (int layer = 0; layer < last; layer++) {
      x = hiddenLayer(x, "layer." + layer, training);
    }
    return linear(x, "layer." + last).reshape(-1);
  }

  private NDArray wide(
      NDList inputs, NDArray x, NDArray userRows, NDArray itemRows, boolean training) {
    NDArray weight = array("linear.weight");
    NDArray out =
        x.get(":, 0:" + weight.getShape().get(1)).matMul(weight.get("0:1, :").transpose());
    if (byName.containsKey("product.weight")) {
      NDArray product = dropout(userRows.mul(itemRows), config.productDropout(), training);
      out = out.add(product.matMul(array("product.weight").get("0:1, :").transpose()));
      NDArray bilinear = userRows.matMul(array("bilinear.weight")).mul(itemRows);
      bilinear = dropout(bilinear, config.productDropout(), training);
      out = out.add(bilinear.sum(new int[] {1}, true));
    }
    NDArray bias = array("item.bias").get("0:1, :").transpose();
    return out.add(rows(bias, inputs.get("items"))).reshape(-1);
  }

  /** The scores of all items for each chunk's user. */
  private NDArray preference(NDList inputs, NDArray users, boolean training) {
    int size = config.embeddingSize();
    NDArray weight = array("linear.weight");
    int output = (int) weight.getShape().get(0) - 1;
    String row = output + ":" + (output + 1);
    NDArray scores = array("item.bias").get(row + ", :");
    NDList parts = new NDList();
    if (size > 0) {
      parts.add(array("item.embedding"));
    }
    for (int c = 0; c < shapes.itemCategories.size(); c++) {
      parts.add(lookUp("item.category." + c, column(inputs.get("catalog.categories"), c)));
    }
    if (shapes.itemWidth > 0) {
      parts.add(inputs.get("catalog.columns"));
    }
    NDArray itemWeight = weight.get(row + ", " + shapes.userInputs(size) + ":");
    scores = itemWeight.matMul(NDArrays.concat(parts, 1).transpose()).add(scores);
    if (byName.containsKey("product.weight")) {
      NDArray vectors = users;
      if (config.recency() > 0) {
        NDArray recent = inputs.get("recent").matMul(array("recent.embedding"));
        vectors = vectors.add(dropout(recent, config.dropout(), training));
      }
      NDArray weighted = vectors.mul(array("product.weight").get(row + ", :"));
      scores = weighted.matMul(array("item.embedding").transpose()).add(scores);
    }
    return scores.add(inputs.get("barred"));
  }

  private NDArray dropout(NDArray x, double share, boolean training) {
    return training ? dropout.of(x, share) : x;
  }

  private NDArray hiddenLayer(NDArray input, String name, boolean training) {
    NDArray x = dropout(Activation.relu(linear(input, name)), config.dropout(), training);
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
    return rows(array(table), indices);
  }

  private static NDArray rows(NDArray table, NDArray indices) {
    return Embedding.embedding(indices, table, SparseFormat.DENSE).singletonOrThrow();
  }

  private NDArray array(String name) {
    return Objects.requireNonNull(byName.get(name)).getArray();
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    throw new UnsupportedOperationException("known from the outputs alone");
  }

  @Override
  public boolean isInitialized() {
    // The weights are there before the first batch; DJL would otherwise draw its own.
    return true;
  }
}
