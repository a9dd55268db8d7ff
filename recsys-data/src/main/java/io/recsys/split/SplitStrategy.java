package io.recsys.split;

import io.recsys.data.Dataset;

/**
 * A named rule that divides a data set's rows into a training and a test part.
 *
 * <p>The parts are disjoint and together hold every row. The rules differ in what they {@link #leak
 * leak}: a figure means little without the name of its rule. Shares are between 0 and 1, both
 * excluded, and exact for the number as it is written; of users and items, those without rows do
 * not count. Strategies are values, safe for any number of threads.
 */
public sealed interface SplitStrategy permits Holdout, AllTrain {
  /** The name that {@link #parse} reads back as an equal strategy, for example {@code all}. */
  String name();

  /** What the training part tells of the test part. */
  Leak leak();

  /** Whether the rule goes by times: a user's test rows come after the user's training rows. */
  boolean timed();

  /**
   * The division of a data set's rows. The same data and seed give the same parts on any machine.
   *
   * @param seed what rows, users or items are drawn by, where the strategy draws
   * @throws IllegalArgumentException if the strategy needs times and the data has none, or if a
   *     part would be empty (but for the test part of {@link #all})
   */
  Split split(Dataset data, long seed);

  /**
   * The strategy that cuts a tenth of a training part off for validation, so that it relates to the
   * rest as the test part relates to the training part, as far as that is possible: {@code
   * strategy.validation().split(split.train(), seed)}.
   */
  SplitStrategy validation();

  /** What fits data where nobody asks for a rule: by time where there are times, else at random. */
  static SplitStrategy defaultFor(Dataset data) {
    return data.interactions().hasTimes() ? temporal(0.8) : random(0.8);
  }

  /**
   * Rows drawn at random, {@code random(0.8)}: {@code floor(trainShare * rows)} of them train.
   *
   * <p>A model learns from what the same users did, and how items fared, after the rows it is
   * judged by. Its figures compare models with published ones; they do not foretell how a model
   * does in service.
   */
  static SplitStrategy random(double trainShare) {
    Cut.checkTrain(trainShare);
    return Holdout.drawn(
        "random(" + trainShare + ")",
        Leak.FUTURE,
        (rows, seed) -> Cut.rows(rows, Cut.floor(trainShare, rows.size()), seed));
  }

  /**
   * Each user's rows drawn at random, {@code stratified(0.75)}: {@code floor(trainShare * rows)} of
   * a user's rows train, as {@code python_stratified_split} of Microsoft's Recommenders has it. A
   * user of whom none does, such as one with a single row, is cold.
   */
  static SplitStrategy stratified(double trainShare) {
    Cut.checkTrain(trainShare);
    return Holdout.drawn(
            "stratified(" + trainShare + ")",
            Leak.FUTURE,
            (rows, seed) ->
                Cut.perUser(
                    rows,
                    Cut.users(rows, 0),
                    count -> Cut.floor(trainShare, count),
                    Cut.Order.random(seed)))
        .validatedBy("stratified(0.9)");
  }

  /**
   * Everybody's rows cut at one moment, {@code temporal(0.8)}: of all rows in order of time, then
   * user id, then item id, the first {@code floor(trainShare * rows)} train.
   *
   * <p>Rows of the very second of the cut may fall on both sides. It is hard: users and items that
   * came after the cut are cold, and often make up most of the test part; see {@link Split#counts}.
   */
  static SplitStrategy temporal(double trainShare) {
    Cut.checkTrain(trainShare);
    return Holdout.timed(
            "temporal(" + trainShare + ")",
            Leak.NOTHING,
            (rows, seed) -> Cut.earliest(rows, Cut.floor(trainShare, rows.size())))
        .validatedBy("temporal(0.9)");
  }

  /**
   * Each user's rows cut at a moment of their own, {@code per-user-temporal(0.8)}: of a user's rows
   * in order of time, then item id, the first {@code ceil(trainShare * rows)} train, so every user
   * trains.
   *
   * <p>A model learns from what others did after the rows it is judged by, so trends and the fate
   * of new items are known to it. A user's own future is not.
   */
  static SplitStrategy perUserTemporal(double trainShare) {
    Cut.checkTrain(trainShare);
    return Holdout.timed(
            "per-user-temporal(" + trainShare + ")",
            Leak.FUTURE_OF_OTHERS,
            (rows, seed) ->
                Cut.perUser(
                    rows,
                    Cut.users(rows, 0),
                    count -> Cut.ceil(trainShare, count),
                    Cut.Order.byTime()))
        .validatedBy("per-user-temporal(0.9)");
  }

