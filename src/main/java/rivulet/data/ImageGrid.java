package rivulet.data;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rivulet.data.format.PngWriter;

/**
 * A montage: images in rows from the top left, a gap between and around them, each pixel drawn as a
 * square (nearest neighbour, no smoothing). One channel is drawn grey, three are red, green and
 * blue; of any other number each is a grey picture of its own, an image's side by side.
 *
 * @param columns images per row, at least 1
 * @param gap width of the lines between images, 0 to 64 pixels of the montage
 * @param scale side of the square that one pixel becomes, 1 to 64
 */
public record ImageGrid(int columns, int gap, int scale) {
  private static final int GAP_GREY = 96;
  private static final int BETWEEN_GRIDS = 12;
  private static final int MAX_SCALE = 64;
  private static final int VISIBLE_SIDE = 96;
  private static final long MAX_PIXELS = 1L << 27;

  /** Checks the bounds. */
  public ImageGrid {
    if (columns < 1 || gap < 0 || gap > 64 || scale < 1 || scale > MAX_SCALE) {
      throw new IllegalArgumentException(
          "grid: columns >= 1, gap 0..64, scale 1..64 asked, found "
              + columns
              + ", "
              + gap
              + ", "
              + scale);
    }
  }

  /** Nearly square, lines of 2 pixels, images enlarged to about 96 pixels (28 becomes 84). */
  public static ImageGrid fitting(ImageSet images) {
    int columns = 1;
    while ((long) columns * columns * pictures(images.channels()) < images.count()) {
      columns++;
    }
    int side = Math.max(images.height(), images.width());
    return new ImageGrid(columns, 2, Math.max(1, VISIBLE_SIDE / side));
  }

  /**
   * Draws all images of a set; take a slice for fewer.
   *
   * @throws IllegalArgumentException if the montage would have more than 2^27 pixels
   */
  public BufferedImage draw(ImageSet images) {
    int each = pictures(images.channels());
    if (each > 1) {
      return new ImageGrid(Math.multiplyExact(columns, each), gap, scale).draw(planes(images));
    }
    long across = Math.min(columns, images.count());
    long down = (images.count() + columns - 1) / columns;
    long width = gap + across * pitch(images.width());
    long height = gap + down * pitch(images.height());
    requireSize(width, height);
    BufferedImage montage = PngWriter.blank(images.channels(), (int) height, (int) width);
    fill(montage);
    byte[] image = new byte[images.imageBytes()];
    for (int i = 0; i < images.count(); i++) {
      images.read(i, image);
      int left = gap + i % columns * (int) pitch(images.width());
      int top = gap + i / columns * (int) pitch(images.height());
      paste(images, image, montage.getRaster(), left, top);
    }
    return montage;
  }

  /**
   * Grids of the same images at several resolutions side by side, all {@link #fitting} the last and
   * of its size, a wider line between them.
   *
   * @param resolutions the coarsest first, the sides of each a multiple of those before
   * @throws IllegalArgumentException if the picture would have more than 2^27 pixels
   */
  public static BufferedImage byLevel(List<ImageSet> resolutions) {
    ImageSet finest = resolutions.getLast();
    int times = finest.height() / resolutions.getFirst().height();
    ImageGrid fitting = fitting(finest);
    int scale = Math.clamp(MAX_SCALE / times, 1, fitting.scale);
    List<BufferedImage> grids = new ArrayList<>();
    for (ImageSet images : resolutions) {
      int enlarged = scale * (finest.height() / images.height());
      grids.add(new ImageGrid(fitting.columns, fitting.gap, enlarged).draw(images));
    }
    return beside(grids, finest.channels() == 3 ? 3 : 1);
  }

  private static BufferedImage beside(List<BufferedImage> grids, int channels) {
    int pitch = grids.getFirst().getWidth() + BETWEEN_GRIDS;
    int height = grids.getFirst().getHeight();
    long width = (long) grids.size() * pitch - BETWEEN_GRIDS;
    requireSize(width, height);
    BufferedImage all = PngWriter.blank(channels, height, (int) width);
    fill(all);
    for (int i = 0; i < grids.size(); i++) {
      all.getRaster().setRect(i * pitch, 0, grids.get(i).getRaster());
    }
    return all;
  }

  /** Pictures that one image of so many channels is drawn as. */
  public static int pictures(int channels) {
    return channels == 1 || channels == 3 ? 1 : channels;
  }

  /** Every channel as an image of its own. */
  private static ImageSet planes(ImageSet images) {
    int bytes = images.imageBytes();
    byte[] all = new byte[Math.multiplyExact(Math.toIntExact(images.count()), bytes)];
    byte[] image = new byte[bytes];
    for (int i = 0; i < images.count(); i++) {
      images.read(i, image);
      System.arraycopy(image, 0, all, i * bytes, bytes);
    }
    return ImageSets.of("channels", 1, images.height(), images.width(), all);
  }

  private static void requireSize(long width, long height) {
    if (width > MAX_PIXELS || height > MAX_PIXELS || width * height > MAX_PIXELS) {
      throw new IllegalArgumentException(
          "grid: a montage of "
              + height
              + "x"
              + width
              + " pixels is too large: draw a slice or use a smaller scale");
    }
  }

  private long pitch(int side) {
    return (long) side * scale + gap;
  }

  private static void fill(BufferedImage montage) {
    WritableRaster raster = montage.getRaster();
    int[] row = new int[montage.getWidth() * raster.getNumBands()];
    Arrays.fill(row, GAP_GREY);
    for (int y = 0; y < montage.getHeight(); y++) {
      raster.setPixels(0, y, montage.getWidth(), 1, row);
    }
  }

  private void paste(ImageSet images, byte[] image, WritableRaster to, int left, int top) {
    int width = images.width() * scale;
    int height = images.height() * scale;
    int plane = images.width() * images.height();
    for (int c = 0; c < images.channels(); c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int from = c * plane + y / scale * images.width() + x / scale;
          to.setSample(left + x, top + y, c, Byte.toUnsignedInt(image[from]));
        }
      }
    }
  }
}
