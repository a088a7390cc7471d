package rivulet.web.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.Model;
import rivulet.Samples;
import rivulet.Sampling;
import rivulet.Validation;
import rivulet.store.RunDirectory;
import rivulet.train.log.RunMetrics;
import rivulet.web.BrowserPage;
import rivulet.web.BrowserTest;
import rivulet.web.WebServer;

/** What the page of {@code watch} shows, and every control on it, in a browser. */
final class WatchPageTest extends BrowserTest {
  private static final int SAMPLES = 5;
  private static final Sampling HOW = Sampling.usual().withSeed(3).withThreads(1);

  @TempDir private static Path folder;

  private static Path one;
  private static Path two;

  @BeforeAll
  static void train() throws Exception {
    one = TinyRuns.train(folder, "one", "--steps", 40, "--validation", 2);
    two = TinyRuns.train(folder, "two", "--steps", 30, "--seed", 2);
  }

  private static WebServer serve(Path... runs) {
    return WebServer.start(0, List.of(new WatchPage(List.of(runs), SAMPLES, HOW)));
  }

  private static BrowserPage open(WebServer server) {
    return browser.page(server.address(), 1280, 720, false);
  }

  /** A number with six significant digits, as the page writes it. */
  private static String shown(BrowserPage page, double value) {
    return page.value(
            "import('./scale.js').then((m) => m.short("
                + String.format(Locale.ROOT, "%s", value)
                + ", 6))")
        .getAsString();
  }

  private static double[] column(Path run, String name, int level) {
    return RunMetrics.read(new RunDirectory(run)).column(name, level);
  }

  private static void assertReads(BrowserPage page, String chart, String name, double value) {
    page.awaitText("#chart-" + chart + " .readout", name + " " + shown(page, value));
  }

  @Test
  void showsOneRunAsItsFilesHaveIt() throws Exception {
    try (WebServer server = serve(one);
        BrowserPage page = open(server)) {
      page.awaitText(".run", "40\nof 40 updates");
      page.awaitText(".run .now", "finished");
      double bits = Validation.read(one).getLast().bitsPerDim();
      page.awaitText(".run .validation", String.format(Locale.ROOT, "%.3f", bits));
      for (String chart :
          List.of("matching_loss", "gradient_norm", "learning_rate", "evaluations")) {
        for (int level = 0; level < 3; level++) {
          double[] values = column(one, chart, level);
          assertReads(page, chart, "level " + level, values[values.length - 1]);
        }
      }
      assertEquals(
          "true", page.value("document.querySelector('#chart-bits_per_dim').hidden").toString());
      page.awaitText("#chart-validation .readout", "update 40");
      page.awaitText("figcaption", "After 40 updates");
      page.look("watch-one");
      page.assertNoProblems();
    }
  }

  @Test
  void theCursorReadsEveryPoint() throws Exception {
    try (WebServer server = serve(one);
        BrowserPage page = open(server)) {
      double[] loss = column(one, "matching_loss", 1);
      page.awaitText("#chart-matching_loss .readout", "update 40");
      page.focus("#chart-matching_loss svg[tabindex]");
      page.key("Home");
      assertReads(page, "matching_loss", "level 1", loss[0]);
      page.key("ArrowRight");
      page.key("ArrowRight");
      assertReads(page, "matching_loss", "level 1", loss[2]);
      page.awaitText("#chart-matching_loss .readout", "update 3");
      page.key("End");
      page.key("ArrowLeft");
      assertReads(page, "matching_loss", "level 1", loss[38]);
      page.key("Escape");
      assertReads(page, "matching_loss", "level 1", loss[39]);
      page.hover("#chart-gradient_norm svg[tabindex]", 0.999, 0.5);
      double[] norm = column(one, "gradient_norm", 2);
      assertReads(page, "gradient_norm", "level 2", norm[39]);
      page.click("#chart-matching_loss summary");
      page.awaitText("#chart-matching_loss tbody tr:last-child", "1");
      JsonArray rows =
          page.value(
                  "[...document.querySelectorAll('#chart-matching_loss tbody tr')].map((row) =>"
                      + " row.cells[2].textContent)")
              .getAsJsonArray();
      assertEquals(40, rows.size());
      assertEquals(shown(page, loss[0]), rows.get(39).getAsString());
      assertEquals(shown(page, loss[39]), rows.get(0).getAsString());
      page.look("watch-table");
      page.assertNoProblems();
    }
  }

  @Test
  void severalRunsStandBesideEachOther() throws Exception {
    try (WebServer server = serve(one, two);
        BrowserPage page = open(server)) {
      page.awaitText("#charts", "two, level 2");
      page.set("#level", "2");
      page.await(
          "!document.querySelector('#chart-matching_loss .readout').innerText.includes('level 1')");
      double[] loss = column(two, "matching_loss", 2);
      assertReads(page, "matching_loss", "two, level 2", loss[29]);
      page.click("#log");
      page.await("document.querySelector('#log').checked");
      String raw =
          page.value("document.querySelector('#chart-gradient_norm path.line').getAttribute('d')")
              .getAsString();
      page.focus("#smoothing");
      page.key("End");
      page.awaitText("#controls", "100 points");
      page.await("document.querySelectorAll('#chart-gradient_norm path.faint').length === 2");
      assertEquals(
          raw,
          page.value("document.querySelector('#chart-gradient_norm path.faint').getAttribute('d')")
              .getAsString());
      page.key("Home");
      page.awaitText("#controls", "none");
      page.awaitText("#samples-1 figcaption", "After 30 updates");
      page.look("watch-two");
      page.assertNoProblems();
    }
  }