  /**
   * Each user's last row, in order of time, then item id, tests, {@code leave-last-out}; the rest
   * trains. A user with a single row keeps it in the training part. Every user weighs the same, and
   * one row a user makes noisy figures.
   */
  static SplitStrategy leaveLastOut() {
    return Holdout.timed(
            "leave-last-out",
            Leak.FUTURE_OF_OTHERS,
            (rows, seed) ->
                Cut.perUser(rows, Cut.users(rows, 1), count -> count - 1, Cut.Order.byTime()))
        .validatedBy("per-user-temporal(0.9)");
  }

  /**
   * Users after their first rows, {@code k-shot(5)} of all or {@code k-shot(5,0.1)} of a share of
   * them: of the users with more than {@code k} rows {@code ceil(userShare * users)} are drawn; of
   * theirs the first {@code k} in order of time, then item id, train, and the later ones test. All
   * rows of all other users train.
   *
   * @param k how many rows of a test user train, at least 1
   * @param userShare the share of users that test, above 0, up to 1 for all
   */
  static SplitStrategy kShot(int k, double userShare) {
    Cut.checkShots(k, userShare);
    return new Holdout(
        userShare == 1 ? "k-shot(" + k + ")" : "k-shot(" + k + "," + userShare + ")",
        Leak.FUTURE_OF_OTHERS,
        true,
        userShare < 1,
        (rows, seed) ->
            Cut.perUser(
                rows,
                Cut.draw(Cut.users(rows, k), userShare, seed),
                count -> k,
                Cut.Order.byTime()),
        "random(0.9)");
  }

  /**
   * Users nobody has met, {@code user-cold(0.1)}: all rows of {@code ceil(testShare * users)} users
   * drawn test.
   */
  static SplitStrategy userCold(double testShare) {
    Cut.checkTest(testShare);
    return Holdout.drawn(
            "user-cold(" + testShare + ")",
            Leak.FUTURE_OF_OTHERS,
            (rows, seed) -> Cut.withoutUsers(rows, Cut.draw(Cut.users(rows, 0), testShare, seed)))
        .validatedBy("user-cold(0.1)");
  }

  /**
   * Items nobody has met, {@code item-cold(0.1)}: all rows of {@code ceil(testShare * items)} items
   * drawn test.
   */
  static SplitStrategy itemCold(double testShare) {
    Cut.checkTest(testShare);
    return Holdout.drawn(
            "item-cold(" + testShare + ")",
            Leak.FUTURE,
            (rows, seed) -> Cut.withoutItems(rows, Cut.draw(Cut.items(rows), testShare, seed)))
        .validatedBy("item-cold(0.1)");
  }

  /**
   * One fold of a {@link CrossValidation} by rows, {@code fold(2,5)}: of all rows in an order drawn
   * by the seed, the {@code fold}-th of {@code folds} equal stretches tests.
   *
   * @param fold the number of the fold, from 1
   * @param folds the number of folds, at least 2
   */
  static SplitStrategy fold(int fold, int folds) {
    Cut.checkFold(fold, folds);
    return Holdout.drawn(
        "fold(" + fold + "," + folds + ")",
        Leak.FUTURE,
        (rows, seed) -> Cut.withoutFold(rows, fold, folds, seed));
  }

  /**
   * One fold of a {@link CrossValidation} by users, {@code user-fold(2,5)}: of all users in an
   * order drawn by the seed, the {@code fold}-th of {@code folds} equal stretches tests, with all
   * its rows.
   *
   * @param fold the number of the fold, from 1
   * @param folds the number of folds, at least 2
   */
  static SplitStrategy userFold(int fold, int folds) {
    Cut.checkFold(fold, folds);
    return Holdout.drawn(
            "user-fold(" + fold + "," + folds + ")",
            Leak.FUTURE_OF_OTHERS,
            (rows, seed) -> Cut.withoutUsers(rows, Cut.fold(Cut.users(rows, 0), fold, folds, seed)))
        .validatedBy("user-cold(0.1)");
  }

  /**
   * Every row trains and none tests, {@code all}: for the model to ship. There is nothing left to
   * measure it by.
   */
  static SplitStrategy all() {
    return new AllTrain();
  }

  /**
   * The strategy of a name as the factories here show it: {@code random(0.8)}, {@code
   * leave-last-out}, {@code k-shot(5,0.1)} and so on.
   *
   * <p>Divisions that come with the data, as {@code u1} to {@code u5}, {@code ua}, {@code ub},
   * {@code ncf:DIR} and {@code file:ROWS}, are no strategies: a data source reads them.
   *
   * @throws IllegalArgumentException if the name is none of these
   */
  static SplitStrategy parse(String name) {
    return SplitNames.parse(name);
  }
}
