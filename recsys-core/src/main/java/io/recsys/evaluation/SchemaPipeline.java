package io.recsys.evaluation;

import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.feature.Feature;
import io.recsys.feature.Feature.Category;
import io.recsys.feature.Feature.Part;
import io.recsys.feature.FeatureEncoder;
import io.recsys.feature.FeatureSchema;
import io.recsys.feature.TrainingFeatures;
import io.recsys.split.Split;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The features of a schema, fitted on the training part.
 *
 * @param schema the schema, or null for the standard one of the data at hand
 * @param seed what the folds are drawn by
 */
record SchemaPipeline(@Nullable FeatureSchema schema, long seed) implements FeaturePipeline {
  @Override
  public Encoding encode(Split split) {
    Dataset train = split.train();
    TrainingFeatures features =
        TrainingFeatures.fit(schema == null ? FeatureSchema.standard(train) : schema, train, seed);
    List<String> names = names(features.encoder());
    Interactions rows = train.interactions();
    FeatureColumns trained =
        FeatureColumns.of(
            names,
            rows.size(),
            (row, numbers) ->
                encode(features.outOfFold(features.fold(row)), rows, row, rows.time(row), numbers));
    Interactions test = split.test();
    FeatureEncoder encoder = features.encoder();
    FeatureColumns tested =
        FeatureColumns.of(
            names,
            test.size(),
            (row, numbers) ->
                encode(encoder, test, row, encoder.defaultTime(test.user(row)), numbers));
    return new Encoding(trained, tested);
  }

  private static List<String> names(FeatureEncoder encoder) {
    List<String> names = new ArrayList<>(encoder.columnNames());
    for (Part part : List.of(Part.USER, Part.ITEM)) {
      for (Feature feature : encoder.fitted().schema().features()) {
        if (feature instanceof Category category && category.part() == part) {
          names.add(category.name());
        }
      }
    }
    return names;
  }

  private static void encode(
      FeatureEncoder encoder, Interactions rows, int row, long time, double[] out) {
    int user = rows.user(row);
    int item = rows.item(row);
    int pair = encoder.userWidth() + encoder.itemWidth();
    float[] numbers = new float[pair + encoder.pairWidth()];
    encoder.encodeUser(user, time, numbers, 0);
    encoder.encodeItem(item, numbers, encoder.userWidth());
    encoder.encodePair(user, item, time, numbers, pair);
    int at = 0;
    for (float number : numbers) {
      out[at++] = number;
    }
    for (int category = 0; category < encoder.userCategories(); category++) {
      out[at++] = encoder.userCategory(category, user);
    }
    for (int category = 0; category < encoder.itemCategories(); category++) {
      out[at++] = encoder.itemCategory(category, item);
    }
  }
}
