package rivulet.fetch;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import rivulet.data.DataException;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.Sha256;
import rivulet.data.resize.Cut;
import rivulet.data.resize.Filter;
import rivulet.data.resize.Framing;
import rivulet.data.resize.Resizing;

/**
 * The pictures of Noto Color Emoji, which its font holds as PNG of 136 x 128 pixels: on white, the
 * central square made four times smaller by exact means, each different picture once; shuffled by
 * {@code RandomState(0)}.
 */
final class Emoji implements Recipe {
  private static final String PACKAGE = "fonts-noto-color-emoji";
  private static final SourceFile FONT =
      new SourceFile(
          "e5899ed38b8ed83e08bd3ac5de09791e9d19d288333a796de1d35ad17396f1ec",
          PACKAGE,
          "usr/share/fonts/truetype/noto/NotoColorEmoji.ttf");

  private static final byte[] BEGIN = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte[] END = {'I', 'E', 'N', 'D'};

  /** Name and sum of the last chunk. */
  private static final int TAIL = 8;

  private static final int SIDE = 32;
  private static final int CHANNELS = 3;
  private static final int HELD_BACK = 300;

  @Override
  public List<String> packages() {
    return List.of(PACKAGE);
  }

  @Override
  public String about() {
    return "3,316 + 300 + 300 emoji of 3x32x32 on white; SIL Open Font License 1.1, Google";
  }

  @Override
  public Map<String, String> results() {
    return Map.of(
        "train.npy",
        "660521b3a1689f5aae28161ed118a02cac6ed0208593bb5331e53336d4af0ae6",
        "val.npy",
        "3bfed9dc39b7de74e8c0238d94fe64b6ea449efbce47bff1338ddc40c517a88f",
        "test.npy",
        "7303918547c17bb76ca261c891c30e355cddbb2aeec2ede860f89eaeb8fe19d5");
  }

  @Override
  public void make(Path root, Path folder) {
    try {
      ImageSet all = small(pictures(Files.readAllBytes(FONT.in(root))));
      int[] order = NumpyPermutation.of(0, Math.toIntExact(all.count()));
      int trained = order.length - 2 * HELD_BACK;
      Recipe.write(all, order, 0, trained, folder.resolve("train.npy"));
      Recipe.write(all, order, trained, trained + HELD_BACK, folder.resolve("val.npy"));
      Recipe.write(all, order, trained + HELD_BACK, order.length, folder.resolve("test.npy"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The PNG files within a file, in their order, each once. */
  static List<byte[]> pictures(byte[] font) {
    Map<String, byte[]> found = new LinkedHashMap<>();
    for (int from = find(font, BEGIN, 0); from >= 0; from = find(font, BEGIN, from + 1)) {
      int end = find(font, END, from);
      if (end < 0 || end + TAIL > font.length) {
        throw new DataException(PACKAGE + ": a picture at byte " + from + " has no end");
      }
      byte[] picture = Arrays.copyOfRange(font, from, end + TAIL);
      found.putIfAbsent(Sha256.ofBytes(picture), picture);
    }
    return List.copyOf(found.values());
  }

  private static int find(byte[] in, byte[] what, int from) {
    for (int i = from; i <= in.length - what.length; i++) {
      if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }

  /** Central squares on white, resized. */
  private static ImageSet small(List<byte[]> pictures) throws IOException {
    int plane = SIDE * SIDE;
    byte[] all = new byte[pictures.size() * CHANNELS * plane];
    for (int n = 0; n < pictures.size(); n++) {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(pictures.get(n)));
      int width = image.getWidth();
      Cut square = new Framing.CentreSquare(SIDE, Filter.BOX).cut(image.getHeight(), width);
      Resizing resizing = new Resizing(Filter.BOX, square);
      byte[] planar = onWhite(image);
      for (int c = 0; c < CHANNELS; c++) {
        int from = c * image.getHeight() * width;
        resizing.plane(planar, from, width, all, (n * CHANNELS + c) * plane);
      }
    }
    return ImageSets.of(PACKAGE, CHANNELS, SIDE, SIDE, all);
  }

  /** Red, green and blue, planar, of a picture before white; whole numbers throughout. */
  static byte[] onWhite(BufferedImage image) {
    int pixels = image.getWidth() * image.getHeight();
    byte[] planar = new byte[CHANNELS * pixels];
    for (int p = 0; p < pixels; p++) {
      int argb = image.getRGB(p % image.getWidth(), p / image.getWidth());
      int alpha = argb >>> 24;
      for (int c = 0; c < CHANNELS; c++) {
        int value = argb >> (16 - 8 * c) & 255;
        planar[c * pixels + p] = (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
      }
    }
    return planar;
  }
}
