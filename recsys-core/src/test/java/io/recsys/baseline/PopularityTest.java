package io.recsys.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.recsys.Basis;
import io.recsys.Checkerboard;
import io.recsys.Recommendation;
import io.recsys.Recommender;
import io.recsys.RecommenderContract;
import io.recsys.SmallData;
import io.recsys.data.Dataset;
import io.recsys.split.Split;
import org.junit.jupiter.api.Test;

class PopularityTest extends RecommenderContract {
  @Override
  protected Recommender train(Dataset data) {
    return new PopularityTrainer().train(data);
  }

  @Test
  void recommend_ranksByNumberOfInteractionsThenId() {
    // Item a has two interactions, the others one; values do not matter.
    Recommender recommender = train(SmallData.of("x a 1, y a 1, x c 5, y b 5, z d 5"));
    assertThat(recommender.topK("nobody", 4).items())
        .extracting(Recommendation::item, Recommendation::score)
        .containsExactly(tuple("a", 2.0), tuple("b", 1.0), tuple("c", 1.0), tuple("d", 1.0));
    assertThat(recommender.topK("x", 4).basis()).isEqualTo(Basis.POPULARITY);
  }

  @Test
  void recommend_cannotTellTastesApart() {
    Split ratings = Checkerboard.ratings(28);
    Split likes = Checkerboard.likes(28);
    assertThat(Checkerboard.likedShare(train(ratings.train()), ratings, 2)).isBetween(0.25, 0.75);
    assertThat(Checkerboard.likedShare(train(likes.train()), likes, 2)).isLessThan(0.25);
  }
}
