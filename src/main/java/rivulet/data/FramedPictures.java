package rivulet.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rivulet.data.format.PictureDecoder;
import rivulet.data.format.PictureHeader;
import rivulet.data.resize.Cut;
import rivulet.data.resize.Framing;
import rivulet.data.resize.Resizing;

/**
 * Images of one size made of pictures of any, whenever they are asked for. One picture is held, so
 * that images read in order decode each once.
 */
final class FramedPictures implements Pixels {
  private final List<Path> files;
  private final Framing framing;
  private final int channels;

  /** Images before each picture, and in all. */
  private final long[] before;

  private volatile Made last = new Made(-1, new Cut(0, 0, 0, 0, 0, 0), new byte[0]);

  /** What one picture became, planar. */
  private record Made(int picture, Cut cut, byte[] pixels) {}

  private FramedPictures(List<Path> files, Framing framing, int channels, long[] before) {
    this.files = files;
    this.framing = framing;
    this.channels = channels;
    this.before = before;
  }

  /**
   * A set of them, in their order. Every header is read.
   *
   * @throws DataException if some are too small for one image
   */
  static ImageSet set(String source, List<Path> files, FolderClasses classes, Framing framing) {
    long[] before = new long[files.size() + 1];
    List<String> small = new ArrayList<>();
    boolean grey = true;
    for (int k = 0; k < files.size(); k++) {
      PictureHeader header = new PictureDecoder(files.get(k)).header();
      grey &= header.grey();
      long images = images(framing.cut(header.height(), header.width()), framing.side());
      if (images == 0) {
        small.add(files.get(k) + ", " + header.size());
      }
      before[k + 1] = before[k] + images;
    }
    requireLarge(source, small, files.size(), framing);
    int channels = grey ? 1 : 3;
    int side = framing.side();
    FramedPictures pixels = new FramedPictures(files, framing, channels, before);
    return new PackedImages(
        source,
        ImageShape.of(source, channels, side, side),
        before[files.size()],
        pixels,
        pixels.labels(classes),
        classes.names());
  }

  private static void requireLarge(String source, List<String> small, int all, Framing framing) {
    if (!small.isEmpty()) {
      long shrink = framing instanceof Framing.Tiles tiles ? tiles.shrink() : 1;
      throw new DataException(
          "%s: %d of %d pictures have fewer than %d rows or columns (the first: %s): pictures are"
                  .formatted(source, small.size(), all, framing.side() * shrink, small.getFirst())
              + " not made larger, move them away or ask for smaller images");
    }
  }

  private static long images(Cut cut, int side) {
    return (long) (cut.rows() / side) * (cut.columns() / side);
  }

  private byte[] labels(FolderClasses classes) {
    if (classes.labels().length == 0) {
      return classes.labels();
    }
    byte[] labels = new byte[Math.toIntExact(before[files.size()])];
    for (int k = 0; k < files.size(); k++) {
      Arrays.fill(labels, (int) before[k], (int) before[k + 1], classes.labels()[k]);
    }
    return labels;
  }

  @Override
  public void read(long index, byte[] destination) {
    int picture = picture(index);
    Made made = last;
    if (made.picture() != picture) {
      made = make(picture);
      last = made;
    }
    copy(made, (int) (index - before[picture]), destination);
  }

  private Made make(int picture) {
    PictureDecoder decoder = new PictureDecoder(files.get(picture));
    ImageShape shape = decoder.header().shape(files.get(picture).toString(), channels);
    byte[] planar = new byte[shape.bytes()];
    decoder.decode(shape, planar);
    Cut cut = framing.cut(shape.height(), shape.width());
    Resizing resizing = new Resizing(framing.filter(), cut);
    int size = cut.rows() * cut.columns();
    byte[] pixels = new byte[channels * size];
    for (int c = 0; c < channels; c++) {
      int from = c * shape.height() * shape.width();
      resizing.plane(planar, from, shape.width(), pixels, c * size);
    }
    return new Made(picture, cut, pixels);
  }

  private void copy(Made made, int tile, byte[] destination) {
    int side = framing.side();
    int columns = made.cut().columns();
    int corner = tile / (columns / side) * side * columns + tile % (columns / side) * side;
    for (int row = 0; row < channels * side; row++) {
      int plane = row / side * made.cut().rows() * columns;
      int from = plane + corner + row % side * columns;
      System.arraycopy(made.pixels(), from, destination, row * side, side);
    }
  }

  @Override
  public boolean turned(long index) {
    return new PictureDecoder(files.get(picture(index))).header().turns();
  }

  /** The one that an image is made of. */
  private int picture(long index) {
    int found = Arrays.binarySearch(before, index);
    return found >= 0 ? found : -found - 2;
  }
}
