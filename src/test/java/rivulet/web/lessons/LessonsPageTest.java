package rivulet.web.lessons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.Images;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.web.BrowserPage;
import rivulet.web.BrowserTest;
import rivulet.web.Page;
import rivulet.web.WebServer;
import rivulet.web.inspect.InspectPage;
import rivulet.web.watch.TinyRuns;

/** Every lesson as a page: nothing of its Markdown is left over, and its figure answers. */
final class LessonsPageTest extends BrowserTest {
  private static final Path TEXTS =
      Path.of(System.getProperty("rivulet.home", "..")).resolve("docs/lessons");
  private static final Measuring EXACT = Measuring.usual().withDivergence("exact");

  @TempDir private static Path folder;

  private static Model model;
  private static Images images;
  private static WebServer server;

  @BeforeAll
  static void serve() throws Exception {
    model = Model.open(TinyRuns.train(folder, "run", "--steps", 20));
    images = Images.read(folder.resolve("images-idx3-ubyte"));
    server =
        WebServer.start(
            0,
            List.of(
                new InspectPage("tiny", model, Optional.of(images), 1),
                new LessonsPage(Optional.of(TEXTS), 1)));
  }

  @AfterAll
  static void end() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private static BrowserPage open(String lesson) {
    return browser.page(server.address() + lesson + ".html", 1280, 720, false);
  }

  private static String digits(double value) {
    return String.format(Locale.ROOT, "%.4f", value).replace('-', '−');
  }

  private static double bits(Measuring how) {
    return model.logLikelihood(images.slice(0, 1), how).bitsPerDim();
  }

  static List<String> lessons() {
    return LessonTexts.LESSONS;
  }

  @ParameterizedTest
  @MethodSource("lessons")
  void everyLessonIsAPage(String lesson) throws Exception {
    try (BrowserPage page = open(lesson)) {
      page.awaitText("#lesson h1", lesson.charAt(0) + ". ");
      page.await("document.querySelector('figure.panel figcaption')");
      String text =
          page.value(
                  "(() => { const copy = document.getElementById('lesson').cloneNode(true);"
                      + " copy.querySelectorAll('pre, code, math').forEach((e) => e.remove());"
                      + " return copy.textContent; })()")
              .getAsString();
      for (String mark : List.of("**", "](", "$", "`", "<!--", "```", "\\")) {
        assertTrue(!text.contains(mark), () -> lesson + " has " + mark + " left over:\n" + text);
      }
      assertEquals("false", page.value("document.querySelector('details.answer').open").toString());
      page.focus("details.answer summary");
      page.key("Enter");
      page.await("document.querySelector('details.answer').open");
      page.look("lesson-" + lesson.charAt(0));
      page.assertNoProblems();
    }
  }

  @Test
  void theListLeadsToThemAll() throws Exception {
    try (BrowserPage page = open("lessons")) {
      page.awaitText("#lesson h1", "Lessons");
      for (String lesson : LessonTexts.LESSONS) {
        page.await("document.querySelector('a[href=\"" + lesson + ".html\"]')");
      }
      page.focus("a[href='5-adjoints.html']");
      page.key("Enter");
      page.awaitText("#lesson h1", "5. Adjoints");
      page.assertNoProblems();
    }
  }

  @Test
  void geometryAnswersToItsSliders() throws Exception {
    try (BrowserPage page = open("1-change-of-variables")) {
      page.awaitText("#masses", "Mass 1.0000, without the slope 0.6178");
      page.awaitText("#masses", "p 0.7181, without the slope 0.3989");
      page.set("#place", "3");
      page.awaitText("#masses", "p 0.0007, without the slope 0.0031; ln p −7.334 nats");
      page.awaitText("#densities .readout", "x 3");
      page.set("#steepness", "2"); // the exercise: by −13.84 nats
      page.awaitText("#masses", "ln p −21.176 nats");
      page.set("#place", "0");
      page.awaitText("#masses", "ln p 0.362 nats");
      page.set("#steepness", "1");
      page.focus("#bend");
      page.key("Home");
      page.awaitText("#masses", "Mass 1.0000, without the slope 1.0000");
      page.assertNoProblems();
    }
    try (BrowserPage page = open("2-trace")) {
      page.awaitText("#area", "Area 0.606531");
      page.set("#shear", "200");
      page.awaitText("#area", "Area 0.606531");
      page.set("#time", "0.5");
      page.awaitText("#area", "the integral of the trace −0.250000");
      page.assertNoProblems();
    }
    try (BrowserPage page = open("7-objectives")) {
      page.awaitText("#crossings", "cross");
      page.set("#pairing", "optimal");
      page.awaitText("#crossings", "cross 0 times");
      page.set("#pairing", "independent");
      page.await("!document.getElementById('crossings').innerText.includes('cross 0 times')");
      page.assertNoProblems();
    }
  }

