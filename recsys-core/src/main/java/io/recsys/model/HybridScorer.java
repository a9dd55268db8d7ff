package io.recsys.model;

import io.recsys.data.Interactions;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.History;
import io.recsys.kernel.DenseLayer;
import io.recsys.kernel.DenseStack;
import io.recsys.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass of the hybrid network in plain Java.
 *
 * <p>The first layer is linear in its input, so it splits: the item's part is computed once a
 * model, when it is first asked for, the user's part once a request, and a pair adds only its few
 * own columns. Immutable and safe for any number of threads; what a request needs lives in a {@link
 * Request}.
 */
final class HybridScorer {
  private static final float[] NOTHING = new float[0];

  private final FeatureEncoder encoder;
  private final Interactions seen;
  private final ItemNeighbors neighbors;
  private final AttributeEffects effects;
  private final @Nullable FoldIn foldIn;
  private final HybridNetwork network;
  private final NetworkInput inputs;
  private final int outputs;
  private final int preferenceOutput;
  private final int dimensions;
  private final int hidden;
  private final int unknownItem;
  private final float[] userEmbedding;
  private final float[] userRecent;
  private final float[] itemEmbedding;
  private final float[] product;
  private final float[] bilinear;
  private final float[] bilinearShare;
  private final float[] bias;
  private final float[] userWeight;
  private final List<DenseLayer> upper;
  private final DenseStack layers;
  private final boolean hiddenPreference;
  private final ItemPart itemPart;
  private final float[] userLinear;
  private final float[] itemBias;
  private final float[] itemPreference;

  /** Working memory that no request has at the moment. */
  private final Pool<Scratch> scratches = new Pool<>();

  private final Pool<Vectors> vectors = new Pool<>();

  HybridScorer(HybridModel model) {
    network = model.network();
    encoder = model.encoder();
    seen = model.data().interactions();
    neighbors = model.neighbors();
    effects = model.effects();
    foldIn = network.foldIn();
    outputs = network.outputs().size();
    preferenceOutput = network.outputs().indexOf(HybridNetwork.Output.PREFERENCE);
    unknownItem = model.data().items().size();
    dimensions = network.embeddingSize();
    userEmbedding = network.weight("user.embedding");
    userRecent = network.has("user.recent") ? network.weight("user.recent") : new float[0];
    itemEmbedding = network.weight("item.embedding");
    product = network.has("product.weight") ? network.weight("product.weight") : NOTHING;
    boolean hasForm = network.has("bilinear.weight");
    bilinear = hasForm ? network.weight("bilinear.weight") : NOTHING;
    bilinearShare = hasForm ? network.weight("bilinear.share") : NOTHING;
    bias = network.weight("layer.0.bias");
    hidden = bias.length;
    upper = network.upperLayers();
    hiddenPreference = hasHiddenPreference(network);
    // What ranks is left alone: that few have met an item tells whether it will be chosen.
    inputs = new NetworkInput(model, !hiddenPreference);
    float[] weight = network.weight("layer.0.weight");
    userWeight = userColumns(weight);
    layers = layersFrom(pairLayer(weight));
    float[] linear = network.has("linear.weight") ? network.weight("linear.weight") : NOTHING;
    userLinear = linearPart(linear, 0, inputs.ofUser());
    float[] itemLinear = linearPart(linear, inputs.ofUser(), inputs.ofItem());
    itemPart = itemPart(weight, itemLinear);
    itemBias = network.has("item.bias") ? network.weight("item.bias") : NOTHING;
    itemPreference = itemPreferences(itemLinear);
  }

  /**
   * What is beside the layers and the user in each item's preference: all answers by preference ask
   * for all of it, unlike for what {@link ItemPart} has.
   */
  private float[] itemPreferences(float[] weight) {
    float[] preferences = new float[preferenceOutput < 0 ? 0 : unknownItem + 1];
    float[] input = new float[inputs.ofItem()];
    for (int item = 0; item < preferences.length; item++) {
      inputs.knownItem(item, input);
      preferences[item] =
          itemBias(item, preferenceOutput) + linear(input, weight, preferenceOutput);
    }
    return preferences;
  }

  private float itemBias(int row, int output) {
    return itemBias.length == 0 ? 0 : itemBias[output * (unknownItem + 1) + row];
  }

