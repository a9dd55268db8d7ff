package io.recsys.baseline;

import java.util.Random;

/** Learned vectors, one a user and one an item. Immutable. */
final class Embeddings {
  private static final double DEVIATION = 0.1;

  private final double[][] users;
  private final double[][] items;

  /** Holds the arrays given, which their maker changes no more. */
  Embeddings(double[][] users, double[][] items) {
    this.users = users;
    this.items = items;
  }

  /** Vectors drawn from a normal distribution, of an expected squared length of 0.01. */
  static double[][] random(int count, int size, long seed) {
    Random random = new Random(seed);
    double[][] vectors = new double[count][size];
    for (double[] vector : vectors) {
      for (int i = 0; i < size; i++) {
        vector[i] = random.nextGaussian() * DEVIATION / Math.sqrt(size);
      }
    }
    return vectors;
  }

  /** The items' vectors, which nobody changes. */
  double[][] items() {
    return items;
  }

  /** One component of a user's vector. */
  double user(int user, int component) {
    return users[user][component];
  }

  /** One component of an item's vector. */
  double item(int item, int component) {
    return items[item][component];
  }

  /** The product of the first {@code size} components of a user's vector and an item's. */
  double dot(int user, int item, int size) {
    double[] userVector = users[user];
    double[] itemVector = items[item];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += userVector[i] * itemVector[i];
    }
    return sum;
  }
}