  /** The figure's trainings are the commands that the text quotes, which are run elsewhere. */
  @Test
  void theObjectivesTrainToWhatTheCommandsPrint() throws Exception {
    String text = Files.readString(TEXTS.resolve("7-objectives.md"));
    try (BrowserPage page = open("7-objectives")) {
      page.awaitText("#objectives-train", "Train");
      press(page, "#objectives-train");
      var quoted = Pattern.compile("moons: (\\S+) \\+- (\\S+) nats").matcher(text);
      var above = Pattern.compile("so (\\S+) above the least possible").matcher(text);
      for (String objective : List.of("likelihood", "matching")) {
        assertTrue(quoted.find() && above.find());
        page.awaitText("#trainings", objective);
        for (String number : List.of(quoted.group(1), quoted.group(2), above.group(1))) {
          page.awaitText("#trainings", number);
        }
      }
      page.look("lesson-7-alive");
      page.assertNoProblems();
    }
  }

  @Test
  void theWaveletsAndAdjointsAreTheEngines() throws Exception {
    try (BrowserPage page = open("4-wavelet")) {
      page.awaitText("#splits", "−0.3780");
      page.set("#pixel-d", "0.2");
      page.awaitText("#splits", "0.2250");
      page.assertNoProblems();
    }
    try (BrowserPage page = open("5-adjoints")) {
      page.awaitText("#gradients", "0.84187");
      page.awaitText("#gradients", "at these steps give 0.84187, the pendulum’s own is 1.10380");
      page.awaitText("#gradients tbody tr", "0.00000");
      page.set("#adjoint-tolerance", "6");
      page.awaitText("#gradients", "1.10376");
      page.awaitText("#errors", "backsolve");
      page.look("lesson-5-alive");
      page.assertNoProblems();
    }
  }

  @Test
  void theOpenModelIsMeasured() throws Exception {
    try (BrowserPage page = open("6-tolerance")) {
      page.awaitText("#tolerance-measure", "Measure");
      press(page, "#tolerance-measure");
      double loose = bits(EXACT.withSolver("dopri5", 1e-1));
      page.awaitText("#tolerances", String.format(Locale.ROOT, "%.5f", loose));
      double fine = bits(EXACT.withSolver("dopri5", 1e-6));
      page.awaitText("#tolerances", String.format(Locale.ROOT, "%.5f", fine));
      page.awaitText("#tolerances", "1e−6");
      page.await("document.querySelector('#tolerance-measure').disabled === false");
      String evaluations =
          page.value("document.querySelector('#tolerances tbody tr:last-child').cells[2].innerText")
              .getAsString();
      double expected =
          model.logLikelihood(images.slice(0, 1), EXACT.withSolver("dopri5", 1e-6)).evaluations();
      assertEquals(Long.toString(Math.round(expected)), evaluations);
      page.look("lesson-6-alive");
      page.assertNoProblems();
    }
    try (BrowserPage page = open("3-divergence")) {
      page.awaitText("#estimates-measure", "Draw");
      page.awaitText("#colour-count", "9² = 81 colours");
      assertEquals("16", same(page));
      page.set("#layers", "1");
      page.awaitText("#colour-count", "3² = 9 colours");
      assertEquals("100", same(page));
      page.focus("#colour");
      page.key("End");
      assertEquals("81", same(page));
      page.set("#probes", "2");
      press(page, "#estimates-measure");
      page.awaitText("#estimate-error", "4 draws");
      double last = bits(EXACT.withSeed(4).withDivergence("hutchinson:2"));
      page.awaitText("#estimates .readout", shown(page, last));
      page.look("lesson-3-alive");
      page.assertNoProblems();
    }
  }

