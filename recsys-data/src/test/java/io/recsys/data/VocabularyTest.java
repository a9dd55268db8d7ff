package io.recsys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
  @Test
  void of_sortsNumbersByValueThenTexts() {
    List<String> ids =
        List.of("b", "10", "9", "a", "010", "99999999999999999999", "-1", "0", "1.5");
    assertThat(Vocabulary.of(ids).ids())
        .containsExactly("0", "9", "010", "10", "99999999999999999999", "-1", "1.5", "a", "b");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void of_dependsOnTheSetOfIdsAlone(long seed) {
    Random random = new Random(seed);
    List<String> ids = randomIds(random, 300);
    Vocabulary vocabulary = Vocabulary.of(ids);
    List<String> shuffled = new ArrayList<>(ids);
    shuffled.addAll(ids.subList(0, 100));
    Collections.shuffle(shuffled, random);

    assertThat(Vocabulary.of(shuffled)).isEqualTo(vocabulary).hasSameHashCodeAs(vocabulary);
    assertThat(vocabulary.size()).isEqualTo(ids.size());
    for (int index = 0; index < vocabulary.size(); index++) {
      assertThat(vocabulary.indexOf(vocabulary.id(index))).isEqualTo(index);
    }
    assertThat(vocabulary.ids()).containsExactlyInAnyOrderElementsOf(ids);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void ofOrdered_takesWhatIsInOrderAlone(long seed) {
    Random random = new Random(seed);
    Vocabulary vocabulary = Vocabulary.of(randomIds(random, 300));
    List<String> ids = vocabulary.ids();
    assertThat(Vocabulary.ofOrdered(ids)).isEqualTo(vocabulary);
    int place = random.nextInt(ids.size() - 1);
    Collections.swap(ids, place, place + 1);
    assertThatThrownBy(() -> Vocabulary.ofOrdered(ids))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ids: are empty, twice there or unsorted");
    for (List<String> wrong : List.of(List.of("1", "1"), List.of(""), List.of("1", "a", ""))) {
      assertThatThrownBy(() -> Vocabulary.ofOrdered(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void idOrder_isTheOrderOfNumbers(long seed) {
    Random random = new Random(seed);
    List<String> ids = randomIds(random, 200);
    for (String a : ids) {
      for (String b : ids) {
        int order = Vocabulary.ID_ORDER.compare(a, b);
        assertThat(Vocabulary.ID_ORDER.compare(b, a)).isEqualTo(-order);
        assertThat(order == 0).isEqualTo(a.equals(b));
        if (a.matches("\\d+") && b.matches("\\d+")) {
          int byValue = new BigInteger(a).compareTo(new BigInteger(b));
          assertThat(Integer.signum(order))
              .isIn(byValue == 0 ? List.of(-1, 0, 1) : List.of(byValue));
        }
      }
    }
  }

  @Test
  void indexOf_isMinusOneForUnknownIds() {
    Vocabulary vocabulary = Vocabulary.of(List.of("1", "2"));
    assertThat(vocabulary.indexOf("3")).isEqualTo(-1);
    assertThat(vocabulary.indexOf("")).isEqualTo(-1);
    assertThat(vocabulary.contains("01")).isFalse();
    assertThat(vocabulary.contains("1")).isTrue();
    assertThatThrownBy(() -> vocabulary.id(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void of_rejectsAnEmptyId() {
    assertThatThrownBy(() -> Vocabulary.of(List.of("a", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ids: an id is empty");
    assertThat(Vocabulary.of(List.of()).size()).isZero();
  }

  @Test
  void ids_cannotChangeTheVocabulary() {
    Vocabulary vocabulary = Vocabulary.of(List.of("a", "b"));
    vocabulary.ids().clear();
    assertThat(vocabulary.ids()).containsExactly("a", "b");
  }

  private static List<String> randomIds(Random random, int count) {
    Set<String> ids = new LinkedHashSet<>();
    while (ids.size() < count) {
      ids.add(
          switch (random.nextInt(4)) {
            case 0 -> String.valueOf(random.nextInt(100));
            case 1 -> "0".repeat(random.nextInt(3)) + random.nextInt(1000);
            case 2 -> String.valueOf(random.nextLong());
            default -> Integer.toString(random.nextInt(50_000), 36);
          });
    }
    return new ArrayList<>(ids);
  }
}
