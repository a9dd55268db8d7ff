package io.recsys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributeTableTest {
  @Test
  void cells_areReadAsTheyWereFilled() {
    AttributeTable table = filled("Last Tide");
    assertThat(table.size()).isEqualTo(2);
    assertThat(table.names()).containsExactly("title", "year", "genres");
    assertThat(table.text("title", 0)).isEqualTo("Last Tide");
    assertThat(table.number("year", 0)).isEqualTo(1990);
    assertThat(table.terms("genres", 0)).containsExactly("Drama", "War");
    assertThat(table.type("year")).isEqualTo(AttributeTable.Type.NUMBER);
    assertThat(table.has("year", AttributeTable.Type.NUMBER)).isTrue();
    assertThat(table.has("year", AttributeTable.Type.TEXT)).isFalse();
    assertThat(table.has("none", AttributeTable.Type.TEXT)).isFalse();
  }

  @Test
  void cells_mayBeMissing() {
    AttributeTable table = filled("Last Tide");
    assertThat(table.text("title", 1)).isNull();
    assertThat(table.number("year", 1)).isNaN();
    assertThat(table.terms("genres", 1)).isEmpty();
    assertThat(AttributeTable.empty(3).names()).isEmpty();
    assertThat(AttributeTable.empty(3).size()).isEqualTo(3);
  }

  @Test
  void fillers_takeEmptyTextAndNanAsMissing() {
    AttributeTable.Builder builder =
        AttributeTable.builder(1)
            .column("title", AttributeTable.Type.TEXT)
            .column("year", AttributeTable.Type.NUMBER);
    AttributeTable table = builder.text("title", 0, "").number("year", 0, Double.NaN).build();
    assertThat(table.text("title", 0)).isNull();
    assertThat(table.number("year", 0)).isNaN();
  }

  @Test
  void columns_areReadAtOnce_asCopies() {
    AttributeTable table = filled("Last Tide");
    assertThat(table.texts("title")).containsExactly("Last Tide", null);
    assertThat(table.numbers("year")).containsExactly(1990, Double.NaN);
    assertThat(table.terms("genres")).containsExactly(List.of("Drama", "War"), List.of());
    table.texts("title")[0] = "another";
    table.numbers("year")[0] = 1;
    assertThat(table).isEqualTo(filled("Last Tide"));
    assertThatThrownBy(() -> table.terms("genres").set(0, List.of()))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> table.texts("year"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no 'year' of type TEXT");
  }

  @Test
  void terms_doNotFollowTheListGiven() {
    List<String> terms = new ArrayList<>(List.of("a"));
    AttributeTable table =
        AttributeTable.builder(1)
            .column("genres", AttributeTable.Type.TERMS)
            .terms("genres", 0, terms)
            .build();
    terms.add("b");
    assertThat(table.terms("genres", 0)).containsExactly("a");
  }

  @Test
  void equals_comparesColumnsAndCells() {
    assertThat(filled("x")).isEqualTo(filled("x")).hasSameHashCodeAs(filled("x"));
    assertThat(filled("x")).isNotEqualTo(filled("y"));
    assertThat(AttributeTable.empty(2)).isNotEqualTo(AttributeTable.empty(3));
    assertThat(filled("x")).isNotEqualTo(AttributeTable.empty(2));
  }

  @Test
  void columns_areCheckedByNameAndType() {
    AttributeTable table = filled("x");
    assertThatThrownBy(() -> table.text("year", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no 'year' of type TEXT");
    assertThatThrownBy(() -> table.type("none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[title, year, genres]");
    AttributeTable.Builder builder =
        AttributeTable.builder(1).column("a", AttributeTable.Type.TEXT);
    assertThatThrownBy(() -> builder.number("a", 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a' is not declared as NUMBER");
    assertThatThrownBy(() -> builder.column("a", AttributeTable.Type.NUMBER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a' is declared twice");
  }

  private static AttributeTable filled(String title) {
    return AttributeTable.builder(2)
        .column("title", AttributeTable.Type.TEXT)
        .column("year", AttributeTable.Type.NUMBER)
        .column("genres", AttributeTable.Type.TERMS)
        .text("title", 0, title)
        .number("year", 0, 1990)
        .terms("genres", 0, List.of("Drama", "War"))
        .build();
  }
}
