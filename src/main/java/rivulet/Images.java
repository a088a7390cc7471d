package rivulet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import rivulet.data.DataException;
import rivulet.data.EightBit;
import rivulet.data.ImageGrid;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.ImageShape;
import rivulet.data.NpyLayout;
import rivulet.data.Part;
import rivulet.data.ReadOptions;
import rivulet.data.Sha256;
import rivulet.data.Split;
import rivulet.data.format.PngWriter;
import rivulet.data.resize.Filter;
import rivulet.data.resize.Framing;
import rivulet.measure.ood.Alteration;
import rivulet.measure.ood.AlteredImages;
import rivulet.names.Named;
import rivulet.noise.Dequantiser;
import rivulet.store.AtomicFile;
import rivulet.store.NpyImages;
import rivulet.store.TemporaryFolder;

/** Images of one size, 8 bits per sample. Immutable. */
public final class Images {
  /** How a four-dimensional array may be read: by the order of its axes, or as it looks. */
  public static final List<String> LAYOUTS =
      Stream.of(NpyLayout.values()).map(NpyLayout::name).toList();

  /** How pixels of large pictures may be averaged, the usual one first. */
  public static final List<String> FILTERS = Filter.names();

  private static final String AUTO = NpyLayout.AUTO.name();

  private final ImageSet set;

  Images(ImageSet set) {
    this.set = set;
  }

  /**
   * Reads IDX, NPY, NPZ, CIFAR, PNG, JPEG or a folder of pictures; of a folder with two parts the
   * training part.
   *
   * @throws rivulet.data.DataException if there is nothing there that can be read
   */
  public static Images read(Path path) {
    return read(path, false, AUTO);
  }

  /** The same; of a folder in the manner of MNIST the test part. */
  public static Images readTest(Path path) {
    return read(path, true, AUTO);
  }

  /**
   * Reads with what a path alone does not say.
   *
   * @param test whether the test part is meant of a folder in the manner of MNIST, else the
   *     training part; other paths ignore it
   * @param layout of a four-dimensional array, NPY or IDX, one of {@link #LAYOUTS} in any case;
   *     other formats ignore it
   * @throws rivulet.data.DataException if there is nothing there that can be read
   * @throws IllegalArgumentException for another layout
   */
  public static Images read(Path path, boolean test, String layout) {
    NpyLayout read =
        Named.of("layout", layout.toUpperCase(Locale.ROOT), NpyLayout.values(), NpyLayout::name);
    return new Images(ImageSets.open(path, new ReadOptions(test ? Part.TEST : Part.TRAIN, read)));
  }

  /** The training part of a folder that also holds a test part. */
  public static Optional<Images> trainingPart(Path path) {
    return ImageSets.twoParts(path) ? Optional.of(read(path)) : Optional.empty();
  }

  /** Whether a path holds a training or a test part, so that either can be asked for. */
  public static boolean hasParts(Path path) {
    return ImageSets.hasParts(path);
  }

  /**
   * The central squares of a folder's pictures of any sizes, resized. Pictures are decoded whenever
   * an image is asked for; {@link #writeNpy} makes a file of them.
   *
   * @param side rows and columns of an image
   * @param filter one of {@link #FILTERS}
   * @throws rivulet.data.DataException if there is no picture, or some are smaller
   */
  public static Images centreSquares(Path folder, int side, String filter) {
    return new Images(
        ImageSets.framed(folder, new Framing.CentreSquare(side, Filter.named(filter))));
  }

  /**
   * Tiles without overlap of a folder's pictures, which are first made smaller {@code shrink} times
   * in each direction; else as {@link #centreSquares}.
   */
  public static Images tiles(Path folder, int side, int shrink, String filter) {
    return new Images(
        ImageSets.framed(folder, new Framing.Tiles(side, shrink, Filter.named(filter))));
  }

