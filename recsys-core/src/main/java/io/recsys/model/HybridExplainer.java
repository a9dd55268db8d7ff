package io.recsys.model;

import io.recsys.Catalog;
import io.recsys.Explanation;
import io.recsys.Explanation.Contribution;
import io.recsys.explain.Shapley;
import io.recsys.feature.History;
import io.recsys.kernel.DenseLayer;
import io.recsys.kernel.DenseStack;
import io.recsys.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explains ratings that a hybrid network predicts, by Shapley values of groups of its input
 * columns. What is not known is absent from the input: an embedding is that of an unknown one, a
 * category the index 0, a number its training mean. Immutable and safe for any number of threads.
 */
final class HybridExplainer {
  /** So many that standard errors are below a hundredth of a star on MovieLens 100K. */
  private static final int PAIRS = 64;

  private static final long SEED = 42;
  private static final int USER = 0;
  private static final int ITEM = 1;

  private final HybridModel model;
  private final HybridScorer scorer;
  private final HybridNetwork network;
  private final Catalog catalog;
  private final InputColumns columns;
  private final HistoryReasons reasons;
  private final float[] absent;

  HybridExplainer(HybridModel model, HybridScorer scorer, Catalog catalog) {
    this.model = model;
    this.scorer = scorer;
    network = model.network();
    this.catalog = catalog;
    columns = new InputColumns(model);
    reasons = new HistoryReasons(model, catalog);
    History nothing = History.of(new int[0], new float[0], new long[0]);
    HybridScorer.Request nobody = scorer.request(scorer.subject(-1, nothing), false);
    absent = nobody.input(-1);
    nobody.close();
    columns.clearNumbers(absent);
  }

  /**
   * Explains what a request's user is predicted to rate an item.
   *
   * @param user the user's id as asked
   * @param item the item's id, maybe one that the model does not know
   * @throws IllegalArgumentException if the model predicts no ratings
   */
  Explanation explain(@Nullable String user, String item, HybridScorer.Request request) {
    int output = request.ratingOutput();
    if (output < 0) {
      throw new IllegalArgumentException(
          "model: predicts no ratings that could be explained; train one that does");
    }
    int index = model.data().items().indexOf(item);
    float rating = request.score(new int[] {index}, output)[0];
    Game game = new Game(request, index, output);
    Shapley shares = Shapley.of(game.names.size(), game, PAIRS, SEED);
    double base = model.encoder().statistics().mean();
    List<Contribution> contributions = new ArrayList<>();
    contributions.add(new Contribution(Explanation.NOTHING_KNOWN, shares.none() - base));
    double error = 0;
    for (int group = 0; group < shares.groups(); group++) {
      contributions.add(new Contribution(game.names.get(group), shares.value(group)));
      error = Math.max(error, shares.standardError(group));
    }
    contributions.sort(Comparator.comparingDouble(c -> -Math.abs(c.stars())));
    return new Explanation(
        user,
        item,
        index < 0 ? item : catalog.title(index),
        model.data().scale().clip(rating),
        rating,
        base,
        contributions,
        error,
        reasons.because(request.user(), request.history(), index));
  }

  /**
   * The unclipped rating as a function of what is known of one pair. What the first layer makes of
   * a group is one vector, so a set of groups is a row of zeros and ones to a small layer in its
   * place. For one thread.
   */
  private final class Game implements Shapley.Game {
    private final int ratingOutput;
    private final List<String> names;
    private final DenseStack layers;
    private final DenseStack.Scratch scratch;
    private final double[] linear;
    private final double[] attributeStars;
    private final double[] product;
    private final double offset;

