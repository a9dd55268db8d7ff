package io.recsys.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.recsys.data.AttributeTable;
import io.recsys.data.Dataset;
import io.recsys.data.Interactions;
import io.recsys.source.DemoDataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class ReportTest {
  private static final String HOSTILE = "<script>alert('x')</script> & \"co\" ";

  private static final String SPLIT = "random(0.8)";

  @TempDir private static Path folder;
  private static Path release;
  private static Path model;
  private static Path report;

  @BeforeAll
  static void train() throws IOException {
    release = Files.createDirectory(folder.resolve("release"));
    write(DemoDataset.generate(new DemoDataset.Size(60, 100, 1500), 7));
    model = folder.resolve("model");
    report = folder.resolve("report");
    Run train =
        Run.of(
            "train",
            "--data",
            release,
            "--split",
            SPLIT,
            "--epochs",
            2,
            "--out",
            model,
            "--report",
            report);
    assertThat(train.exitCode()).as(train.err()).isZero();
  }

  /** Writes a data set as a release of the kind of MovieLens 1M, with titles that mean harm. */
  private static void write(Dataset data) throws IOException {
    StringBuilder ratings = new StringBuilder();
    Interactions rows = data.interactions();
    for (int p = 0; p < rows.size(); p++) {
      ratings.append(data.users().id(rows.user(p))).append("::");
      ratings.append(data.items().id(rows.item(p))).append("::");
      ratings.append((int) rows.value(p)).append("::").append(rows.time(p)).append('\n');
    }
    StringBuilder movies = new StringBuilder();
    AttributeTable items = data.itemAttributes();
    for (int item = 0; item < data.items().size(); item++) {
      movies.append(data.items().id(item)).append("::").append(HOSTILE);
      movies.append(items.text("title", item)).append("::");
      movies.append(String.join("|", items.terms("genres", item))).append('\n');
    }
    StringBuilder people = new StringBuilder();
    AttributeTable users = data.userAttributes();
    for (int user = 0; user < data.users().size(); user++) {
      people.append(data.users().id(user)).append("::").append(users.text("gender", user));
      people.append("::").append((int) users.number("age", user)).append("::4::00000\n");
    }
    Files.writeString(release.resolve("ratings.dat"), ratings);
    Files.writeString(release.resolve("movies.dat"), movies);
    Files.writeString(release.resolve("users.dat"), people);
  }

  @Test
  void explore_tellsAPersonAndWritesReportAndPictures() throws IOException {
    Path out = folder.resolve("explored");
    Run run = Run.of("explore", "--data", release, "--out", out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("per active user", "long tail", "genre", "gender", "hour, UTC");
    JsonObject json = json(out.resolve("exploration_report.json"));
    assertThat(json.keySet())
        .contains("users", "density", "ratingCounts", "longTail", "time", "genres", "demographics");
    assertThat(json.getAsJsonObject("demographics").keySet()).contains("age", "gender");
    assertPicture(out.resolve("overview.png"));
    assertPicture(out.resolve("genres_demographics.png"));
    assertThat(Run.of("explore", "--data", release, "--json").json()).isEqualTo(json);
  }

  @Test
  void explore_inventsNothingThatTheDataLacks() throws IOException {
    Path csv = Files.writeString(folder.resolve("tiny.csv"), "1,1,3\n1,2,4\n2,1,5\n2,2,2\n");
    Path out = folder.resolve("tiny");
    Run run =
        Run.of(
            "explore",
            "--ratings",
            csv,
            "--columns",
            "user,item,rating",
            "--delimiter",
            "COMMA",
            "--out",
            out,
            "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonObject json = run.json();
    assertThat(json.keySet()).doesNotContain("time", "genres", "demographics", "split");
    assertThat(json.get("ratings").getAsInt()).isEqualTo(4);
    assertThat(json.get("density").getAsDouble()).isEqualTo(1);
    assertThat(json.get("meanRating").getAsDouble()).isEqualTo(3.5);
    assertPicture(out.resolve("overview.png"));
    assertThat(out.resolve("genres_demographics.png")).doesNotExist();
    assertThat(run.err()).contains("neither genres nor facts about users");
  }

  @Test
  void explore_putsBothPartsOfASplitTogether() throws IOException {
    Run run = Run.of("explore", "--data", release, "--split", SPLIT, "--json");
    JsonObject split = run.json().getAsJsonObject("split");
    assertThat(split.get("trainRows").getAsInt() + split.get("testRows").getAsInt())
        .isEqualTo(run.json().get("ratings").getAsInt())
        .isEqualTo(Files.readAllLines(release.resolve("ratings.dat")).size());
  }

  @Test
  void preprocess_reportsEveryFeature() throws IOException {
    Path out = folder.resolve("features");
    Run run = Run.of("preprocess", "--data", release, "--out", out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertPicture(out.resolve("features.png"));
    JsonObject json = json(out.resolve("preprocessing_report.json"));
    int rows = json.getAsJsonObject("split").get("trainRows").getAsInt();
    assertThat(Files.readAllLines(out.resolve("train_features.csv"))).hasSize(rows + 1);
    for (JsonElement element : json.getAsJsonArray("features")) {
      JsonObject feature = element.getAsJsonObject();
      assertThat(feature.keySet()).contains("name", "dependsOn", "formula", "missing");
      if (feature.has("scaling")) {
        double mean = feature.get("mean").getAsDouble();
        assertThat(mean)
            .isBetween(feature.get("min").getAsDouble(), feature.get("max").getAsDouble());
        // The scaler was fitted on the same values, but for times that encoding clamps.
        assertThat(mean)
            .as(feature.get("name").getAsString())
            .isCloseTo(feature.getAsJsonObject("scaling").get("mean").getAsDouble(), within(0.01));
      }
    }
  }

  @Test
  void train_writesAPageThatStandsAlone() throws Exception {
    for (String picture : List.of("training_curves.png", "prediction_analysis.png")) {
      assertPicture(report.resolve(picture));
    }
    Document page =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.resolve("report.html").toFile());
    for (String element : List.of("script", "link", "iframe", "object", "a")) {
      assertThat(page.getElementsByTagName(element).getLength()).as(element).isZero();
    }
    NodeList images = page.getElementsByTagName("img");
    assertThat(images.getLength()).isEqualTo(4);
    for (int i = 0; i < images.getLength(); i++) {
      assertThat(images.item(i).getAttributes().getNamedItem("src").getNodeValue())
          .startsWith("data:image/png;base64,");
    }
    assertThat(page.getDocumentElement().getTextContent())
        .contains(HOSTILE, "popularity", "ndcg@10", SPLIT);
  }

  @Test
  @Tag("browser")
  void train_writesAPageThatABrowserShows() throws IOException {
    Path pictures = Files.createDirectories(Path.of("target", "browser"));
    try (BrowserPage page = new BrowserPage(report.resolve("report.html"))) {
      for (int width : new int[] {1280, 390}) {
        page.show(width, pictures.resolve("report-" + width + ".png"));
        assertThat(page.overflow()).as("overflow at " + width).isZero();
        assertThat(page.visible("h1")).hasSize(1);
        assertThat(page.visible("h2"))
            .contains("How good it is", "How training went", "For whom does it work?")
            .hasSize(7);
        assertThat(page.visible("table")).hasSizeGreaterThan(6);
        assertThat(page.pictures()).isEqualTo(4);
      }
      assertThat(page.complaints()).isEmpty();
    }
  }

  @Test
  void evaluate_reportsTheSameFigures() throws IOException {
    Path again = folder.resolve("again");
    Run run =
        Run.of(
            "evaluate",
            "--model",
            model,
            "--data",
            release,
            "--split",
            SPLIT,
            "--report",
            again,
            "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonObject json = json(again.resolve("evaluation_report.json"));
    assertThat(json).isEqualTo(json(report.resolve("evaluation_report.json")));
    assertThat(json.get("test")).isEqualTo(run.json().get("test"));
    double rmse = json.getAsJsonObject("test").get("rmse").getAsDouble();
    double squares = 0;
    int rows = 0;
    for (JsonElement element : json.getAsJsonObject("predictions").getAsJsonArray("calibration")) {
      JsonObject bin = element.getAsJsonObject();
      rows += bin.get("rows").getAsInt();
      squares += bin.get("rows").getAsInt() * Math.pow(bin.get("rmse").getAsDouble(), 2);
    }
    assertThat(rows).isEqualTo(json.getAsJsonObject("protocol").get("testRows").getAsInt());
    assertThat(Math.sqrt(squares / rows)).isCloseTo(rmse, within(1e-9));
    assertThat(json.getAsJsonObject("groups").keySet())
        .containsExactly("activity", "age", "gender");
    for (JsonElement group : json.getAsJsonObject("groups").getAsJsonArray("gender")) {
      JsonArray ends = group.getAsJsonObject().getAsJsonObject("intervals").getAsJsonArray("rmse");
      assertThat(group.getAsJsonObject().getAsJsonObject("metrics").get("rmse").getAsDouble())
          .isBetween(ends.get(0).getAsDouble(), ends.get(1).getAsDouble());
    }
    assertThat(json.getAsJsonArray("tests")).isNotEmpty();
  }

  @Test
  void recommend_reportsOnAllLists() throws IOException {
    JsonObject evaluated = json(report.resolve("recommendation_report.json"));
    assertThat(evaluated.getAsJsonArray("examples")).hasSize(3);
    Path out = folder.resolve("lists");
    Run run = Run.of("recommend", "--model", model, "--users", "all", "-k", 5, "--report", out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonObject json = json(out.resolve("recommendation_report.json"));
    assertThat(json.get("users").getAsInt()).isEqualTo(60);
    long listed = run.out().lines().skip(1).map(line -> line.split(",", -1)[1]).distinct().count();
    assertThat(json.get("coverage").getAsDouble()).isEqualTo(listed / 100.0);
  }

  @Test
  @Tag("real-data")
  @EnabledIfEnvironmentVariable(named = "RECSYS_DATA", matches = ".+")
  void explore_countsMovieLens100K() throws IOException {
    Path out = folder.resolve("ml-100k");
    Path data = Path.of(System.getenv("RECSYS_DATA"), "ml-100k");
    JsonObject json = Run.of("explore", "--data", data, "--out", out, "--json").json();
    assertThat(json.get("ratings").getAsInt()).isEqualTo(100_000);
    assertThat(json.get("users").getAsInt()).isEqualTo(943);
    assertThat(json.get("items").getAsInt()).isEqualTo(1682);
    assertThat(json.get("ratingCounts").toString())
        .isEqualTo("{\"1\":6110,\"2\":11370,\"3\":27145,\"4\":34174,\"5\":21201}");
    assertPicture(out.resolve("overview.png"));
    assertPicture(out.resolve("genres_demographics.png"));
  }

  private static JsonObject json(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  private static void assertPicture(Path file) throws IOException {
    BufferedImage picture = Objects.requireNonNull(ImageIO.read(file.toFile()), file.toString());
    assertThat(picture.getWidth()).isGreaterThan(1000);
    assertThat(picture.getHeight()).isGreaterThan(500);
  }
}
