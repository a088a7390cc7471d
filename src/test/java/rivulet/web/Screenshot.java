package rivulet.web;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Pictures of what a browser shows, as PNG files. */
public final class Screenshot {
  private static final String FOLDER = System.getenv("RIVULET_SCREENSHOTS");

  private Screenshot() {}

  /** The whole page, with what one has to scroll to, if RIVULET_SCREENSHOTS names a folder. */
  static void ofPage(BrowserPage page, String name) throws IOException {
    if (FOLDER == null) {
      return;
    }
    Path file = Files.createDirectories(Path.of(FOLDER)).resolve(name);
    JsonObject clip =
        page.value(
                "(() => { const e = document.documentElement; return"
                    + " {x: 0, y: 0, width: e.clientWidth, height: e.scrollHeight, scale: 1}; })()")
            .getAsJsonObject();
    write(file, page.call("Page.captureScreenshot", "captureBeyondViewport", true, "clip", clip));
  }

  /**
   * What the window shows now.
   *
   * @param scale of the picture, 1 for as large as the window
   */
  public static void ofWindow(BrowserPage page, Path file, double scale) throws IOException {
    JsonObject clip =
        page.value(
                "({x: scrollX, y: scrollY, width: innerWidth, height: innerHeight, scale: "
                    + scale
                    + "})")
            .getAsJsonObject();
    write(file, page.call("Page.captureScreenshot", "optimizeForSpeed", false, "clip", clip));
  }

  private static void write(Path file, JsonObject shot) throws IOException {
    Files.write(file, Base64.getDecoder().decode(shot.get("data").getAsString()));
  }
}
