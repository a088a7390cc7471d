package rivulet.web.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import rivulet.Measuring;
import rivulet.PointData;
import rivulet.PointFlow;
import rivulet.PointScores;
import rivulet.PointTraining;
import rivulet.web.BrowserPage;
import rivulet.web.BrowserTest;
import rivulet.web.WebServer;

/** What the page of {@code play} shows is what the front door says, and its controls work. */
final class PlayPageTest extends BrowserTest {
  private static Settings small(long updates) {
    return TinyPlay.settings(updates, 16, 16);
  }

  private static WebServer serve(long updates) {
    PointData moons = PointData.density("moons");
    return WebServer.start(0, List.of(new PlayPage(moons, small(updates), "dopri5", 1e-3, 1)));
  }

  private static BrowserPage open(WebServer server) {
    BrowserPage page = browser.page(server.address(), 1280, 720, false);
    page.awaitText("#a-told", "waiting: update 0 of");
    return page;
  }

  private static PointTraining training(PointData data, long updates) {
    return small(updates).training(data).threads(1);
  }

  private static PointScores measured(
      PointFlow flow, PointData data, String method, double within) {
    return flow.measure(data, 10_000, Measuring.usual().withSolver(method, within).withThreads(1));
  }

  private static String shown(BrowserPage page, String lab, String key) {
    return page.data("#" + lab + "-exact", key);
  }

  @Test
  void aFlowTrainsToTheNumbersOfTheCommandToAllDigits() throws Exception {
    try (WebServer server = serve(25);
        BrowserPage page = open(server)) {
      page.set("#tolerance", "0.00001");
      page.click("#step");
      page.awaitText("#a-told", "update 1 of 25");
      page.click("#run");
      page.awaitText("#a-told", "trained: update 25 of 25");
      page.awaitText("#run", "Run");
      page.click("#a-measure");
      PointData moons = PointData.density("moons");
      PointScores expected =
          measured(training(moons, 25).run((_, _) -> true), moons, "dopri5", 1e-5);
      assertEquals(Double.toString(expected.nll()), shown(page, "a", "nll"));
      assertEquals(Double.toString(expected.standardError()), shown(page, "a", "error"));
      page.awaitText("#a-exact", "above the entropy 2.393");
      page.awaitText("#a-nll", "−ln p of 256 points");
      page.assertNoProblems();
    }
  }

  @Test
  void aPointIsFollowedThereAndBack() throws Exception {
    try (WebServer server = serve(20);
        BrowserPage page = open(server)) {
      page.await("document.querySelector('#a-plane')?.ariaLabel.includes('update 0')");
      page.click("#run");
      page.awaitText("#a-told", "trained");
      page.click("#a-plane");
      page.awaitText("#a-way", "at update 20");
      page.awaitText("#a-likelihood", "there");
      page.focus("#a-plane");
      String before = page.text("#a-way");
      page.key("ArrowRight");
      page.await("document.querySelector('#a-way').innerText !== " + quoted(before));
      page.click("#forget");
      page.await("document.querySelector('#a-way').hidden");
      page.assertNoProblems();
    }
  }

  private static String quoted(String text) {
    return new com.google.gson.Gson().toJson(text);
  }

  /** What a canvas holds, so that another picture is told from the same one. */
  private static String pixels(BrowserPage page, String canvas) {
    return page.value(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>"
                + " done(document.querySelector('"
                + canvas
                + "').toDataURL().split('').reduce((h, c) => (31 * h + c.charCodeAt(0)) % 1e9, 7)"
                + " + ''))))")
        .getAsString();
  }

  @Test
  void theControlsChangeWhatIsShown() throws Exception {
    try (WebServer server = serve(60);
        BrowserPage page = open(server)) {
      page.click("#run");
      page.awaitText("#a-told", "trained");
      page.await("document.querySelector('#a-plane')?.ariaLabel.includes('update 60')");
      String last = settled(page);
      for (String layer : List.of("particles", "paths", "arrows", "density", "contours", "data")) {
        page.click("#show-" + layer);
        String next = pixels(page, "#a-plane");
        assertNotEquals(last, next, layer);
        last = next;
      }
      for (String layer : List.of("particles", "paths", "arrows", "density", "contours", "data")) {
        page.click("#show-" + layer);
      }
      page.set("#time", "500");
      String middle = pixels(page, "#a-plane");
      page.set("#time", "1000");
      assertNotEquals(middle, pixels(page, "#a-plane"));
      page.awaitText("#show", "t = 0.000");
      page.click("#flow");
      page.awaitText("#flow", "Stop time");
      page.click("#flow");
      page.set("#kind", "steps");
      page.set("#solver", "rk4");
      page.set("#steps", "8");
      page.click("#a-measure");
      page.await("document.querySelector('#a-exact').dataset.evaluations === '32'");
      page.look("play");
      page.assertNoProblems();
    }
  }

  /** Waits until the picture is of the last update and stays. */
  private static String settled(BrowserPage page) {
    String before = "";
    String now = pixels(page, "#a-plane");
    for (int same = 0; same < 6; same = now.equals(before) ? same + 1 : 0) {
      before = now;
      page.value("new Promise((done) => setTimeout(done, 250))");
      now = pixels(page, "#a-plane");
    }
    return now;
  }

