package io.recsys.examples.cli;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.data.Vocabulary;
import io.recsys.feature.Feature;
import io.recsys.feature.Feature.Category;
import io.recsys.feature.Feature.Part;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.TrainingFeatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The features of rows as the network sees them, written as tables. */
final class FeatureTable {
  private final TrainingFeatures features;
  private final Dataset train;

  /** The features of a data set's rows. */
  FeatureTable(TrainingFeatures features, Dataset train) {
    this.features = features;
    this.train = train;
  }

  /** Writes the training rows, each with the statistics of the folds that it is not in. */
  void writeTrain(CsvOutput csv, StepBar bar) throws IOException {
    csv.line(header());
    Interactions rows = train.interactions();
    for (int user = 0; user < rows.users(); user++) {
      for (int p = rows.start(user); p < rows.end(user); p++) {
        FeatureEncoder encoder = features.outOfFold(features.fold(p));
        csv.line(line(encoder, user, rows, p, rows.time(p)));
      }
      bar.step(rows.count(user));
    }
  }

  /** Writes rows held back, as of each user's last training interaction. */
  void writeTest(Interactions rows, CsvOutput csv, StepBar bar) throws IOException {
    csv.line(header());
    FeatureEncoder encoder = features.encoder();
    for (int user = 0; user < rows.users(); user++) {
      for (int p = rows.start(user); p < rows.end(user); p++) {
        csv.line(line(encoder, user, rows, p, encoder.defaultTime(user)));
      }
      bar.step(rows.count(user));
    }
  }

  private List<String> header() {
    List<String> names = new ArrayList<>(List.of("user", "item"));
    names.addAll(features.encoder().columnNames());
    for (Part part : List.of(Part.USER, Part.ITEM)) {
      for (Feature feature : features.encoder().fitted().schema().features()) {
        if (feature instanceof Category category && category.part() == part) {
          names.add(category.name());
        }
      }
    }
    names.add("rating");
    return names;
  }

  private List<Object> line(
      FeatureEncoder encoder, int user, Interactions rows, int position, long time) {
    int item = rows.item(position);
    int widths = encoder.userWidth() + encoder.itemWidth();
    float[] numbers = new float[widths + encoder.pairWidth()];
    encoder.encodeUser(user, time, numbers, 0);
    encoder.encodeItem(item, numbers, encoder.userWidth());
    encoder.encodePair(user, item, time, numbers, widths);
    List<Object> fields = new ArrayList<>(List.of(train.users().id(user), train.items().id(item)));
    for (float number : numbers) {
      fields.add(number);
    }
    for (int c = 0; c < encoder.userCategories(); c++) {
      fields.add(encoder.userCategory(c, user));
    }
    for (int c = 0; c < encoder.itemCategories(); c++) {
      fields.add(encoder.itemCategory(c, item));
    }
    fields.add(rows.value(position));
    return fields;
  }

  /** Writes what is known about users or items, a row each. */
  static void writeAttributes(
      String idColumn, Vocabulary ids, AttributeTable attributes, CsvOutput csv)
      throws IOException {
    List<Object> head = new ArrayList<>(List.of(idColumn));
    head.addAll(attributes.names());
    csv.line(head);
    for (int row = 0; row < ids.size(); row++) {
      List<Object> fields = new ArrayList<>(List.of(ids.id(row)));
      for (String name : attributes.names()) {
        fields.add(cell(attributes, name, row));
      }
      csv.line(fields);
    }
  }

  private static Object cell(AttributeTable attributes, String name, int row) {
    return switch (attributes.type(name)) {
      case TEXT -> Objects.requireNonNullElse(attributes.text(name, row), "");
      case NUMBER -> number(attributes.number(name, row));
      case TERMS -> String.join("|", attributes.terms(name, row));
    };
  }

  private static Object number(double number) {
    if (Double.isNaN(number)) {
      return "";
    }
    boolean isWhole = number == Math.rint(number);
    return isWhole ? (Object) (long) number : (Object) number;
  }
}