  /** The columns of the linear terms from {@code first} on, a row an output. */
  private float[] linearPart(float[] linear, int first, int count) {
    float[] part = new float[linear.length == 0 ? 0 : outputs * count];
    for (int output = 0; output < outputs && part.length > 0; output++) {
      System.arraycopy(
          linear,
          output * (inputs.ofUser() + inputs.ofItem()) + first,
          part,
          output * count,
          count);
    }
    return part;
  }

  /** Whether a preference comes from the layers too, and not from what is beside them alone. */
  private boolean hasHiddenPreference(HybridNetwork network) {
    int last = network.layers() - 1;
    float[] weight = network.weight("layer." + last + ".weight");
    int width = weight.length / outputs;
    boolean hidden = preferenceOutput < 0 || network.bias(last)[preferenceOutput] != 0;
    for (int i = 0; i < width && !hidden; i++) {
      hidden = weight[preferenceOutput * width + i] != 0;
    }
    return hidden;
  }

  /** Whether {@link Request#preferences} is for use: preferences without the layers. */
  boolean hasPlainPreference() {
    return !hiddenPreference;
  }

  /** The network's layers, with another one as the first. */
  DenseStack layersFrom(DenseLayer first) {
    List<DenseLayer> all = new ArrayList<>(upper);
    all.add(0, first);
    return DenseStack.of(all);
  }

  private static float linear(float[] input, float[] weight, int output) {
    return weight.length == 0
        ? 0
        : Kernels.dot(weight, output * input.length, input, 0, input.length);
  }

  /** The pair's part of the first layer: its last columns, one of zeros if a pair has none. */
  private DenseLayer pairLayer(float[] weight) {
    int width = encoder.pairWidth();
    float[] rows = width == 0 ? new float[hidden] : rows(weight, inputs.size() - width, width);
    return DenseLayer.of(rows, new float[hidden], Math.max(1, width), !upper.isEmpty());
  }

  /** The columns of the first layer's weights from {@code first} on, row by row. */
  private float[] rows(float[] weight, int first, int count) {
    float[] rows = new float[hidden * count];
    for (int row = 0; row < hidden; row++) {
      System.arraycopy(weight, row * inputs.size() + first, rows, row * count, count);
    }
    return rows;
  }

  /**
   * The items' part of the first layer, and after it of the linear terms, an output each, though a
   * preference has its own: inputs of nothing but a zero if an item has none.
   */
  private ItemPart itemPart(float[] weight, float[] linear) {
    int width = Math.max(1, inputs.ofItem());
    float[] rows = rows(weight, inputs.ofUser(), inputs.ofItem());
    int all = hidden + outputs;
    float[] both = Arrays.copyOf(rows, all * width);
    System.arraycopy(linear, 0, both, rows.length, linear.length);
    DenseLayer layer = DenseLayer.of(both, new float[all], width, false);
    return new ItemPart(unknownItem + 1, layer, inputs::item);
  }

  /** The user's columns of the first layer's weights, one after the other. */
  private float[] userColumns(float[] weight) {
    float[] columns = new float[inputs.ofUser() * hidden];
    for (int column = 0; column < inputs.ofUser(); column++) {
      for (int row = 0; row < hidden; row++) {
        columns[column * hidden + row] = weight[row * inputs.size() + column];
      }
    }
    return columns;
  }

  /** Adds {@code weight} times {@code input} to {@code hidden} values of {@code out}. */
  private void project(float[] input, float[] weight, float[] out, int offset) {
    for (int i = 0; i < input.length; i++) {
      if (input[i] != 0) {
        Kernels.axpy(input[i], weight, i * hidden, out, offset, hidden);
      }
    }
  }

  /**
   * The one a request is about.
   *
   * @param user the user's index, -1 for an unknown one
   * @param encoder the model's, which may know attributes of an unknown one
   * @param history what the user did beside what the model knows of
   * @param time when the user asks; by default after all that is known of the user
   */
  record Subject(int user, FeatureEncoder encoder, History history, OptionalLong time) {}

  /** Someone with a history, and no attributes or time beside what the model knows. */
  Subject subject(int user, History history) {
    return new Subject(user, encoder, history, OptionalLong.empty());
  }

  /** What a request writes to besides its answer; used again by another one after it. */
  private final class Scratch {
    private final DenseStack.Scratch stack = layers.scratch();
    private float[] all = new float[0];

