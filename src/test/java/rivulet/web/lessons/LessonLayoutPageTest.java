package rivulet.web.lessons;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.web.BrowserPage;
import rivulet.web.BrowserTest;
import rivulet.web.WebServer;

/** The text of a lesson as it is set: options stay whole, and no formula or output is cut off. */
final class LessonLayoutPageTest extends BrowserTest {
  private static final Path TEXTS =
      Path.of(System.getProperty("rivulet.home", "..")).resolve("docs/lessons");

  private static WebServer server;

  @BeforeAll
  static void serve() throws Exception {
    server = WebServer.start(0, List.of(new LessonsPage(Optional.of(TEXTS), 1)));
  }

  @AfterAll
  static void end() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  static List<String> lessons() {
    return LessonTexts.LESSONS;
  }

  /** Texts of the elements of which a condition on {@code e} holds. */
  private static String those(BrowserPage page, String selector, String condition) {
    return page.value(
            "[...document.querySelectorAll('%s')].filter((e) => %s).map((e) => e.textContent)"
                .formatted(selector, condition))
        .toString();
  }

  @ParameterizedTest
  @MethodSource("lessons")
  void nothingIsCutOffAndOptionsStayWhole(String lesson) throws Exception {
    String address = server.address() + lesson + ".html";
    try (BrowserPage page = browser.page(address, 1280, 720, false)) {
      page.await("document.querySelector('#lesson .printed.parted .word')");
      String cut = "e.scrollWidth > e.clientWidth + 1";
      assertEquals("[]", those(page, "#lesson > .formulas, #lesson > pre", cut));
      for (int width : new int[] {1280, 390}) {
        page.size(width, 844);
        String twoLines = "e.textContent.length < 30 && e.getBoundingClientRect().height > 30";
        assertEquals("[]", those(page, ".word", twoLines), lesson + " at " + width);
      }
    }
  }
}
