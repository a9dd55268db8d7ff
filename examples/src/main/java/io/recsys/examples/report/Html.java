package io.recsys.examples.report;

import java.io.IOException;
import java.util.Base64;
import java.util.List;

/**
 * An HTML page in the making, in one file that needs no other. It is well-formed XML too. Whatever
 * is handed in counts as text: no character of it becomes markup.
 */
final class Html {
  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;color:#263238;max-width:1120px;margin:2rem auto;padding:0 1rem}
      h1{font-size:1.7rem;margin-bottom:.2rem;overflow-wrap:anywhere}
      h2{font-size:1.25rem;margin-top:2.4rem;border-bottom:1px solid #e3e7ea;padding-bottom:.3rem}
      h3{font-size:1rem;margin:1.4rem 0 .4rem}
      table{border-collapse:collapse;font-size:.9rem;margin:.6rem 0}
      td,th{padding:.3rem .8rem .3rem 0;text-align:left;vertical-align:top;border-bottom:1px solid #eef1f3}
      th{font-weight:600}
      td:first-child{min-width:8rem}
      .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
      .s{color:#607078;font-size:.85em}
      .scroll{overflow-x:auto}
      .two{display:flex;flex-wrap:wrap;gap:2rem}
      img{max-width:100%;height:auto}
      @media(max-width:700px){img{max-width:none}}
      """;

  private final StringBuilder body = new StringBuilder();
  private final String title;

  /** An empty page. */
  Html(String title) {
    this.title = title;
    element("h1", title);
  }

  void element(String name, String text) {
    body.append('<').append(name).append('>').append(escape(text));
    body.append("</").append(name).append(">\n");
  }

  void heading(String text) {
    element("h2", text);
  }

  void paragraph(String text) {
    element("p", text);
  }

  void open(String style) {
    body.append("<div class=\"").append(style).append("\">\n");
  }

  void close() {
    body.append("</div>\n");
  }

  /**
   * A table; cells of all columns but the first {@code texts} are numbers. What stands in a second
   * line of a cell is small.
   */
  void table(List<String> head, List<List<String>> rows, int texts) {
    open("scroll");
    body.append("<table>\n");
    if (!head.isEmpty()) {
      row("th", head, texts);
    }
    rows.forEach(row -> row("td", row, texts));
    body.append("</table>\n");
    close();
  }

  private void row(String cell, List<String> texts, int left) {
    body.append("<tr>");
    for (int column = 0; column < texts.size(); column++) {
      body.append('<').append(cell).append(column < left ? ">" : " class=\"n\">");
      body.append(small(escape(texts.get(column)))).append("</").append(cell).append('>');
    }
    body.append("</tr>\n");
  }

  /** Markup whose lines from the second on are small. */
  private static String small(String lines) {
    int end = lines.indexOf('\n');
    return end < 0
        ? lines
        : lines.substring(0, end)
            + "<br/><span class=\"s\">"
            + lines.substring(end + 1)
            + "</span>";
  }

  /** A picture, and what it shows for those who do not see it. */
  void figure(Figure figure, String alternative) throws IOException {
    open("scroll");
    body.append("<img alt=\"").append(escape(alternative));
    body.append("\" width=\"").append(figure.width());
    body.append("\" height=\"").append(figure.height());
    body.append("\" src=\"data:image/png;base64,");
    body.append(Base64.getEncoder().encodeToString(figure.png())).append("\"/>\n");
    close();
  }

  /** The whole page. */
  String page() {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        %s</body>
        </html>
        """
        .formatted(escape(title), STYLE, body);
  }

  /** Text as it may stand between tags and in quoted attributes. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isXml(c) ? c : 0xFFFD);
              }
            });
    return escaped.toString();
  }

  /** Whether XML allows a character; the others would break the page, not only the text. */
  private static boolean isXml(int c) {
    boolean isControl = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    return !isControl && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
  }
}
