package rivulet.web.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rivulet.Measuring;
import rivulet.PointData;
import rivulet.PointTraining;
import rivulet.web.BrowserPage;
import rivulet.web.BrowserTest;
import rivulet.web.WebServer;

/** The page of {@code play} with points of one's own, other recipes, and settings of no sense. */
final class PlayOwnPointsPageTest extends BrowserTest {
  private static final Measuring HOW = Measuring.usual().withSolver("dopri5", 1e-3).withThreads(1);
  private static final int UPDATES = 30;

  /** Settings of which the updates and the batch alone are given. */
  private static Settings usual() {
    Settings tiny = TinyPlay.settings(UPDATES);
    return new Settings(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        tiny.batch(),
        Optional.empty(),
        Optional.empty(),
        tiny.updates(),
        Optional.empty());
  }

  private static WebServer serve(PointData data, Settings settings) {
    return WebServer.start(0, List.of(new PlayPage(data, settings, "dopri5", 1e-3, 1)));
  }

  private static BrowserPage open(WebServer server) {
    return browser.page(server.address(), 1280, 720, false);
  }

  private static void trains(BrowserPage page) {
    page.awaitText("#a-told", "waiting: update 0 of " + UPDATES);
    page.click("#run");
    page.awaitText("#a-told", "trained: update " + UPDATES);
  }

  private static String nll(BrowserPage page) {
    page.click("#a-measure");
    return page.data("#a-exact", "nll");
  }

  private static void assertShown(BrowserPage page, String hidden, String layer, String rate) {
    page.await("document.querySelector('#a-hidden')?.value === '" + hidden + "'");
    page.await("document.querySelector('#a-layer')?.value === '" + layer + "'");
    page.await("document.querySelector('#a-learning-rate')?.value === '" + rate + "'");
  }

  @Test
  void theMixtureIsTrainedAndShownByItsOwnRecipe() throws Exception {
    PointData mixture = PointData.mixture(2);
    try (WebServer server = serve(mixture, usual());
        BrowserPage page = open(server)) {
      assertShown(page, "512", "concatsquash", "0.004");
      trains(page);
      page.awaitText("#a-nll", "entropy, the least possible");
      PointTraining same = PointTraining.of(mixture).updates(UPDATES).batch(128).threads(1);
      double expected = same.run((_, _) -> true).measure(mixture, 10_000, HOW).nll();
      assertEquals(Double.toString(expected), nll(page));
      page.set("#a-hidden", "16");
      assertShown(page, "16", "concatsquash", "0.004");
      page.set("#a-data", "moons");
      assertShown(page, "16", "concat", "0.01");
      trains(page);
      page.assertNoProblems();
    }
  }

  @Test
  void noPictureIsAskedForBeforeItsPoints() throws Exception {
    try (WebServer server = serve(PointData.density("moons"), TinyPlay.settings(UPDATES));
        BrowserPage page = open(server)) {
      trains(page);
      page.value(
          """
          window.asked = [];
          const before = window.fetch;
          window.fetch = async (...all) => {
            const path = String(all[0]);
            window.asked.push(path);
            if (path.includes('play/points')) {
              await new Promise((done) => setTimeout(done, 1000));
              window.asked.push('points are there');
            }
            return before(...all);
          };
          """);
      page.click("#reset");
      String since =
          "window.asked.slice(window.asked.findIndex((path) => path.includes('play/points')) + 1)";
      page.await("window.asked.includes('points are there')");
      page.await(since + ".some((path) => path.includes('play/picture'))");
      assertEquals("points are there", page.value(since + "[0]").getAsString());
      page.assertNoProblems();
    }
  }

  /** A ring of two columns whose units differ by five orders of magnitude. */
  private static double[][] ring() {
    double[][] rows = PointData.density("circles").heldOut(600, 3);
    for (double[] row : rows) {
      row[0] = 10_000 + 300 * row[0];
      row[1] = -5 + 0.002 * row[1];
    }
    return rows;
  }

  @Test
  void columnsOfOtherUnitsFillThePicture() throws Exception {
    PointData table = PointData.of(ring());
    try (WebServer server = serve(table, TinyPlay.settings(UPDATES, 16, 16));
        BrowserPage page = open(server)) {
      page.await("document.querySelector('.range')?.innerText.includes('to')");
      int seen = points(page);
      assertTrue(seen > 60, () -> "the data fill the picture before it trains, found " + seen);
      trains(page);
      page.await(
          "document.querySelector('#a-plane').ariaLabel.includes('update " + UPDATES + ",')");
      String window =
          "document.querySelector('.range').innerText.replaceAll('−', '-').replaceAll(',', '')"
              + ".match(/-?[0-9.]+/g).map(Number)";
      double wide = page.value("(([a, b]) => b - a)(" + window + ")").getAsDouble();
      double high = page.value("(([, , a, b]) => b - a)(" + window + ")").getAsDouble();
      assertTrue(wide > 500 && high > 0 && high < 0.1, wide + " by " + high);
      PointTraining same = TinyPlay.settings(UPDATES, 16, 16).training(table).threads(1);
      double expected = same.run((_, _) -> true).measure(table, 10_000, HOW).nll();
      assertEquals(Double.toString(expected), nll(page));
      page.look("play-units");
      page.assertNoProblems();
    }
  }

