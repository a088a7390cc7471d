package rivulet.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import rivulet.Images;
import rivulet.Model;
import rivulet.PointData;
import rivulet.Sampling;
import rivulet.web.inspect.InspectPage;
import rivulet.web.lessons.LessonsPage;
import rivulet.web.play.PlayPage;
import rivulet.web.play.TinyPlay;
import rivulet.web.watch.TinyRuns;
import rivulet.web.watch.WatchPage;

/**
 * The pictures of the pages that README shows. docs/screenshots, which sets RIVULET_PICTURES, takes
 * them anew; a new page is a name here and a method that brings it to what is to be seen.
 */
final class ReadmePicturesTest {
  static final List<String> NAMES = List.of("inspect", "watch", "play", "lessons");

  private static final Path HOME = Path.of(System.getProperty("rivulet.home", ".."));
  private static final Path FOLDER = HOME.resolve("docs/pages");
  private static final Path DATA = HOME.resolve("testdata/fashion-mnist");
  private static final long MOST_BYTES = 150 << 10;
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 860;
  private static final int READING_WIDTH = 760;

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("NAMES")
  void readmeShowsEveryPageInASmallPicture(String name) throws IOException {
    Path picture = FOLDER.resolve(name + ".png");
    String readme = Files.readString(HOME.resolve("README.md"));
    assertTrue(readme.contains("](docs/pages/" + name + ".png)"), "README does not show " + name);
    assertTrue(Files.size(picture) <= MOST_BYTES, picture + " has " + Files.size(picture));
  }

  /** What is shown, and nothing that nobody looks at. */
  @Test
  void everyPictureIsShown() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> found =
          files.map(file -> file.getFileName().toString().replace(".png", "")).toList();
      assertTrue(NAMES.containsAll(found), () -> "pictures of no page: " + found);
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "RIVULET_PICTURES", matches = ".+")
  void taken() throws Exception {
    Files.createDirectories(FOLDER);
    try (Browser browser = Browser.start()) {
      inspect(browser);
      watch(browser);
      play(browser);
    }
  }

  private static void take(BrowserPage page, String name, String from) throws IOException {
    take(page, name, from, 1);
  }

  private static void take(BrowserPage page, String name, String from, double scale)
      throws IOException {
    page.value("document.querySelector('" + from + "').scrollIntoView({block: 'start'})");
    Screenshot.ofWindow(page, FOLDER.resolve(name + ".png"), scale);
    page.assertNoProblems();
  }

  private static void inspect(Browser browser) throws Exception {
    List<Page> pages =
        List.of(
            new InspectPage(
                "fashion", Model.open("fashion"), Optional.of(Images.readTest(DATA)), 2),
            new LessonsPage(Optional.of(HOME.resolve("docs/lessons")), 2));
    try (WebServer server = WebServer.start(0, pages)) {
      try (BrowserPage page = browser.page(server.address(), WIDTH, HEIGHT, false)) {
        page.awaitText("#level-2 figcaption", "t = 0.000");
        page.set("#at", "12");
        page.awaitText("#level-2 figcaption", "t = 0.500");
        take(page, "inspect", "#levels-title");
      }
      String universe = server.address() + "universe.html";
      try (BrowserPage page = browser.page(universe, READING_WIDTH, HEIGHT, false)) {
        page.awaitText("#controls", "Updates");
        page.set("#fault", "bin-centre");
        page.click("#train");
        page.awaitText("#sum", "After 400 updates");
        page.await("document.querySelector('#message').innerText === ''");
        take(page, "lessons", "#figure-universe");
      }
    }
  }

  private void watch(Browser browser) throws Exception {
    List<Path> runs = new ArrayList<>();
    for (int seed : new int[] {1, 2}) {
      Path run = folder.resolve("seed-" + seed);
      TinyRuns.command(
          "train",
          "--data",
          DATA,
          "--out",
          run,
          "--seed",
          seed,
          "--steps",
          150,
          "--hidden",
          "32,32");
      runs.add(run);
    }
    WatchPage shown = new WatchPage(runs, 36, Sampling.usual());
    try (WebServer server = WebServer.start(0, List.of(shown));
        BrowserPage page = browser.page(server.address(), WIDTH, HEIGHT, false)) {
      page.awaitText("#samples-0 figcaption", "After 150 updates");
      page.awaitText("#samples-1 figcaption", "After 150 updates");
      page.set("#level", "2");
      page.set("#smoothing", "7");
      take(page, "watch", "#curves-title");
    }
  }

  private static void play(Browser browser) throws Exception {
    PlayPage shown =
        new PlayPage(
            PointData.density("pinwheel"), TinyPlay.settings(1500, 64, 64), "dopri5", 1e-3, 2);
    try (WebServer server = WebServer.start(0, List.of(shown));
        BrowserPage page = browser.page(server.address(), READING_WIDTH, HEIGHT, false)) {
      page.awaitText("#a-told", "waiting: update 0 of");
      page.click("#run");
      page.awaitText("#a-told", "trained");
      page.await("document.querySelector('#a-plane').ariaLabel.includes('update 1500,')");
      page.click("#details summary");
      page.click("#a-plane");
      page.awaitText("#a-likelihood", "there");
      take(page, "play", "h1", 0.5); // of a heat map little can be packed
    }
  }
}
