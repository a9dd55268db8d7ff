package io.recsys.examples.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A picture of some charts in a grid, row by row, under a title. Needs no display, but a font.
 *
 * @param title what stands above the charts
 * @param panels the charts, one or more
 * @param columns the charts in a row, 1 or more
 */
public record Figure(String title, List<Panel> panels, int columns) {
  private static final int PANEL_WIDTH = 540;
  private static final int PANEL_HEIGHT = 350;
  private static final int HEAD = 44;
  private static final int MARGIN = 12;

  /** Pixels a unit of length: text stays sharp on screens with narrow pixels. */
  private static final int SCALE = 2;

  /** Copies the panels and checks that there is something to draw. */
  public Figure {
    panels = List.copyOf(panels);
    if (panels.isEmpty() || columns < 1) {
      throw new IllegalArgumentException(
          "panels: " + panels.size() + " in " + columns + " columns make no figure");
    }
  }

  /** The width in which the picture is meant to be shown, in pixels. */
  public int width() {
    return Math.min(columns, panels.size()) * PANEL_WIDTH + 2 * MARGIN;
  }

  /** The height in which the picture is meant to be shown, in pixels. */
  public int height() {
    int rows = (panels.size() + columns - 1) / columns;
    return HEAD + rows * PANEL_HEIGHT + MARGIN;
  }

  /**
   * The picture as a PNG file's bytes, twice as wide and high as it is meant to be shown.
   *
   * @throws IOException if there is no font to write with
   */
  public byte[] png() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image(), "png", bytes);
    return bytes.toByteArray();
  }

  /** Writes the picture as a PNG file, and the folder it goes to where there is none. */
  public void write(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.write(file, png());
  }

  private BufferedImage image() throws IOException {
    BufferedImage image =
        new BufferedImage(width() * SCALE, height() * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.scale(SCALE, SCALE);
      paint(graphics);
    } catch (RuntimeException | Error e) {
      if (fontsMissing(e)) {
        throw noFonts(e);
      }
      throw e;
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private void paint(Graphics2D graphics) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width(), height());
    graphics.setColor(Charts.TEXT);
    graphics.setFont(Charts.FONT.deriveFont(Font.BOLD, 19f));
    graphics.drawString(title, MARGIN + 8, HEAD - 15);
    for (int i = 0; i < panels.size(); i++) {
      int x = MARGIN + i % columns * PANEL_WIDTH;
      int y = HEAD + i / columns * PANEL_HEIGHT;
      Graphics2D part = (Graphics2D) graphics.create(x, y, PANEL_WIDTH, PANEL_HEIGHT);
      panels.get(i).paint(part, PANEL_WIDTH, PANEL_HEIGHT);
      part.dispose();
    }
  }

  /** Whether an error came out of the Java runtime's search for fonts. */
  private static boolean fontsMissing(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      for (StackTraceElement frame : cause.getStackTrace()) {
        if (frame.getClassName().matches("(sun|java)\\.(awt|font).*Font.*")) {
          return true;
        }
      }
    }
    return false;
  }

  private static IOException noFonts(Throwable cause) {
    return new IOException(
        "no font to draw pictures with; install fontconfig and a font, such as the packages"
            + " fontconfig and fonts-dejavu-core",
        cause);
  }
}
