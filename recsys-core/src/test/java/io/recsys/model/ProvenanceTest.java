package io.recsys.model;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.RatingScale;
import io.recsys.data.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenanceTest {
  private static Dataset data(List<String> users, List<String> items, float value, long time) {
    return data(users, items, value, time, true);
  }

  private static Dataset data(
      List<String> users, List<String> items, float value, long time, boolean timed) {
    Vocabulary userIds = Vocabulary.of(users);
    Vocabulary itemIds = Vocabulary.of(items);
    Interactions interactions =
        Interactions.builder()
            .add(0, 1, value, time)
            .add(1, 0, 3, 50)
            .build(userIds.size(), itemIds.size(), timed);
    return new Dataset(
        "invented",
        userIds,
        itemIds,
        AttributeTable.empty(userIds.size()),
        AttributeTable.empty(itemIds.size()),
        interactions,
        new RatingScale(1, 5));
  }

  @Test
  void hash_isTheDocumentedOne() {
    Dataset data = data(List.of("u1", "u2"), List.of("i", "é"), 4.5f, 7);
    ByteBuffer bytes = ByteBuffer.allocate(1000);
    bytes.putLong(2).putLong(2).put(new byte[] {'u', '1'}).putLong(2).put(new byte[] {'u', '2'});
    bytes
        .putLong(2)
        .putLong(1)
        .put((byte) 'i')
        .putLong(2)
        .put(new byte[] {(byte) 0xc3, (byte) 0xa9});
    bytes.putLong(2).putLong(1);
    bytes.putLong(1).putInt(1).putFloat(4.5f).putLong(7);
    bytes.putLong(1).putInt(0).putFloat(3).putLong(50);
    byte[] all = new byte[bytes.position()];
    bytes.flip().get(all);
    assertThat(data.hash()).isEqualTo(SampleBundle.sha256(all));
  }

  @Test
  void hash_changesWithEveryPart() {
    List<String> users = List.of("u1", "u2");
    List<String> items = List.of("a", "b");
    assertThat(
            List.of(
                data(users, items, 4, 7).hash(),
                data(users, items, 5, 7).hash(),
                data(users, items, 4, 8).hash(),
                data(users, items, 4, 7, false).hash(),
                data(List.of("u1", "u3"), items, 4, 7).hash(),
                data(List.of("u1", "u2", "u3"), items, 4, 7).hash(),
                data(users, List.of("a", "c"), 4, 7).hash()))
        .doesNotHaveDuplicates();
    assertThat(data(List.of("u2", "u1"), List.of("b", "a"), 4, 7).hash())
        .isEqualTo(data(users, items, 4, 7).hash());
  }

  @Test
  void trainedOn_isTrueOfTheTrainingPartAlone() {
    Dataset whole = data(List.of("u1", "u2"), List.of("a", "b"), 4, 7);
    Dataset train = whole.withInteractions(whole.interactions().filter(p -> p == 0));
    Provenance provenance = Provenance.of(train).withSplit("temporal(0.5)", whole.hash());
    assertThat(provenance.trainedOn(train)).isTrue();
    assertThat(provenance.trainedOn(whole)).isFalse();
    assertThat(
            provenance.trainedOn(whole.withInteractions(whole.interactions().filter(p -> p == 1))))
        .isFalse();
    assertThat(provenance.trainRows()).isEqualTo(1);
  }

  @Test
  void withers_changeOneThing() {
    Provenance provenance =
        Provenance.of(data(List.of("u1", "u2"), List.of("a", "b"), 4, 7))
            .withSeed(7)
            .withEpochs(15)
            .withConfig(Map.of("a", "b"))
            .withVersion("djl", "0.36.0")
            .withMetrics(Map.of("rmse", 0.9))
            .withBaselines(Map.of("bias", Map.of("rmse", 0.95)));
    assertThat(provenance.seed()).isEqualTo(7);
    assertThat(provenance.epochs()).isEqualTo(15);
    assertThat(provenance.config()).containsExactly(Map.entry("a", "b"));
    assertThat(provenance.versions()).containsOnlyKeys("djl", "java", "recsys");
    assertThat(provenance.metrics()).containsExactly(Map.entry("rmse", 0.9));
    assertThat(provenance.baselines()).containsOnlyKeys("bias");
    assertThat(provenance.split()).isEqualTo("all");
    assertThat(provenance.dataHash()).isEqualTo(provenance.trainHash());
    assertThat(provenance.data()).isEqualTo("invented");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-29T20:19:36Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2024-02-29T12:00:00Z",
        "2026-02-29T12:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T25:00:00Z",
        "2016-12-31T23:59:60Z",
        "+12026-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "2026-01-01T00:00:00.75Z",
        "2026-01-01T00:00Z",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:0+Z",
        "2026/01/01T00:00:00Z",
        "2026-01-01T00:00:00z",
        ""
      })
  void created_isReadAsJavaReadsIt(String text) throws ModelFormatException {
    JsonObject json = ProvenanceJson.write(SampleBundle.provenance(1));
    json.addProperty("created", text);
    JsonPart part = new JsonPart(Path.of("manifest.json"), "provenance", json);
    Instant expected;
    try {
      expected = Instant.parse(text);
    } catch (DateTimeParseException e) {
      assertThatThrownBy(() -> ProvenanceJson.read(part))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageStartingWith("manifest.json: its provenance is wrong: ");
      return;
    }
    assertThat(ProvenanceJson.read(part).created()).isEqualTo(expected.truncatedTo(SECONDS));
  }

  @Test
  void constructor_refusesWhatJsonCannotHold() {
    Provenance provenance = SampleBundle.provenance(1);
    assertThatThrownBy(() -> provenance.withMetrics(Map.of("rmse", Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("metrics: rmse is NaN; leave out");
    assertThatThrownBy(
            () -> provenance.withBaselines(Map.of("b", Map.of("x", Double.POSITIVE_INFINITY))))
        .hasMessageContaining("baselines.b: x is Infinity");
    assertThatThrownBy(() -> provenance.withSplit("u1", "no hash"))
        .hasMessageContaining("dataHash: 'no hash'");
  }
}
