import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The printed total of JaCoCo's aggregate report: run as {@code java CoverageTotal.java FILE}. */
final class CoverageTotal {
  private static final int BRANCHES_MISSED = 5;
  private static final int LINES_MISSED = 7;

  private CoverageTotal() {}

  public static void main(String[] args) throws IOException {
    Path report = Path.of(args[0]);
    if (Files.notExists(report)) {
      System.out.println("Coverage: no test ran, nothing to report");
      return;
    }
    List<String> rows = Files.readAllLines(report);
    Map<String, long[]> byModule = new TreeMap<>();
    long[] total = new long[4];
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split(",");
      String module = cells[0].substring(cells[0].lastIndexOf('/') + 1);
      long[] counts = byModule.computeIfAbsent(module, key -> new long[4]);
      for (int i = 0; i < 4; i++) {
        int column = i < 2 ? LINES_MISSED + i : BRANCHES_MISSED + i - 2;
        counts[i] += Long.parseLong(cells[column]);
        total[i] += Long.parseLong(cells[column]);
      }
    }
    byModule.forEach(CoverageTotal::print);
    print("TOTAL", total);
  }

  private static void print(String name, long[] counts) {
    System.out.printf(
        "Coverage %-14s lines %s, branches %s%n",
        name, share(counts[0], counts[1]), share(counts[2], counts[3]));
  }

  private static String share(long missed, long covered) {
    long all = missed + covered;
    return all == 0
        ? "none"
        : String.format("%5.1f %% (%d of %d)", 100.0 * covered / all, covered, all);
  }
}
