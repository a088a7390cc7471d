package rivulet.web.lessons;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rivulet.web.Asset;
import rivulet.web.Call;
import rivulet.web.Page;

/** The lessons and their figures, and the universe of 16 tiny images. */
public final class LessonsPage implements Page {
  /** What the address of the list ends with. */
  public static final String LIST = "lessons.html";

  private static final String SHELL = "lesson.html";

  private final LessonTexts texts;
  private final List<Call<?>> calls;

  /**
   * Pages.
   *
   * @param folder that holds the texts, which are read once; empty: those of the jar
   * @param threads workers of each task
   */
  public LessonsPage(Optional<Path> folder, int threads) {
    this.texts = new LessonTexts(folder);
    this.calls =
        List.of(
            new WaveletCall(),
            new AdjointsCall(),
            new ObjectivesTask(threads),
            new UniverseTask(threads));
  }

  @Override
  public List<Asset> assets() {
    List<Asset> all = new ArrayList<>(texts.assets());
    for (String name :
        List.of(
            "lesson.js",
            "markdown.js",
            "tex.js",
            "figures.js",
            "geometry.js",
            "measured.js",
            "colours.js",
            "called.js",
            "lessons.css",
            "universe.html",
            "universe.js")) {
      all.add(Asset.beside(LessonsPage.class, name));
    }
    Asset shell = Asset.beside(LessonsPage.class, SHELL);
    all.add(new Asset(LIST, shell.type(), shell.bytes()));
    for (String lesson : LessonTexts.LESSONS) {
      all.add(new Asset(lesson + ".html", shell.type(), shell.bytes()));
    }
    return all;
  }

  @Override
  public List<Call<?>> calls() {
    return calls;
  }
}
