package io.recsys.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import io.recsys.data.AttributeTable;
import io.recsys.feature.Feature.Category;
import io.recsys.feature.Feature.Numeric;
import io.recsys.feature.Feature.Part;
import io.recsys.feature.Feature.RecentShare;
import io.recsys.feature.Feature.Terms;
import io.recsys.feature.FittedFeatures.Scaling;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas as a damaged manifest could ask for them, and large data have them. */
class LargeSchemaTest {
  private static final int ROWS = 50_000;
  private static final List<String> VALUES =
      IntStream.range(0, ROWS).mapToObj(Integer::toString).toList();

  private static FeatureEncoder encoder(Feature feature, String key, AttributeTable items) {
    Map<String, Object> arrays = new HashMap<>();
    for (String side : List.of("user", "item")) {
      int size = side.equals("user") ? 0 : items.size();
      arrays.put(side + ".count", new int[size]);
      arrays.put(side + ".sum", new double[size]);
      arrays.put(side + ".squares", new double[size]);
      arrays.put(side + ".first", new long[size]);
      arrays.put(side + ".last", new long[size]);
    }
    arrays.put("item.recent", new int[items.size()]);
    arrays.put("user.term.count", new int[0]);
    arrays.put("user.term.sum", new float[0]);
    arrays.put("term.share", new double[0]);
    arrays.put("range", new long[2]);
    return FeatureEncoder.restore(
        new FittedFeatures(new FeatureSchema(List.of(feature)), Map.of(), Map.of(key, VALUES)),
        InteractionStatistics.of(arrays),
        AttributeTable.empty(0),
        items);
  }

  @Test
  void terms_takeNoTableOfAllTermsOfAllItems() {
    AttributeTable.Builder items = AttributeTable.builder(ROWS);
    items.column("tags", AttributeTable.Type.TERMS);
    items.terms("tags", 7, List.of("3", "49999", "11", "never met"));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    FeatureEncoder encoder =
        encoder(new Terms("tags", Part.ITEM, "tags"), "item.tags", items.build());
    // As a table it would be 10 GB.
    assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(100L << 20);
    float[] columns = new float[encoder.itemWidth()];
    encoder.encodeItem(7, columns, 0);
    float each = (float) (1 / Math.sqrt(3));
    assertThat(IntStream.range(0, ROWS).filter(i -> columns[i] != 0)).containsExactly(3, 11, 49999);
    assertThat(columns[11]).isEqualTo(each);
  }

  @Test
  void category_ofManyValuesIsLookedUpAtOnce() {
    AttributeTable.Builder items = AttributeTable.builder(ROWS);
    items.column("maker", AttributeTable.Type.TEXT);
    for (int row = 0; row < ROWS; row++) {
      items.text("maker", row, VALUES.get(ROWS - 1 - row));
    }
    // Value by value it would be a billion comparisons.
    FeatureEncoder encoder =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5),
            () -> encoder(new Category("maker", Part.ITEM, "maker"), "item.maker", items.build()));
    assertThat(encoder.itemCategory(0, 0)).isEqualTo(ROWS);
    assertThat(encoder.itemCategory(0, ROWS - 1)).isEqualTo(1);
  }

  @Test
  void schema_refusesMoreThanAModelCouldUse() {
    List<Feature> many =
        IntStream.range(0, 1001).mapToObj(i -> (Feature) new RecentShare("f" + i)).toList();
    assertThat(new FeatureSchema(many.subList(0, 1000)).features()).hasSize(1000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureSchema(many))
        .withMessage("features: 1001 are more than 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureSchema(List.of(new RecentShare("x".repeat(201)))))
        .withMessageContaining("a name of 201 characters");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, -1", "0, NaN", "NaN, 1", "0, Infinity", "-Infinity, 1"})
  void scaling_refusesWhatNothingCanBeDividedBy(double mean, double deviation) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Scaling(mean, deviation))
        .withMessageContainingAll("scaling: ", "deviation of " + deviation);
  }

  @ParameterizedTest
  @CsvSource({"Infinity, 0", "-Infinity, 0", "1e300, 0", "2.5, 2.5"})
  void column_countsWhatIsNoFiniteNumberAsMissing(double raw, float expected) {
    AttributeTable.Builder items = AttributeTable.builder(1);
    items.column("x", AttributeTable.Type.NUMBER).number("x", 0, raw);
    float[] out = new float[1];
    encoder(new Numeric("x", Part.ITEM, "x"), "item.x", items.build()).encodeItem(0, out, 0);
    assertThat(out[0]).isEqualTo(expected);
  }
}
