package io.recsys.examples.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A page in a headless Chromium: the one that the environment variable {@code RECSYS_BROWSER}
 * names, or the first found on the path.
 */
final class BrowserPage implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");

  private final Playwright playwright;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  /** Opens a file; the test is skipped where there is no browser. */
  BrowserPage(Path file) {
    Optional<Path> browser = browser();
    assumeTrue(
        browser.isPresent(),
        "no browser to look at the report with: install one of "
            + NAMES
            + ", or set RECSYS_BROWSER");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    page =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(browser.orElseThrow()))
            .newPage();
    page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
    page.onPageError(complaints::add);
    page.onRequest(
        request -> {
          if (!request.url().equals(file.toUri().toString())
              && !request.url().startsWith("data:")) {
            complaints.add("request: " + request.url());
          }
        });
    page.navigate(file.toUri().toString());
  }

  private static Optional<Path> browser() {
    String named = System.getenv("RECSYS_BROWSER");
    if (named != null && !named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    String[] folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1);
    return NAMES.stream()
        .flatMap(name -> Arrays.stream(folders).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What the browser wrote to its console, and what the page wanted from elsewhere. */
  List<String> complaints() {
    return complaints;
  }

  /** Shows the page in a window of some width, in pixels, and saves a picture of all of it. */
  void show(int width, Path screenshot) {
    page.setViewportSize(width, 900);
    page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(screenshot));
  }

  /** How far the page reaches to the right of the window, in pixels. */
  int overflow() {
    return (int)
        page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  /** The texts of the elements that can be seen. */
  List<String> visible(String selector) {
    return page.locator(selector).all().stream()
        .filter(element -> element.isVisible() && element.boundingBox().height > 10)
        .map(element -> element.textContent())
        .toList();
  }

  /** The pictures that were decoded and can be seen. */
  long pictures() {
    return page.locator("img").all().stream()
        .filter(image -> image.isVisible() && (boolean) image.evaluate("i => i.naturalWidth > 100"))
        .count();
  }

  @Override
  public void close() {
    playwright.close();
  }
}
