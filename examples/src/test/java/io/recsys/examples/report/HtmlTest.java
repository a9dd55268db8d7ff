package io.recsys.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HtmlTest {
  private static final String HOSTILE = "</td><script>alert('1')</script>\" & \u0000\u0007\ud800";

  @Test
  void page_showsHostileTextAsText() throws Exception {
    Html html = new Html(HOSTILE);
    html.heading(HOSTILE);
    html.table(List.of(HOSTILE), List.of(List.of(HOSTILE)), 1);
    html.figure(new Figure("t", List.of((graphics, width, height) -> {}), 1), HOSTILE);
    Document page =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(html.page())));
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    String shown = "</td><script>alert('1')</script>\" & \ufffd\ufffd\ufffd";
    for (String place : List.of("title", "h1", "h2", "th", "td")) {
      assertThat(page.getElementsByTagName(place).item(0).getTextContent()).isEqualTo(shown);
    }
    assertThat(page.getElementsByTagName("img").item(0).getAttributes().getNamedItem("alt"))
        .extracting(org.w3c.dom.Node::getNodeValue)
        .isEqualTo(shown);
  }

  @Test
  void metricWords_knowEveryUsualMetric() {
    io.recsys.evaluation.Evaluator usual = io.recsys.evaluation.Evaluator.defaults();
    usual.ratingMetrics().forEach(metric -> assertThat(MetricWords.of(metric.name())).isNotEmpty());
    usual
        .rankingMetrics()
        .forEach(metric -> assertThat(MetricWords.of(metric.name())).isNotEmpty());
    usual
        .catalogMetrics()
        .forEach(metric -> assertThat(MetricWords.of(metric.name())).isNotEmpty());
    assertThat(MetricWords.of("mine@3")).isEmpty();
  }
}
