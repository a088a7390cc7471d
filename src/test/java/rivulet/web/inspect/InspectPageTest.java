package rivulet.web.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.Course;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Sampling;
import rivulet.web.BrowserPage;
import rivulet.web.BrowserTest;
import rivulet.web.WebServer;
import rivulet.web.watch.TinyRuns;

/** What the page of {@code inspect} shows is what the front door says, and its controls work. */
final class InspectPageTest extends BrowserTest {
  private static final Measuring EXACT = Measuring.usual().withDivergence("exact");

  @TempDir private static Path folder;

  private static Model model;
  private static Images images;

  @BeforeAll
  static void train() throws Exception {
    model = Model.open(TinyRuns.train(folder, "run", "--steps", 20));
    images = Images.read(folder.resolve("images-idx3-ubyte"));
  }

  private static WebServer serve() {
    return WebServer.start(0, List.of(new InspectPage("tiny", model, Optional.of(images), 1)));
  }

  private static BrowserPage open(WebServer server) {
    return browser.page(server.address(), 1280, 720, false);
  }

  private static String digits(double value) {
    return String.format(Locale.ROOT, "%.4f", value).replace('-', '−');
  }

  private static Likelihood measured(int image, Measuring how) {
    return model.logLikelihood(images.slice(image, 1), how);
  }

  private static String evaluations(Measuring how) {
    return Long.toString(Math.round(measured(3, how).evaluations()));
  }

  private static List<String> offered(BrowserPage page) {
    String options = "[...document.getElementById('solver').options].map((o) => o.value).join()";
    return List.of(page.value(options).getAsString().split(",", -1));
  }

  @Test
  void theTermsAreThoseOfTheMeasurement() throws Exception {
    try (WebServer server = serve();
        BrowserPage page = open(server)) {
      Likelihood expected = measured(0, EXACT);
      page.awaitText("#terms .total", digits(expected.bitsPerDim()));
      page.awaitText("#terms .no-flow", digits(expected.noFlowBitsPerDim()));
      for (int level = 0; level < 3; level++) {
        Likelihood.Level term = expected.level(level);
        page.awaitText("#terms table", digits(term.preTransform()));
        page.awaitText("#terms table", digits(term.logDet()));
        page.awaitText("#terms table", digits(term.base()));
      }
      page.set("#image", "3");
      page.awaitText("#terms .total", digits(measured(3, EXACT).bitsPerDim()));
      page.set("#tolerance", "1e-2");
      Measuring loose = EXACT.withSolver("dopri5", 1e-2);
      page.awaitText("#terms .evaluations", evaluations(loose));
      page.set("#solver", "bosh3");
      page.awaitText(
          "#terms .total", digits(measured(3, loose.withSolver("bosh3", 1e-2)).bitsPerDim()));
      page.set("#seed", "7");
      Measuring other = loose.withSolver("bosh3", 1e-2).withSeed(7);
      page.awaitText("#terms .total", digits(measured(3, other).bitsPerDim()));
      page.set("#fault", "bin-centre");
      page.awaitText("#wrong", digits(measured(3, other.withFault("bin-centre")).bitsPerDim()));
      page.set("#fault", "none");
      for (String solver : offered(page)) {
        page.set("#solver", solver);
        Measuring by = other.withSolver(solver, 1e-2);
        page.awaitText("#terms .total", digits(measured(3, by).bitsPerDim()));
        page.awaitText("#terms .evaluations", evaluations(by));
      }
      page.set("#solver", "bosh3");
      page.set("#divergence", "hutchinson");
      page.awaitText(
          "#terms .total", digits(measured(3, other.withDivergence("hutchinson")).bitsPerDim()));
      page.awaitText("#bits-by-pixel", "need an exact divergence");
      page.assertNoProblems();
    }
  }

