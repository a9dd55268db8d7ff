package io.recsys.baseline;

import java.util.OptionalDouble;

/** The ranges that trainers allow for their settings. */
final class Range {
  private Range() {}

  static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " is below 1; give 1 or more");
    }
  }

  static void aboveZero(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + ": " + value + " is not a finite number above 0");
    }
  }

  /** A number that is finite as a float too, for as such it is used. */
  static void fromZero(String name, double value) {
    if (!(value >= 0 && Float.isFinite((float) value))) {
      throw new IllegalArgumentException(name + ": " + value + " is not a finite float from 0 on");
    }
  }

  static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + ": " + value + " is not between 0 and 1");
    }
  }

  static void rating(String name, OptionalDouble value) {
    if (value.isPresent() && !Float.isFinite((float) value.getAsDouble())) {
      throw new IllegalArgumentException(
          name + ": " + value.getAsDouble() + " is no rating; give a number");
    }
  }
}
