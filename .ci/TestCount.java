import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The count of tests in JUnit's event reports, the only ones that hold tags: {@code java
 * TestCount.java ROOT TAG} prints passed, failed, skipped, and how many with the tag passed.
 */
final class TestCount {
  private final String tag;
  private int passed;
  private int failed;
  private int skipped;
  private int taggedPassed;

  private TestCount(String tag) {
    this.tag = tag;
  }

  public static void main(String[] args) throws IOException, XMLStreamException {
    TestCount count = new TestCount(args[1]);
    for (Path report : reports(Path.of(args[0]))) {
      count.add(report);
    }
    System.out.printf(
        "%d %d %d %d%n", count.passed, count.failed, count.skipped, count.taggedPassed);
  }

  private static List<Path> reports(Path root) throws IOException {
    try (Stream<Path> modules = Files.list(root)) {
      return modules
          .map(module -> module.resolve("target/test-events"))
          .filter(Files::isDirectory)
          .flatMap(TestCount::filesBelow)
          .filter(file -> file.getFileName().toString().endsWith(".xml"))
          .sorted()
          .toList();
    }
  }

  private static Stream<Path> filesBelow(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one report: a test is started, described and, later, finished under one id. */
  private void add(Path report) throws IOException, XMLStreamException {
    Map<String, Boolean> taggedTests = new HashMap<>();
    Set<String> tags = new HashSet<>();
    String id = "";
    try (InputStream in = Files.newInputStream(report)) {
      XMLStreamReader xml = XMLInputFactory.newInstance().createXMLStreamReader(in);
      while (xml.hasNext()) {
        if (xml.next() != XMLStreamConstants.START_ELEMENT) {
          continue;
        }
        switch (xml.getLocalName()) {
          case "started", "finished" -> {
            id = xml.getAttributeValue(null, "id");
            tags.clear();
          }
          case "tag" -> tags.add(xml.getElementText());
          case "type" -> {
            if (xml.getElementText().equals("TEST")) {
              taggedTests.put(id, tags.contains(tag));
            }
          }
          case "result" -> finish(xml.getAttributeValue(null, "status"), taggedTests.get(id));
          default -> {}
        }
      }
    }
  }

  private void finish(String status, Boolean tagged) {
    if (status.equals("FAILED") || status.equals("ERRORED")) {
      failed++;
    } else if (status.equals("SKIPPED") || status.equals("ABORTED")) {
      skipped++;
    } else if (tagged != null) {
      passed++;
      taggedPassed += tagged ? 1 : 0;
    }
  }
}