  @Test
  void theSliderGoesThroughTheFrames() throws Exception {
    Course course = model.follow(images, 0, EXACT, 24);
    try (WebServer server = serve();
        BrowserPage page = open(server)) {
      page.awaitText("#level-2 figcaption", "t = 0.000");
      page.set("#at", "12");
      page.awaitText("#level-2 figcaption", "t = 0.500");
      double rate = course.levels().get(2).getFirst().frames().get(12).rates()[0];
      page.awaitText("#level-2 figcaption", "divergence " + shown(page, rate));
      page.hover("#state-2", 0.01, 0.01);
      double first = course.levels().get(2).getFirst().frames().get(12).state()[0];
      page.awaitText("#pixel-2", "z = " + shown(page, (float) first));
      page.set("#at", "24");
      page.click("#play");
      page.awaitText("#play", "Play");
      page.awaitText("#level-0 figcaption", "t = 1.000");
      page.hover("#bits-map", 0.01, 0.01);
      page.awaitText("#pixel-bits", "row 0, column 0");
      page.set("#bits-level", "0");
      page.awaitText("#pixel-bits", "level 0 adds");
      page.look("inspect");
      page.assertNoProblems();
    }
  }

  /** A number with five significant digits, as the page writes it. */
  private static String shown(BrowserPage page, double value) {
    return page.value("import('./scale.js').then((m) => m.short(" + value + ", 5))").getAsString();
  }

  @Test
  void theModelDrawsRefinesAndWalks() throws Exception {
    try (WebServer server = serve();
        BrowserPage page = open(server)) {
      page.awaitText("#level-2 figcaption", "t = 0.000");
      page.set("#sample-count", "4");
      page.set("#temperature-2", "0.5");
      page.click("#sample-draw");
      page.awaitText("#sample figcaption", "4 samples of seed 1");
      page.click("#upscale-draw");
      page.awaitText("#upscale .message", "the model takes its own 1x8x8 halved");
      page.forgetProblems();
      page.set("#walk-count", "3");
      page.click("#walk-draw");
      page.awaitText("#walk figcaption", "3 images from 0 to 1");
      page.set("#program-level", "0");
      page.set("#derivative", "vjp");
      page.awaitText("#program", "∂z :=");
      assertEquals("0", page.value("document.querySelectorAll('#wrong').length").toString());
      page.assertNoProblems();
    }
  }

  @Test
  void coarseLevelsAreKeptWhileFinerOnesAreDrawnAnew() throws Exception {
    try (WebServer server = serve();
        BrowserPage page = open(server)) {
      page.awaitText("#level-2 figcaption", "t = 0.000");
      page.set("#sample-count", "2");
      page.set("#sample-seed", "4");
      page.click("#sample-draw");
      page.awaitText("#sample figcaption", "2 samples of seed 4;");
      page.click("#keep-0");
      page.focus("#keep-1");
      page.key(" ");
      page.focus("#sample-again");
      page.key("Enter");
      page.awaitText("#sample figcaption", "2 samples of seeds 4,4,5 from the coarsest level");
      byte[] expected =
          model.sample(2, Sampling.usual().withSeeds(4, 4, 5).withThreads(1)).images().image(0);
      JsonArray shown =
          page.value(
                  "[...document.querySelector('#sample-images').getContext('2d').getImageData(0, 0,"
                      + " 8, 8).data].filter((_, i) => i % 4 === 0)")
              .getAsJsonArray();
      for (int i = 0; i < expected.length; i++) {
        assertEquals(Byte.toUnsignedInt(expected[i]), shown.get(i).getAsInt(), "pixel " + i);
      }
      page.click("#keep-2");
      page.click("#sample-again");
      page.awaitText("#sample .message", "Every level is kept");
      page.click("#keep-1");
      page.click("#sample-again");
      page.awaitText("#sample figcaption", "2 samples of seeds 4,6,5 from the coarsest level");
      page.look("inspect-kept");
      page.assertNoProblems();
    }
  }