    /** Room for all outputs for items. */
    float[] outputs(int items) {
      if (all.length < items * outputs) {
        all = new float[items * outputs];
      }
      return all;
    }
  }

  /** What a request keeps of its user; used again by another one after it. */
  private final class Vectors {
    private final float[] embedding = new float[dimensions];
    private final float[] recent = new float[dimensions];
    private final float[] input = new float[inputs.ofUser()];
    private final float[] part = new float[hidden];
    private final float[] linear = new float[outputs];
    private final float[] product = new float[HybridScorer.this.product.length];
    private final float[] bilinear =
        new float[HybridScorer.this.bilinear.length == 0 ? 0 : dimensions];
    private final float[] likes = new float[neighbors.size() == 0 ? 0 : unknownItem];
    private final float[] besides = new float[likes.length];
  }

  /** One user's request: the user's part, and working memory. For one thread at a time. */
  final class Request {
    private final Vectors memory;
    private final FeatureEncoder knowing;
    private final int user;
    private final float[] attributes;
    private final History history;
    private final long time;
    private final float[] input;
    private final float[] userPart;
    private final float[] linearUser;
    private final float[] productUser;
    private final float[] besides;
    private final boolean learnedMore;

    private Request(Subject subject, boolean ranked) {
      user = subject.user;
      history = subject.history;
      Vectors free = vectors.poll();
      memory = free == null ? new Vectors() : free;
      copyUser(userEmbedding, user, memory.embedding);
      copyUser(userRecent, user, memory.recent);
      learnedMore = history.size() > 0 && (foldIn != null || neighbors.size() > 0);
      if (history.size() > 0 && foldIn != null) {
        knowing = subject.encoder.withMore(user, history);
        int before = subject.encoder.statistics().userCount(user);
        foldIn.addLater(history, before, knowing.statistics().userMean(user), memory.embedding);
        foldIn.addLaterRecent(history, before, memory.recent);
      } else {
        knowing = subject.encoder;
      }
      boolean met = learnedMore || knowing.statistics().userCount(user) > 0;
      time = subject.time.orElse(knowing.defaultTime(user));
      besides = ranked ? besides(met) : NOTHING;
      attributes = attributes(subject);
      input = memory.input;
      // The network hardly met people with attributes and no rating, and guesses worse than
      // effects.
      boolean hides = attributes.length > 0 && knowing.statistics().userCount(user) == 0;
      inputs.user(hides ? encoder : knowing, hides ? -1 : user, time, memory.embedding, input);
      userPart = memory.part;
      System.arraycopy(bias, 0, userPart, 0, hidden);
      project(input, userWeight, userPart, 0);
      linearUser = memory.linear;
      for (int output = 0; output < outputs; output++) {
        linearUser[output] = linear(input, userLinear, output);
      }
      productUser = memory.product;
      for (int i = 0; i < productUser.length; i++) {
        int d = i % dimensions;
        float recent = i / dimensions == preferenceOutput ? memory.recent[d] : 0;
        productUser[i] = product[i] * (input[d] + recent);
      }
      addBilinear();
    }

    private void addBilinear() {
      float[] products = memory.bilinear;
      Arrays.fill(products, 0);
      for (int d = 0; d < products.length; d++) {
        Kernels.axpy(input[d], bilinear, d * dimensions, products, 0, dimensions);
      }
      for (int output = 0; output < bilinearShare.length; output++) {
        if (bilinearShare[output] != 0) {
          int row = output * dimensions;
          Kernels.axpy(bilinearShare[output], products, 0, productUser, row, dimensions);
        }
      }
    }

    /** The attributes off the mean of someone not trained on and with few ratings; else empty. */
    private float[] attributes(Subject subject) {
      boolean trained = subject.encoder.statistics().userCount(user) > 0;
      boolean few = knowing.statistics().userCount(user) < HybridNetwork.FEW_RATINGS;
      return few && !trained ? effects.centered(knowing, user) : NOTHING;
    }

    /** What is added to the preference for each item; empty for nothing. */
    private float[] besides(boolean met) {
      if (!met) {
        return effects.scores(knowing, user);
      }
      neighbors.scores(seen, user, history, memory.likes, memory.besides);
      return memory.besides;
    }

    /** Gives the working memory back: the last thing that is asked of a request, if at all. */
    void close() {
      vectors.add(memory);
    }

