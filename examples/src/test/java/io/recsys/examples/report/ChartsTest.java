package io.recsys.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartsTest {
  private static final int BLUE = 0x2F6DB3;

  @Test
  void rows_drawIntervalsOverTheMiddleOfTheirBars() {
    Panel panel =
        Charts.rows(
            new Charts.Labels("by group", "", ""),
            List.of(
                new Charts.Row("sure", 2, 2, 2),
                new Charts.Row("less sure", 2, 1.5, 2.5),
                new Charts.Row("unknown", 1, 1, 1)),
            0);
    BufferedImage image = new BufferedImage(540, 350, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    panel.paint(graphics, 540, 350);
    // Down a column right of the third bar's end and left of the interval: two bars, unmarked.
    int[] ends = IntStream.range(0, 540).filter(x -> blue(image, x, 180)).toArray();
    int start = ends[0];
    int width = ends[ends.length - 1] - start;
    assertThat(runs(image, start + width * 6 / 10)).hasSize(2);
    // Left of the second bar's end the line parts it in halves.
    List<int[]> marked = runs(image, start + width * 9 / 10);
    assertThat(marked).hasSize(3);
    assertThat(length(marked.get(1))).isCloseTo(length(marked.get(2)), within(2));
    assertThat(length(marked.get(0))).isGreaterThan(2 * length(marked.get(1)) - 1);
  }

  private static int length(int[] run) {
    return run[1] - run[0];
  }

  /** The stretches of blue down a column, each from its first to past its last row. */
  private static List<int[]> runs(BufferedImage image, int x) {
    int[] edges =
        IntStream.range(1, image.getHeight())
            .filter(y -> blue(image, x, y) != blue(image, x, y - 1))
            .toArray();
    return IntStream.range(0, edges.length / 2)
        .mapToObj(i -> new int[] {edges[2 * i], edges[2 * i + 1]})
        .toList();
  }

  private static boolean blue(BufferedImage image, int x, int y) {
    return (image.getRGB(x, y) & 0xFFFFFF) == BLUE;
  }
}
