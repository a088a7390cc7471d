package rivulet.web.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import rivulet.Measuring;
import rivulet.PointData;
import rivulet.PointFlow;
import rivulet.web.BrowserPage;
import rivulet.web.BrowserTest;
import rivulet.web.WebServer;

/** The page of {@code play} on the line: its numbers are the front door's, its controls work. */
final class PlayLinePageTest extends BrowserTest {
  private static final PointData TWO = PointData.density("twonormals");
  private static final int UPDATES = 60;

  private static WebServer serve(PointData data) {
    Settings settings = TinyPlay.settings(UPDATES, 16, 16);
    return WebServer.start(0, List.of(new PlayPage(data, settings, "dopri5", 1e-5, 1)));
  }

  private static BrowserPage trained(WebServer server) {
    BrowserPage page = browser.page(server.address(), 1280, 720, false);
    page.awaitText("#a-told", "waiting: update 0 of");
    page.click("#run");
    page.awaitText("#a-told", "trained");
    page.await("document.querySelector('#a-line')?.ariaLabel.includes('update " + UPDATES + ",')");
    return page;
  }

  @Test
  void numbersAreThoseOfTheCommandToAllDigits() throws Exception {
    try (WebServer server = serve(TWO);
        BrowserPage page = trained(server)) {
      PointFlow flow =
          TinyPlay.settings(UPDATES, 16, 16).training(TWO).threads(1).run((_, _) -> true);
      Measuring how = Measuring.usual().withSolver("dopri5", 1e-5).withThreads(1);
      PointFlow.Lines lines = flow.lines(10, 17, how);
      assertEquals(lines.least(), Double.parseDouble(page.data("#a-line-mass", "least")));
      assertEquals(lines.most(), Double.parseDouble(page.data("#a-line-mass", "most")));
      page.set("#a-line-band", "3");
      page.set("#time", "500");
      page.awaitText("#a-line-mass", "the area under p at t = 0.5");
      assertEquals(
          (float) lines.masses()[8][2],
          (float) Double.parseDouble(page.data("#a-line-mass", "area")));
      page.click("#a-measure");
      double nll = flow.measure(TWO, 10_000, how).nll();
      assertEquals(Double.toString(nll), page.data("#a-exact", "nll"));
      page.awaitText("#a-exact", "above the entropy 1.5827");
      page.awaitText("#a-nll", "entropy, the least possible");
      page.assertNoProblems();
    }
  }

  private static String drawing(BrowserPage page) {
    return page.value(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>"
                + " done(document.querySelector('#a-line').innerHTML))))")
        .getAsString();
  }

  @Test
  void controlsChangeWhatIsShownAndAPointIsDraggedThereAndBack() throws Exception {
    try (WebServer server = serve(TWO);
        BrowserPage page = trained(server)) {
      page.set("#time", "250");
      String last = drawing(page);
      for (String layer : List.of("lines", "mass", "known", "bars")) {
        page.click("#show-" + layer);
        String next = drawing(page);
        assertNotEquals(last, next, layer);
        last = next;
      }
      for (String layer : List.of("lines", "mass", "known", "bars")) {
        page.click("#show-" + layer);
      }
      page.drag("#a-line", new double[] {0.4, 0.3}, new double[] {0.5, 0.3});
      page.awaitText("#a-way", "at update " + UPDATES);
      page.awaitText("#a-likelihood", "back");
      page.awaitText("#a-likelihood", "there");
      String before = page.text("#a-way");
      page.focus("#a-line");
      page.key("ArrowRight");
      page.await(
          "document.querySelector('#a-way').innerText !== "
              + new com.google.gson.Gson().toJson(before));
      page.look("play-line");
      page.click("#forget");
      page.await("document.querySelector('#a-way').hidden");
      page.assertNoProblems();
    }
  }

  @Test
  void aTableOfOneColumnIsShownAndThePlaneIsAChoiceAway() throws Exception {
    double[][] rows = TWO.heldOut(400, 5);
    try (WebServer server = serve(PointData.of(rows));
        BrowserPage page = trained(server)) {
      page.await("!document.querySelector('#a-nll').innerText.includes('entropy')");
      page.set("#a-data", "moons");
      page.await("document.querySelector('#a-plane')?.ariaLabel.includes('update 0')");
      page.await("document.querySelector('#show-arrows') && !document.querySelector('#show-bars')");
      page.click("#compare");
      page.set("#b-data", "claw");
      page.await("document.querySelector('#b-line')?.ariaLabel.includes('update 0')");
      page.await("document.querySelector('#show-arrows') && document.querySelector('#show-bars')");
      page.look("play-line-two");
      page.assertNoProblems();
    }
  }
}
