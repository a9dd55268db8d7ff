package io.recsys.model;

import io.recsys.data.Dataset;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a model was made: from which data and which part of it, with which configuration, and how
 * well it did. Enough to train the model again and to know what it must not be judged by.
 *
 * <p>Whether an evaluation is honest is decided so. A model whose training rows are exactly the
 * training part of the split, {@link #trainedOn}, has not seen its test part: evaluate. Any other
 * model may be judged by rows of which its histories hold none; if it holds some, or was saved
 * without histories, the evaluation is to be refused.
 *
 * @param data the name of the data set
 * @param dataHash the {@link Dataset#hash} of the whole data set, of which {@code split} left a
 *     part for training
 * @param trainHash the {@link Dataset#hash} of the training part
 * @param trainRows the number of interactions in the training part
 * @param split the name of the split, {@code all} where nothing was held back
 * @param seed the random seed
 * @param epochs the epochs after which training ended; 0 where there are none
 * @param config the configuration, by the name of the setting
 * @param versions the versions of what made the model, by name: recsys, java, djl
 * @param metrics the model's figures on the test part, by the name of the metric; finite
 * @param baselines the figures of yardstick models on the same test part, by model and metric
 * @param created when training ended, in whole seconds
 */
public record Provenance(
    String data,
    String dataHash,
    String trainHash,
    long trainRows,
    String split,
    long seed,
    int epochs,
    Map<String, String> config,
    Map<String, String> versions,
    Map<String, Double> metrics,
    Map<String, Map<String, Double>> baselines,
    Instant created) {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** Checks the values and copies the maps, in order of their keys. */
  public Provenance {
    checkHash("dataHash", dataHash);
    checkHash("trainHash", trainHash);
    if (trainRows < 0 || epochs < 0) {
      throw new IllegalArgumentException(
          "trainRows and epochs: " + trainRows + ", " + epochs + " is negative");
    }
    config = sorted(config);
    versions = sorted(versions);
    metrics = checked("metrics", metrics);
    Map<String, Map<String, Double>> copies = new TreeMap<>();
    for (Map.Entry<String, Map<String, Double>> figures : baselines.entrySet()) {
      String name = figures.getKey();
      copies.put(name, checked("baselines." + name, figures.getValue()));
    }
    baselines = Collections.unmodifiableMap(copies);
    created = created.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * The provenance of a model trained now on all of a data set, with this version of the library
   * and of Java; the seed and the number of epochs are 0, the other maps empty.
   */
  public static Provenance of(Dataset training) {
    String hash = training.hash();
    return new Provenance(
        training.name(),
        hash,
        hash,
        training.interactions().size(),
        "all",
        0,
        0,
        Map.of(),
        Map.of("recsys", libraryVersion(), "java", Runtime.version().toString()),
        Map.of(),
        Map.of(),
        Instant.now());
  }

  /**
   * Whether the model learned from exactly this training part, so that the part held back from it
   * is new to the model. The vocabularies count too: give the training part of a split as the split
   * made it.
   */
  public boolean trainedOn(Dataset training) {
    return training.interactions().size() == trainRows && training.hash().equals(trainHash);
  }

  /** The same, but trained on a part of a data set. */
  public Provenance withSplit(String name, String wholeDataHash) {
    return new Provenance(
        data,
        wholeDataHash,
        trainHash,
        trainRows,
        name,
        seed,
        epochs,
        config,
        versions,
        metrics,
        baselines,
        created);
  }

  /** The same with another seed. */
  public Provenance withSeed(long other) {
    return new Provenance(
        data, dataHash, trainHash, trainRows, split, other, epochs, config, versions, metrics,
        baselines, created);
  }

  /** The same with another number of epochs. */
  public Provenance withEpochs(int other) {
    return new Provenance(
        data, dataHash, trainHash, trainRows, split, seed, other, config, versions, metrics,
        baselines, created);
  }

  /** The same with another configuration. */
  public Provenance withConfig(Map<String, String> other) {
    return new Provenance(
        data, dataHash, trainHash, trainRows, split, seed, epochs, other, versions, metrics,
        baselines, created);
  }

  /** The same with one more version, or another in its place. */
  public Provenance withVersion(String name, String version) {
    Map<String, String> more = new TreeMap<>(versions);
    more.put(name, version);
    return new Provenance(
        data, dataHash, trainHash, trainRows, split, seed, epochs, config, more, metrics, baselines,
        created);
  }

  /** The same with other figures of the model. */
  public Provenance withMetrics(Map<String, Double> other) {
    return new Provenance(
        data, dataHash, trainHash, trainRows, split, seed, epochs, config, versions, other,
        baselines, created);
  }

  /** The same with other figures of yardstick models. */
  public Provenance withBaselines(Map<String, Map<String, Double>> other) {
    return new Provenance(
        data, dataHash, trainHash, trainRows, split, seed, epochs, config, versions, metrics, other,
        created);
  }

  private static String libraryVersion() {
    @Nullable String version = Provenance.class.getPackage().getImplementationVersion();
    return version == null ? "unreleased" : version;
  }

  private static void checkHash(String name, String hash) {
    if (!HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException(
          name + ": '" + hash + "' is no SHA-256 in 64 lower-case hexadecimal digits");
    }
  }

  private static <V> Map<String, V> sorted(Map<String, V> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }

  private static Map<String, Double> checked(String name, Map<String, Double> figures) {
    for (Map.Entry<String, Double> figure : figures.entrySet()) {
      if (!Double.isFinite(figure.getValue())) {
        throw new IllegalArgumentException(
            "%s: %s is %s; leave out what has no figure"
                .formatted(name, figure.getKey(), figure.getValue()));
      }
    }
    return sorted(figures);
  }
}