    Game(HybridScorer.Request request, int item, int ratingOutput) {
      this.ratingOutput = ratingOutput;
      float[] present = request.input(item);
      int[] groupOf = new int[columns.size()];
      names = new ArrayList<>(columns.groups(present, groupOf));
      attributeStars = attributeStars(request.attributeStars(item));
      float[] change = present.clone();
      Kernels.axpy(-1, absent, 0, change, 0, change.length);
      layers = scorer.layersFrom(first(groupOf, change));
      scratch = layers.scratch();
      linear = new double[names.size()];
      double[] bias = itemBias(item);
      offset = addLinear(groupOf, change) + bias[0];
      linear[ITEM] += bias[1];
      double[] without = network.products(ratingOutput, absent);
      double[] with = network.products(ratingOutput, present);
      // By whether the user is in the set, and twice whether the item is.
      product =
          new double[] {
            product(without, absent),
            product(with, absent),
            product(without, present),
            product(with, present)
          };
    }

    /**
     * What attributes are worth in stars where the item is known, by group, of which terms that the
     * user lacks become some too.
     */
    private double[] attributeStars(float[] stars) {
      List<String> attributes = model.encoder().attributeNames();
      for (int i = 0; i < stars.length; i++) {
        if (stars[i] != 0 && !names.contains(attributes.get(i))) {
          names.add(attributes.get(i));
        }
      }
      double[] byGroup = new double[names.size()];
      for (int i = 0; i < stars.length; i++) {
        if (stars[i] != 0) {
          byGroup[names.indexOf(attributes.get(i))] += stars[i];
        }
      }
      return byGroup;
    }

    private DenseLayer first(int[] groupOf, float[] change) {
      float[] weight = network.weight("layer.0.weight");
      float[] bias = network.bias(0).clone();
      float[] grouped = new float[bias.length * names.size()];
      for (int row = 0; row < bias.length; row++) {
        int start = row * columns.size();
        bias[row] += Kernels.dot(weight, start, absent, 0, columns.size());
        for (int column = 0; column < columns.size(); column++) {
          if (groupOf[column] >= 0) {
            int group = row * names.size() + groupOf[column];
            grouped[group] += weight[start + column] * change[column];
          }
        }
      }
      return DenseLayer.of(grouped, bias, names.size(), network.layers() > 1);
    }

    /** Adds the linear terms of each group; returns those of what is absent. */
    private double addLinear(int[] groupOf, float[] change) {
      if (!network.has("linear.weight")) {
        return 0;
      }
      float[] weight = network.weight("linear.weight");
      int inputs = weight.length / network.outputs().size();
      double none = 0;
      for (int column = 0; column < inputs; column++) {
        float w = weight[ratingOutput * inputs + column];
        none += w * absent[column];
        if (groupOf[column] >= 0) {
          linear[groupOf[column]] += w * change[column];
        }
      }
      return none;
    }

    /** The offset of an unknown item, and how much that of this one is above it. */
    private double[] itemBias(int item) {
      if (!network.has("item.bias")) {
        return new double[2];
      }
      int unknown = model.data().items().size();
      float[] bias = network.weight("item.bias");
      int start = ratingOutput * (unknown + 1);
      double none = bias[start + unknown];
      return new double[] {none, bias[start + (item < 0 ? unknown : item)] - none};
    }

    private double product(double[] products, float[] items) {
      double sum = 0;
      for (int d = 0; d < products.length; d++) {
        sum += products[d] * items[columns.itemStart() + d];
      }
      return sum;
    }

    @Override
    public double[] values(boolean[][] sets) {
      int groups = names.size();
      float[] rows = new float[sets.length * groups];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = sets[i / groups][i % groups] ? 1 : 0;
      }
      int outputs = layers.outputs();
      float[] out = new float[sets.length * outputs];
      layers.forward(rows, out, sets.length, scratch);
      double[] values = new double[sets.length];
      Arrays.setAll(values, i -> out[i * outputs + ratingOutput] + wide(sets[i]));
      return values;
    }

    private double wide(boolean[] set) {
      double sum = offset + product[(set[USER] ? 1 : 0) + (set[ITEM] ? 2 : 0)];
      for (int group = 0; group < set.length; group++) {
        double known = linear[group] + (set[ITEM] ? attributeStars[group] : 0);
        sum += set[group] ? known : 0;
      }
      return sum;
    }
  }
}
