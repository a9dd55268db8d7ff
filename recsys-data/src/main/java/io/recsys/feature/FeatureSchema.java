package io.recsys.feature;

import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.feature.Feature.Affinity;
import io.recsys.feature.Feature.Category;
import io.recsys.feature.Feature.Cycle;
import io.recsys.feature.Feature.Cycle.Period;
import io.recsys.feature.Feature.Cycle.Wave;
import io.recsys.feature.Feature.Elapsed;
import io.recsys.feature.Feature.Elapsed.Since;
import io.recsys.feature.Feature.Numeric;
import io.recsys.feature.Feature.Part;
import io.recsys.feature.Feature.RecentShare;
import io.recsys.feature.Feature.Statistic;
import io.recsys.feature.Feature.Statistic.Kind;
import io.recsys.feature.Feature.TermShare;
import io.recsys.feature.Feature.Terms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The features of a model, in column order. The user and the item, which become embeddings, are
 * columns of every model and are not listed.
 *
 * @param features the features
 */
public record FeatureSchema(List<Feature> features) {
  private static final int MAX_FEATURES = 1000;
  private static final int MAX_NAME = 200;

  /** Copies the features and checks that they are not too many and that names are unique. */
  public FeatureSchema {
    features = List.copyOf(features);
    if (features.size() > MAX_FEATURES) {
      throw new IllegalArgumentException(
          "features: " + features.size() + " are more than " + MAX_FEATURES);
    }
    Set<String> names = new HashSet<>(Set.of("user", "item"));
    for (Feature feature : features) {
      if (feature.name().length() > MAX_NAME) {
        throw new IllegalArgumentException(
            "features: a name of %d characters, at most %d are allowed"
                .formatted(feature.name().length(), MAX_NAME));
      }
      if (!names.add(feature.name())) {
        throw new IllegalArgumentException("features: '" + feature.name() + "' comes twice");
      }
    }
  }

  /** A schema without features: a model of user and item alone. */
  public static FeatureSchema none() {
    return new FeatureSchema(List.of());
  }

  /**
   * The 19 standard features, of which a data set without demographics, genres, release dates or
   * times has fewer, and its genres as content.
   */
  public static FeatureSchema standard(Dataset data) {
    List<Feature> features = new ArrayList<>();
    AttributeTable users = data.userAttributes();
    AttributeTable items = data.itemAttributes();
    boolean times = data.interactions().hasTimes();
    boolean genres = items.has("genres", AttributeTable.Type.TERMS);
    if (users.has("age", AttributeTable.Type.NUMBER)) {
      features.add(new Numeric("age", Part.USER, "age"));
    }
    for (String name : List.of("gender", "occupation")) {
      if (users.has(name, AttributeTable.Type.TEXT)) {
        features.add(new Category(name, Part.USER, name));
      }
    }
    if (times) {
      features.add(new Cycle("hour_sin", Period.DAY, Wave.SINE));
      features.add(new Cycle("hour_cos", Period.DAY, Wave.COSINE));
      features.add(new Cycle("weekday_sin", Period.WEEK, Wave.SINE));
      features.add(new Cycle("weekday_cos", Period.WEEK, Wave.COSINE));
      if (items.has("release", AttributeTable.Type.NUMBER)) {
        features.add(new Elapsed("item_age", Since.ITEM_RELEASE));
      }
      features.add(new Elapsed("user_tenure", Since.USER_FIRST));
      features.add(new Elapsed("item_tenure", Since.ITEM_FIRST));
    }
    features.add(new Statistic("user_mean", Part.USER, Kind.MEAN));
    features.add(new Statistic("user_count", Part.USER, Kind.COUNT));
    features.add(new Statistic("user_spread", Part.USER, Kind.SPREAD));
    features.add(new Statistic("item_mean", Part.ITEM, Kind.MEAN));
    features.add(new Statistic("item_count", Part.ITEM, Kind.COUNT));
    features.add(new Statistic("item_spread", Part.ITEM, Kind.SPREAD));
    if (genres) {
      features.add(new Affinity("genre_affinity", "genres"));
      features.add(new TermShare("genre_share", "genres"));
    }
    if (times) {
      features.add(new RecentShare("item_recent_share"));
    }
    if (genres) {
      features.add(new Terms("genres", Part.ITEM, "genres"));
    }
    return new FeatureSchema(features);
  }
}
