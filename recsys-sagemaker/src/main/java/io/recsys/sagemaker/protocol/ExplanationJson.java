package io.recsys.sagemaker.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.recsys.Explanation;
import io.recsys.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An explanation as part of the item that it explains. */
final class ExplanationJson {
  private static final String UNCLIPPED_RATING = "unclippedRating";
  private static final String BASE = "base";
  private static final String CONTRIBUTIONS = "contributions";
  private static final String NAME = "name";
  private static final String CONTRIBUTION = "contribution";
  private static final String STANDARD_ERROR = "standardError";
  private static final String BECAUSE = "because";
  private static final String STRENGTH = "strength";

  private ExplanationJson() {}

  static JsonObject json(Explanation explanation) {
    JsonObject object = new JsonObject();
    AnswerJson.addNumber(object, Key.PREDICTED_RATING, explanation.predictedRating());
    AnswerJson.addNumber(object, UNCLIPPED_RATING, explanation.unclippedRating());
    AnswerJson.addNumber(object, BASE, explanation.base());
    JsonArray contributions = new JsonArray();
    for (Explanation.Contribution contribution : explanation.contributions()) {
      JsonObject one = new JsonObject();
      one.addProperty(NAME, contribution.name());
      AnswerJson.addNumber(one, CONTRIBUTION, contribution.stars());
      contributions.add(one);
    }
    object.add(CONTRIBUTIONS, contributions);
    AnswerJson.addNumber(object, STANDARD_ERROR, explanation.standardError());
    JsonArray because = new JsonArray();
    for (Reason reason : explanation.because()) {
      if (reason instanceof Reason.Rated rated) {
        JsonObject one = new JsonObject();
        one.addProperty(Key.ITEM, rated.item());
        one.addProperty(Key.TITLE, rated.title());
        AnswerJson.addNumber(one, Key.RATING, rated.rating());
        AnswerJson.addNumber(one, STRENGTH, rated.strength());
        because.add(one);
      }
    }
    object.add(BECAUSE, because);
    return object;
  }

  static Explanation read(@Nullable String user, JsonFields item) {
    JsonFields fields = JsonFields.of(Key.EXPLANATION, item.required(Key.EXPLANATION));
    List<Explanation.Contribution> contributions = new ArrayList<>();
    for (JsonElement element : fields.list(CONTRIBUTIONS)) {
      JsonFields one = JsonFields.of(CONTRIBUTION, element);
      contributions.add(
          new Explanation.Contribution(one.text(NAME), one.numberOrNaN(CONTRIBUTION)));
    }
    List<Reason> because = new ArrayList<>();
    for (JsonElement element : fields.list(BECAUSE)) {
      JsonFields one = JsonFields.of(BECAUSE, element);
      because.add(
          new Reason.Rated(
              one.text(Key.ITEM),
              one.text(Key.TITLE),
              one.numberOrNaN(Key.RATING),
              one.numberOrNaN(STRENGTH)));
    }
    return new Explanation(
        user,
        item.text(Key.ITEM),
        item.text(Key.TITLE),
        fields.numberOrNaN(Key.PREDICTED_RATING),
        fields.numberOrNaN(UNCLIPPED_RATING),
        fields.numberOrNaN(BASE),
        contributions,
        fields.numberOrNaN(STANDARD_ERROR),
        because);
  }
}