  @Test
  void samplesAreThoseOfTheModelAndFollowIt() throws Exception {
    Path run = TinyRuns.train(folder, "grows", "--steps", 4, "--cosine-steps", 9);
    try (WebServer server = serve(run);
        BrowserPage page = open(server)) {
      page.awaitText("figcaption", "After 4 updates");
      assertPicture(page, run);
      TinyRuns.command("train", "--resume", "--out", run, "--steps", 9, "--threads", 1);
      page.awaitText(".run", "9\nof 9 updates");
      double[] loss = column(run, "matching_loss", 0);
      assertReads(page, "matching_loss", "level 0", loss[8]);
      page.awaitText("figcaption", "After 9 updates");
      assertPicture(page, run);
      page.focus("#time-0");
      page.key("ArrowLeft");
      page.awaitText("figcaption", "After 4 updates");
      page.value("location.reload()");
      page.awaitText("#samples-0 output", "9 updates");
      assertEquals("1", page.value("document.querySelector('#time-0').max").getAsString());
      page.click("#follow-0");
      page.await("!document.querySelector('#follow-0').checked");
      Path other = TinyRuns.train(folder, "other", "--steps", 11);
      Files.copy(
          other.resolve(RunDirectory.MODEL),
          run.resolve(RunDirectory.MODEL),
          StandardCopyOption.REPLACE_EXISTING);
      page.await("!document.querySelector('#draw-0').disabled");
      page.click("#draw-0");
      page.awaitText("figcaption", "After 11 updates");
      assertPicture(page, run);
      page.assertNoProblems();
    }
  }

  /** Compares the canvas with what the front door draws, pixel by pixel. */
  private static void assertPicture(BrowserPage page, Path run) {
    try (Model model = Model.open(run)) {
      Samples samples = model.sample(SAMPLES, HOW);
      JsonArray shown =
          page.value(
                  "(() => { const c = document.querySelector('canvas.pixels'); return"
                      + " [...c.getContext('2d').getImageData(9, 0, 8, 8).data].filter((_, i) => i"
                      + " % 4 === 0); })()")
              .getAsJsonArray();
      byte[] expected = samples.images().image(1);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(Byte.toUnsignedInt(expected[i]), shown.get(i).getAsInt(), "pixel " + i);
      }
    }
  }

  /** A run whose model takes a while to draw from: the bundled one's. */
  @Test
  void drawingCanBeCancelledByTheKeyboardAndBegunAgain() throws Exception {
    Path run = Files.createDirectory(folder.resolve("slow"));
    Files.copy(one.resolve("metrics.csv"), run.resolve("metrics.csv"));
    try (Model fashion = Model.open("fashion")) {
      fashion.save(run.resolve(RunDirectory.MODEL));
    }
    try (WebServer server = WebServer.start(0, List.of(new WatchPage(List.of(run), 64, HOW)));
        BrowserPage page = open(server)) {
      page.await("document.querySelector('#samples-0 progress')?.value > 0");
      List<String> reached = page.reachedByTab();
      for (String id : List.of("log", "smoothing", "time-0", "follow-0", "cancel-0")) {
        assertTrue(reached.contains(id), () -> id + " is not among " + reached);
      }
      page.focus("#cancel-0");
      page.key("Enter");
      page.awaitText("#samples-0 .message", "Cancelled");
      page.await("document.querySelector('#cancel-0').disabled");
      assertEquals("None yet.", page.text("#samples-0 figcaption"));
      page.focus("#draw-0");
      page.key("Enter");
      page.await("document.querySelector('#samples-0 progress').value > 0");
      assertEquals("", page.text("#samples-0 .message"));
      page.click("#cancel-0");
      page.awaitText("#samples-0 .message", "Cancelled");
      page.assertNoProblems();
    }
  }

  @Test
  void whatIsMissingIsToldOnThePage() throws Exception {
    Path run = Files.createDirectory(folder.resolve("begun"));
    Files.copy(one.resolve("metrics.csv"), run.resolve("metrics.csv"));
    WebServer server = serve(run);
    try (BrowserPage page = open(server)) {
      try (server) {
        page.awaitText("#charts", "level 2");
        page.awaitText(".run .updates", "40");
        page.click("#draw-0");
        page.awaitText("#samples-0 .message", "begun has written no model yet");
        page.look("watch-nothing");
        Files.writeString(run.resolve(RunDirectory.MODEL), "broken");
        page.awaitText("#samples-0 .message", RunDirectory.MODEL);
        assertEquals(1, page.text("#samples-0 .message").lines().count());
      }
      page.awaitText("#message", "the server has ended");
    }
  }
}