  @Test
  void settingsAreThoseOfTheTraining() throws Exception {
    PointData rings = PointData.density("rings");
    try (WebServer server = serve(6);
        BrowserPage page = open(server)) {
      page.set("#a-data", "rings");
      page.set("#a-hidden", "8, 12");
      page.set("#a-activation", "tanh");
      page.set("#a-layer", "concatsquash");
      page.set("#a-learning-rate", "0.003");
      page.set("#a-batch", "256");
      page.set("#a-seed", "5");
      page.set("#a-updates", "9");
      page.set("#a-objective", "paired");
      assertSame(page, rings, described(rings).pairing("optimal"));
      page.set("#a-objective", "likelihood");
      page.set("#a-kinetic", "0.5");
      assertSame(page, rings, described(rings).objective("likelihood").kinetic(0.5));
      page.assertNoProblems();
    }
  }

  private static PointTraining described(PointData data) {
    return PointTraining.of(data)
        .hidden(8, 12)
        .activation("tanh")
        .layer("concatsquash")
        .learningRate(0.003)
        .batch(256)
        .seed(5)
        .updates(9)
        .threads(1);
  }

  private static void assertSame(BrowserPage page, PointData data, PointTraining training) {
    page.awaitText("#a-told", "waiting: update 0 of 9");
    page.click("#run");
    page.awaitText("#a-told", "trained: update 9 of 9");
    page.click("#a-measure");
    Measuring how = Measuring.usual().withSolver("dopri5", 1e-3).withThreads(1).withSeed(5);
    PointScores expected = training.run((_, _) -> true).measure(data, 10_000, how);
    assertEquals(Double.toString(expected.nll()), shown(page, "a", "nll"));
    page.click("#reset");
    page.awaitText("#a-told", "waiting: update 0 of 9");
    page.await("!document.querySelector('#a-exact').innerText");
    page.value("delete document.querySelector('#a-exact').dataset.nll");
  }

  @Test
  void twoFlowsTrainFromOneSeedAndPauseTogether() throws Exception {
    try (WebServer server = serve(5000);
        BrowserPage page = open(server)) {
      page.click("#compare");
      page.awaitText("#b-told", "waiting: update 0 of 5,000");
      page.set("#b-seed", "3");
      page.await("document.querySelector('#a-seed').value === '3'");
      page.set("#b-activation", "tanh");
      page.set("#speed", "100");
      page.click("#run");
      page.awaitText("#run", "Pause");
      page.await("document.querySelector('#a-told').innerText.match(/update [1-9]\\d+ of/)");
      page.await("document.querySelector('#b-told').innerText.match(/update [1-9]\\d+ of/)");
      page.click("#run");
      page.awaitText("#a-told", "waiting");
      page.awaitText("#b-told", "waiting");
      String at = page.text("#a-told");
      page.value("new Promise((done) => setTimeout(done, 600))");
      assertEquals(at, page.text("#a-told"));
      page.set("#b-data", "pinwheel");
      page.awaitText("#b-told", "waiting: update 0");
      page.look("play-two");
      page.assertNoProblems();
    }
  }

  @Test
  void aDrawnDensityIsLearntAsItsTableIs() throws Exception {
    try (WebServer server = serve(400);
        BrowserPage page = open(server)) {
      page.drag(
          "#sketch-canvas",
          new double[] {0.2, 0.3},
          new double[] {0.3, 0.7},
          new double[] {0.5, 0.3},
          new double[] {0.7, 0.7},
          new double[] {0.8, 0.3});
      page.set("#sketch-width", "0.1");
      page.set("#sketch-weight", "2");
      page.drag("#sketch-canvas", new double[] {0.2, 0.85}, new double[] {0.8, 0.85});
      page.set("#sketch-points", "1500");
      page.click("#sketch-use");
      page.awaitText("#sketch", "1,500 points, 300 of them held out");
      page.awaitText("#a-told", "trained: update 400 of 400");
      page.click("#a-measure");
      double found = Double.parseDouble(shown(page, "a", "nll"));
      String points =
          "import('./api.js').then((m) => m.get('api/play/points', {lab: 0, count: 0,"
              + " seed: 1})).then(({x, y}) => x.map((v, i) => [v, y[i]]))";
      double[][] rows = new com.google.gson.Gson().fromJson(page.value(points), double[][].class);
      PointData table = PointData.of(rows);
      PointFlow flow = training(table, 400).run((_, _) -> true);
      assertEquals(measured(flow, table, "dopri5", 1e-3).nll(), found);
      double normal = FittedNormal.of(rows, table.heldOut(10_000, 1));
      assertTrue(found < normal - 0.3, () -> found + " nats, a normal has " + normal);
      page.click("#sketch-save");
      page.click("#sketch-clear");
      page.await("document.querySelector('#sketch-canvas').ariaLabel.includes('0 strokes')");
      page.assertNoProblems();
    }
  }
}
