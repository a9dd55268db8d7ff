package io.recsys.examples.report;

import java.awt.Graphics2D;

/** One chart of a figure. */
@FunctionalInterface
interface Panel {
  /** Draws the chart into the rectangle from (0, 0) to (width, height), in pixels. */
  void paint(Graphics2D graphics, int width, int height);
}