  @Test
  void whatTakesLongCanBeCancelled() throws Exception {
    try (Model fashion = Model.open("fashion");
        WebServer server =
            WebServer.start(0, List.of(new InspectPage("fashion", fashion, fashions(), 1)));
        BrowserPage page = open(server)) {
      page.awaitText("#level-2 figcaption", "t = 0.000");
      page.set("#sample-count", "64");
      page.focus("#sample-draw");
      page.key("Enter");
      page.await("document.querySelector('#sample progress').value > 0");
      page.set("#seed", "2");
      page.await("!document.querySelector('#measure progress').hidden");
      page.focus("#stop");
      page.key("Enter");
      page.awaitText("#message", "Cancelled.");
      page.await("document.querySelector('#measure progress').hidden");
      page.click("#sample-stop");
      page.awaitText("#sample .message", "Cancelled.");
      page.await("document.querySelector('#sample-stop').disabled");
      assertEquals(
          "0", page.value("document.querySelectorAll('#sample-images').length").toString());
      // The place is free: what is asked next is answered.
      page.set("#seed", "3");
      Images first = fashions().orElseThrow().slice(0, 1);
      page.awaitText(
          "#terms .total", digits(fashion.logLikelihood(first, EXACT.withSeed(3)).bitsPerDim()));
      assertEquals("", page.text("#message"));
      page.assertNoProblems();
    }
  }

  /** Two pictures of the bundled model's size. */
  private static Optional<Images> fashions() {
    byte[] pixels = new byte[2 * 28 * 28];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 28 < 14 ? 0 : 200);
    }
    return Optional.of(Images.of(pixels, 1, 28, 28));
  }

  @Test
  void everyControlIsWorkedByTheKeyboard() throws Exception {
    try (WebServer server = serve();
        BrowserPage page = open(server)) {
      page.awaitText("#level-2 figcaption", "t = 0.000");
      List<String> reached = page.reachedByTab();
      for (String id :
          List.of(
              "image",
              "file",
              "solver",
              "tolerance",
              "divergence",
              "seed",
              "fault",
              "stop",
              "at",
              "play",
              "bits-level",
              "sample-seed",
              "temperature-0",
              "keep-2",
              "sample-draw",
              "sample-again",
              "upscale-count",
              "walk-from",
              "program-level",
              "derivative")) {
        assertTrue(reached.contains(id), () -> id + " is not among " + reached);
      }
      page.focus("#at");
      page.key("ArrowRight");
      page.key("ArrowRight");
      page.awaitText("#level-1 figcaption", "t = 0.083");
      page.key("End");
      page.awaitText("#level-1 figcaption", "t = 1.000");
      page.focus("#image");
      page.key("ArrowUp");
      page.awaitText("#terms .total", digits(measured(1, EXACT).bitsPerDim()));
      page.focus("#play");
      page.key("Enter");
      page.awaitText("#play", "Pause");
      page.key("Enter");
      page.awaitText("#play", "Play");
      page.focus("#steps-1 svg[tabindex]");
      page.key("Home");
      page.awaitText("#steps-1 .readout", "t 0");
      page.assertNoProblems();
    }
  }

  @Test
  void aDroppedPictureIsMeasured() throws Exception {
    byte[] picture = images.slice(5, 1).png(1, 0, 1);
    Images dropped = Images.picture("one.png", picture);
    assertArrayEquals(images.image(5), dropped.image(0));
    String text = Base64.getEncoder().encodeToString(picture);
    try (WebServer server = serve();
        BrowserPage page = open(server)) {
      page.awaitText("#level-2 figcaption", "t = 0.000");
      page.value(
          "import('./api.js').then((m) => m.post('api/inspect/drop',"
              + " {name: 'one.png', file: '"
              + text
              + "'}))");
      page.value("document.getElementById('image').max = 12");
      page.set("#image", "12");
      Likelihood expected = model.logLikelihood(dropped, EXACT);
      page.awaitText("#terms .total", digits(expected.bitsPerDim()));
      page.assertNoProblems();
    }
  }
}