  /** Presses a button once nothing is under way. */
  private static void press(BrowserPage page, String button) {
    page.await("!document.querySelector('" + button + "').disabled");
    page.click(button);
  }

  /** Pixels of the colour that is shown. */
  private static String same(BrowserPage page) {
    return page.value("document.querySelectorAll('.cell.same').length").toString();
  }

  private static String shown(BrowserPage page, double value) {
    return page.value("import('./scale.js').then((m) => m.short(" + value + ", 6))").getAsString();
  }

  @Test
  void boundsAndWrongPracticesAreToldOfTheOpenModel() throws Exception {
    try (BrowserPage page = open("8-dequantisation")) {
      page.awaitText("#noises-measure", "Draw");
      press(page, "#noises-measure");
      double mean = 0;
      for (int seed = 1; seed <= 4; seed++) {
        mean += bits(EXACT.withSeed(seed)) / 4;
      }
      page.awaitText("#bounds", "4 noises: their mean " + digits(mean));
      page.look("lesson-8-alive");
      page.assertNoProblems();
    }
    try (BrowserPage page = open("9-wrong-likelihoods")) {
      page.awaitText("#wrong-measure", "wrongly");
      press(page, "#wrong-measure");
      page.awaitText("#wrongs", digits(bits(EXACT.withFault("bin-centre"))));
      page.set("#practice", "redrawn-probe");
      press(page, "#wrong-measure");
      Measuring redrawn = Measuring.usual().withDivergence("hutchinson");
      page.awaitText("#wrongs", digits(bits(redrawn.withFault("redrawn-probe"))));
      page.set("#practice", "per-level-noise");
      press(page, "#wrong-measure");
      page.awaitText(".message.bad", "pixel transform");
      page.forgetProblems();
      page.look("lesson-9-alive");
    }
  }

  @Test
  void theUniverseAddsUpToLessThanOneAndAWrongPracticeToMore() throws Exception {
    try (BrowserPage page = open("universe")) {
      page.awaitText("#controls", "Updates");
      page.set("#fault", "bin-centre");
      page.focus("#train");
      page.key("Enter");
      page.awaitText("#sum", "After 400 updates");
      double right = sum(page, "add up to ([0-9.]+)\\\\.");
      double wrong = sum(page, "centres\\\\): ([0-9.]+),");
      assertTrue(right > 0.5 && right <= 1, "sum " + right);
      assertTrue(wrong > 1, "wrong sum " + wrong);
      page.look("universe");
      page.assertNoProblems();
      page.set("#updates", "3000");
      page.click("#train");
      page.awaitText("#message", "Training");
      page.await("!document.querySelector('#stop').disabled");
      page.click("#stop");
      page.awaitText("#message", "Cancelled.");
      page.await("!document.querySelector('#train').disabled");
      for (int image = 0; image < 16; image++) {
        if (page.value("document.querySelector('#image-" + image + "').ariaPressed")
            .getAsString()
            .equals("true")) {
          page.click("#image-" + image);
        }
      }
      page.click("#train");
      page.awaitText("#message", "16 counts are needed");
    }
  }

  @Test
  void withoutImagesAFigureSaysHowToGetSome() throws Exception {
    List<Page> pages =
        List.of(
            new InspectPage("tiny", model, Optional.empty(), 1),
            new LessonsPage(Optional.of(TEXTS), 1));
    try (WebServer bare = WebServer.start(0, pages);
        BrowserPage page =
            browser.page(bare.address() + "8-dequantisation.html", 1280, 720, false)) {
      page.awaitText("#figure-dequantisation .message", "drop a picture on its page");
      assertEquals(
          "true", page.value("document.querySelector('#noises-measure').disabled").toString());
      page.assertNoProblems();
    }
  }

  private static double sum(BrowserPage page, String pattern) {
    return page.value(
            "Number(/"
                + pattern.replace("\\\\", "\\")
                + "/.exec(document.querySelector('#sum').innerText)[1])")
        .getAsDouble();
  }
}