  /**
   * One picture, PNG or JPEG, from the bytes of its file.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException if it is damaged, or none of these
   */
  public static Images picture(String name, byte[] file) {
    try (TemporaryFolder folder = TemporaryFolder.create("rivulet-picture")) {
      Path path = folder.write("picture", file);
      try {
        Images read = read(path);
        if (read.count() != 1) {
          throw new IllegalArgumentException(
              name + ": holds " + read.count() + " images; give one picture, PNG or JPEG");
        }
        return of(read.image(0), read.channels(), read.height(), read.width());
      } catch (DataException e) {
        throw new IllegalArgumentException(e.getMessage().replace(path.toString(), name), e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": cannot be kept for reading (" + e + ")", e);
    }
  }

  /**
   * Images from memory.
   *
   * @param pixels N·C·H·W bytes, image by image and planar; copied
   * @throws IllegalArgumentException unless the length is a positive multiple of C·H·W
   */
  public static Images of(byte[] pixels, int channels, int height, int width) {
    Objects.requireNonNull(pixels, "images: pixels");
    return new Images(ImageSets.of("images", channels, height, width, pixels));
  }

  /**
   * Pixels in [0,1], which are clipped there and rounded down to the 256 cells.
   *
   * @param values planar, an image each; longer arrays are read from their start
   */
  public static Images rounded(double[][] values, int channels, int height, int width) {
    int size = new ImageShape(channels, height, width).bytes();
    return of(EightBit.of(values, size).pixels(), channels, height, width);
  }

  /** A name for people: file or folder, and the part of it. */
  public String name() {
    return set.name();
  }

  /** How many there are, at least 1. */
  public int count() {
    return Math.toIntExact(set.count());
  }

  /** Channels of each. */
  public int channels() {
    return set.channels();
  }

  /** Rows of each. */
  public int height() {
    return set.height();
  }

  /** Columns of each. */
  public int width() {
    return set.width();
  }

  /** Values of each, D = C·H·W. */
  public int dimensions() {
    return set.imageBytes();
  }

  /**
   * The images {@code from … from + count − 1}; they keep their noise.
   *
   * @throws IllegalArgumentException if that range is empty or leaves the images
   */
  public Images slice(int from, int count) {
    return new Images(set.slice(from, count));
  }

  /**
   * Images divided at random: those that are trained on, and those held back for choices. Which is
   * a function of the images' number, how many are held back, and the seed.
   */
  public record Divided(Images training, Images heldBack) {}

  /**
   * Holds some back.
   *
   * @throws IllegalArgumentException if a part would be empty
   */
  public Divided divided(long heldBack, long seed) {
    Split split = Split.of(set, heldBack, seed);
    return new Divided(
        new Images(set.select(split.train())), new Images(set.select(split.validation())));
  }

  /**
   * Images that a model was not trained on, made of these: a function of seed and index.
   *
   * @param how {@code shuffle:pixels}; {@code shuffle:patches:SIDE}, squares that keep what is in
   *     them; {@code constant}, one random value for each channel; {@code noise}, uniform; {@code
   *     contrast:FACTOR}, distances from the image's mean multiplied
   * @throws IllegalArgumentException for another text, or patches that do not fit
   */
  public Images altered(String how, long seed) {
    return new Images(AlteredImages.of(set, Alteration.parse(how), seed));
  }

  /** The first of them, at most {@code count}. */
  public Images first(int count) {
    return slice(0, Math.min(count, count()));
  }

  /**
   * One image, planar.
   *
   * @throws IllegalArgumentException if there is no such image
   */
  public byte[] image(int index) {
    byte[] pixels = new byte[set.imageBytes()];
    set.read(index, pixels);
    return pixels;
  }

  /**
   * One image as the centres of its cells, (X + ½)/256, planar.
   *
   * @throws IllegalArgumentException if there is no such image
   */
  public double[] centred(int index) {
    double[] values = new double[set.imageBytes()];
    Dequantiser.centred(set).read(index, 0, values);
    return values;
  }

  /** The index an image has in its file, by which its noise is drawn. */
  public long index(int image) {
    return set.originalIndex(image);
  }

  /** Classes of the images, 0 without. */
  public int classes() {
    return set.label(0).isPresent() ? ImageLabels.of(set).classes() : 0;
  }

  /** Names of the classes by label; empty if they are numbers only, or there are none. */
  public List<String> classNames() {
    return set.classNames();
  }

  /** How many were turned or mirrored when they were read, as the EXIF of their files says. */
  public long turned() {
    return LongStream.range(0, set.count()).filter(set::turned).count();
  }

  /** SHA-256 of a file as it lies on disk, still packed. */
  public static String sha256(Path file) {
    return Sha256.ofFile(file);
  }

  /** SHA-256 of the content, whatever file it came from. */
  public String sha256() {
    return set.sha256();
  }

  /** Pictures that one image is drawn as: 1 of grey or colour, else a grey one for each channel. */
  public int picturesOfOne() {
    return ImageGrid.pictures(channels());
  }

  /** Writes all images as PNG, in a nearly square grid; whole or not at all. */
  public void writePng(Path file) {
    write(file, ImageGrid.fitting(set));
  }

  /**
   * Writes all images as PNG; whole or not at all.
   *
   * @param columns images per row
   * @param gap width of the lines between and around images
   * @param scale side of the square that one pixel becomes
   */
  public void writePng(Path file, int columns, int gap, int scale) {
    write(file, new ImageGrid(columns, gap, scale));
  }

  private void write(Path file, ImageGrid grid) {
    var picture = grid.draw(set);
    AtomicFile.write(file, stream -> PngWriter.write(picture, stream));
  }

  /** The bytes of {@link #writePng(Path, int, int, int)}. */
  public byte[] png(int columns, int gap, int scale) {
    return PngWriter.encode(new ImageGrid(columns, gap, scale).draw(set));
  }

  /**
   * Writes all images as NPY, uint8 of N x H x W x C or, of grey ones, N x H x W, and their labels,
   * if they have some, as {@code NAME-labels.npy} beside; each file whole or not at all.
   *
   * @param progress told the images written
   */
  public void writeNpy(Path file, Progress progress) {
    new NpyImages(file).write(set, done -> progress.done(done, set.count()));
  }

  /** The same for the rooms behind this door. */
  @SuppressWarnings("exports")
  public ImageSet set() {
    return set;
  }

  /** Size of one as people write it: 1x28x28. */
  public String shape() {
    return channels() + "x" + height() + "x" + width();
  }

  @Override
  public String toString() {
    return count() + " images of " + shape();
  }
}