  /** Rows and columns of the picture with an orange pixel, the lesser of the two numbers. */
  private static int points(BrowserPage page) {
    String found =
        """
        (() => {
          const c = document.querySelector('#a-plane');
          const { data } = c.getContext('2d').getImageData(0, 0, c.width, c.height);
          const [rows, columns] = [new Set(), new Set()];
          for (let i = 0; i < data.length; i += 4) {
            if (data[i] > 200 && data[i + 1] > 90 && data[i + 1] < 190 && data[i + 2] < 130) {
              rows.add(Math.floor(i / 4 / c.width));
              columns.add((i / 4) % c.width);
            }
          }
          return Math.min(rows.size, columns.size);
        })()
        """;
    return page.value(found).getAsInt();
  }

  @Test
  void aTableThatIsRefusedLeavesAPageThatWorks() throws Exception {
    double[][] rows = ring();
    for (double[] row : rows) {
      row[1] = 7;
    }
    try (WebServer server = serve(PointData.of(rows), TinyPlay.settings(UPDATES, 16, 16));
        BrowserPage page = open(server)) {
      page.awaitText("#message", "has one value in all training rows");
      page.awaitText("#flow", "time");
      page.forgetProblems(); // the refusal
      page.set("#a-data", "moons");
      trains(page);
      page.await(
          "document.querySelector('#a-plane').ariaLabel.includes('update " + UPDATES + ",')");
      assertEquals("", page.text("#message"));
      page.assertNoProblems();
    }
  }

  @Test
  void settingsOfNoSenseAreRefusedInOneLineAndTheNextOnesWork() throws Exception {
    try (WebServer server = serve(PointData.density("moons"), TinyPlay.settings(UPDATES, 16, 16));
        BrowserPage page = open(server)) {
      page.awaitText("#a-told", "waiting: update 0 of " + UPDATES);
      String parameters = page.text("#a-told");
      for (String[] one :
          new String[][] {
            {"batch", "100", "128"},
            {"updates", "0", Integer.toString(UPDATES)},
            {"learning-rate", "-1", "0.01"},
            {"hidden", "16, x", "16, 16"},
            {"seed", "1.5", "1"}
          }) {
        page.set("#a-" + one[0], one[1]); // the field does not take it, and nothing begins anew
        assertTrue(
            page.value("!document.querySelector('#a-" + one[0] + "').checkValidity()")
                .getAsBoolean(),
            one[0]);
        page.set("#a-" + one[0], one[2]);
      }
      page.awaitText("#a-told", parameters);
      page.assertNoProblems();
      page.set("#a-hidden", "9999");
      page.awaitText("#message.bad, #message .bad", "hidden must be 1 to 256, found 9999");
      page.set("#a-hidden", "8");
      page.awaitText("#a-told", "52 parameters");
      page.set("#a-objective", "paired");
      page.set("#a-batch", "8192");
      page.awaitText("#message .bad", "batch must be 1 to 1024, found 8192");
      page.set("#a-batch", "128");
      page.await("document.querySelector('#message').innerText === ''");
      page.forgetProblems(); // the refusals
      trains(page);
      page.click("#sketch-clear");
      page.click("#sketch-use");
      page.awaitText("#sketch", "Nothing is drawn yet");
      page.click("#sketch-canvas"); // one place, no line
      page.click("#sketch-use");
      page.awaitText("#sketch", "2,000 points, 400 of them held out");
      page.awaitText("#a-told", "trained: update " + UPDATES);
      page.assertNoProblems();
    }
  }

  @Test
  void theFirstScreenHasTheWholePictureAndTrainingIsShownByDrafts() throws Exception {
    try (WebServer server = serve(PointData.density("moons"), TinyPlay.settings(UPDATES, 16, 16));
        BrowserPage page = open(server)) {
      page.awaitText("#a-told", "waiting");
      String bottom = "document.querySelector('#a-plane').getBoundingClientRect().bottom";
      assertTrue(page.value(bottom).getAsDouble() <= 720, bottom);
      page.value(
          "(() => { window.asked = []; const ask = window.fetch; window.fetch = (path, how) => {"
              + " if (path.includes('picture')) asked.push(JSON.parse(how.body));"
              + " return ask(path, how); }; })()");
      page.set("#tolerance", "0.00001");
      page.set("#speed", "3");
      page.click("#run");
      page.awaitText("#a-told", "trained");
      page.await(
          "document.querySelector('#a-plane').ariaLabel.includes('update " + UPDATES + ",')");
      page.await("asked.at(-1).grid === 56 && asked.at(-1).solver.tolerance === 1e-5");
      assertTrue(
          page.value("asked.some((one) => one.grid === 40 && one.solver.tolerance === 1e-3)")
              .getAsBoolean());
      page.assertNoProblems();
    }
  }
}