    /** The user's index, -1 for an unknown one. */
    int user() {
      return user;
    }

    /** The output that predicts the user's ratings, -1 in a model that predicts none. */
    int ratingOutput() {
      return network.ratingOutput(knowing.statistics().userCount(user));
    }

    /** What the user did beside what the model knows of. */
    History history() {
      return history;
    }

    /** The network's whole input for an item, -1 for an unknown one. */
    float[] input(int item) {
      float[] ofItem = new float[inputs.ofItem()];
      inputs.item(item < 0 ? unknownItem : item, ofItem);
      int pair = inputs.ofUser() + inputs.ofItem();
      float[] whole = Arrays.copyOf(input, inputs.size());
      System.arraycopy(ofItem, 0, whole, inputs.ofUser(), inputs.ofItem());
      knowing.encodePair(user, item, time, whole, pair);
      return whole;
    }

    /**
     * What each value of a newcomer's attributes adds to the rating of an item, in the order of
     * {@link FeatureEncoder#attributeNames}; empty for nothing.
     *
     * @param item the item's index, -1 for an unknown one
     */
    float[] attributeStars(int item) {
      return item < 0 || attributes.length == 0 ? NOTHING : effects.starsEach(item, attributes);
    }

    /** Whether the history counted. */
    boolean learnedMore() {
      return learnedMore;
    }

    /**
     * Computes an output for items.
     *
     * @param items the indices of the items, -1 for an unknown one
     */
    float[] score(int[] items, int output) {
      float[] scores = new float[items.length];
      score(items, items.length, output, scores);
      return scores;
    }

    /** Computes an output for the first {@code count} items, as {@link #score(int[], int)} does. */
    void score(int[] items, int count, int output, float[] scores) {
      Scratch free = scratches.poll();
      Scratch scratch = free == null ? new Scratch() : free;
      float[] all = scratch.outputs(count);
      layers.forward(
          (first, rows, pairs, sums) -> fill(items, first, rows, pairs, sums),
          all,
          count,
          scratch.stack);
      for (int row = 0; row < count; row++) {
        int item = items[row] < 0 ? unknownItem : items[row];
        scores[row] = addWide(item, output, all[row * outputs + output]);
      }
      scratches.add(scratch);
    }

    /**
     * Computes the preferences for the first {@code count} items, all of them known, to the bit
     * those that {@link #score} gives, without the layers: some hundred times less to compute.
     */
    void preferences(int[] items, int count, float[] scores) {
      for (int i = 0; i < count; i++) {
        scores[i] = addWide(items[i], preferenceOutput, 0);
      }
    }

    /** Writes the pairs' columns, and the first layer's sums without their part. */
    private void fill(int[] items, int first, int count, float[] pairs, float[] sums) {
      itemPart.prepare(items, first, count);
      for (int row = 0; row < count; row++) {
        int item = items[first + row];
        itemPart.add(userPart, item < 0 ? unknownItem : item, sums, row);
        knowing.encodePair(user, item, time, pairs, row * layers.inputs());
      }
    }

    /** What an output is with what is beside the layers. */
    private float addWide(int row, int output, float hidden) {
      float its =
          output == preferenceOutput
              ? itemPreference[row]
              : itemBias(row, output) + itemPart.value(row, HybridScorer.this.hidden + output);
      float sum = hidden + (linearUser[output] + its);
      if (productUser.length > 0) {
        sum +=
            Kernels.dot(
                productUser, output * dimensions, itemEmbedding, row * dimensions, dimensions);
      }
      if (output == preferenceOutput) {
        return row < besides.length ? sum + besides[row] : sum;
      }
      boolean moved = attributes.length > 0 && row < unknownItem;
      return moved ? sum + effects.stars(row, attributes) : sum;
    }
  }

  /** Copies a row of a table of users, -1 for the unknown one's; zeros where there is no table. */
  private void copyUser(float[] table, int user, float[] out) {
    if (table.length > 0) {
      int row = user < 0 ? seen.users() : user;
      System.arraycopy(table, row * dimensions, out, 0, dimensions);
    } else {
      Arrays.fill(out, 0);
    }
  }

  /**
   * A request, as of the end of what is known of the user.
   *
   * @param ranked whether preferences are asked for, not ratings alone
   */
  Request request(Subject subject, boolean ranked) {
    return new Request(subject, ranked);
  }
}
