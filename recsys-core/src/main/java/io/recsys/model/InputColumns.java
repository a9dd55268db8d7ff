package io.recsys.model;

import io.recsys.Explanation;
import io.recsys.feature.Feature;
import io.recsys.feature.FeatureEncoder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each column of a hybrid network's input is of, by the name that an {@link Explanation} gives
 * it: an embedding, a category and a cycle are several columns of one name. Immutable.
 */
final class InputColumns {
  /** The groups that every model has, the first two in order. */
  private static final List<String> ENTITIES = List.of("user", "item");

  private final List<String> names = new ArrayList<>();
  private final BitSet numbers = new BitSet();
  private final BitSet terms = new BitSet();
  private final int itemStart;

  InputColumns(HybridModel model) {
    FeatureEncoder encoder = model.encoder();
    List<String> columns = encoder.columnNames();
    int itemColumns = encoder.userWidth();
    int pairColumns = itemColumns + encoder.itemWidth();
    add(ENTITIES.get(0), model.network().embeddingSize());
    addCategories(model, Feature.Part.USER);
    addNumbers(model, columns.subList(0, itemColumns));
    itemStart = names.size();
    add(ENTITIES.get(1), model.network().embeddingSize());
    addCategories(model, Feature.Part.ITEM);
    addNumbers(model, columns.subList(itemColumns, pairColumns));
    addNumbers(model, columns.subList(pairColumns, columns.size()));
  }

  private void add(String name, int columns) {
    for (int i = 0; i < columns; i++) {
      names.add(name);
    }
  }

  private void addCategories(HybridModel model, Feature.Part part) {
    boolean ofUser = part == Feature.Part.USER;
    FeatureEncoder encoder = model.encoder();
    int category = 0;
    for (Feature feature : encoder.fitted().schema().features()) {
      if (feature instanceof Feature.Category && feature.part() == part) {
        int length =
            model.network().weight((ofUser ? "user" : "item") + ".category." + category).length;
        add(
            feature.name(),
            length
                / (ofUser
                    ? encoder.userCategorySize(category)
                    : encoder.itemCategorySize(category)));
        category++;
      }
    }
  }

  private void addNumbers(HybridModel model, List<String> columns) {
    Map<String, Feature> features = new LinkedHashMap<>();
    model.encoder().fitted().schema().features().forEach(f -> features.put(f.name(), f));
    for (String column : columns) {
      Feature feature = features.get(column);
      numbers.set(names.size());
      terms.set(names.size(), feature == null);
      if (feature instanceof Feature.Cycle cycle) {
        names.add(cycle.period() == Feature.Cycle.Period.DAY ? "hour" : "weekday");
      } else {
        names.add(column);
      }
    }
  }

  /** The number of columns. */
  int size() {
    return names.size();
  }

  /** Where the item's columns begin; the user's begin at 0, each with the embedding. */
  int itemStart() {
    return itemStart;
  }

  /** Puts the numbers in an input to 0, their mean over the training rows. */
  void clearNumbers(float[] input) {
    numbers.stream().forEach(column -> input[column] = 0);
  }

  /**
   * The groups of an input, in order of columns but user and item first. A term that the entity
   * lacks is none.
   *
   * @param groupOf takes for each column the number of its group, -1 for none
   * @return the groups' names
   */
  List<String> groups(float[] input, int[] groupOf) {
    Map<String, Integer> groups = new LinkedHashMap<>();
    ENTITIES.forEach(name -> groups.put(name, groups.size()));
    for (int column = 0; column < size(); column++) {
      String name = names.get(column);
      boolean isLacking = terms.get(column) && input[column] == 0;
      if (!isLacking) {
        groups.putIfAbsent(name, groups.size());
      }
      groupOf[column] = isLacking ? -1 : groups.getOrDefault(name, -1);
    }
    return List.copyOf(groups.keySet());
  }
}
