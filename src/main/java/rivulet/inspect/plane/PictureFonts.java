package rivulet.inspect.plane;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** The fonts of this machine, from which pictures of pixels have their words. */
public final class PictureFonts {
  /** Looked for once: Java does so slowly. */
  private static final boolean ANY = found();

  private PictureFonts() {}

  /** Whether there is one; without, pictures of pixels have no words. */
  public static boolean present() {
    return ANY;
  }

  static Font of(double size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) size);
  }

  /** What Java throws depends on what is missing: fonts, their library, or its settings. */
  private static boolean found() {
    Graphics2D pen = new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR).createGraphics();
    try {
      return pen.getFontMetrics(of(10)).stringWidth("1") > 0;
    } catch (Error | RuntimeException e) {
      return false;
    } finally {
      pen.dispose();
    }
  }
}
