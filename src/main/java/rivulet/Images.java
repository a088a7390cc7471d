package rivulet;

import java.nio.file.Path;
import java.util.Objects;
import rivulet.data.ImageGrid;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.data.Part;
import rivulet.data.ReadOptions;
import rivulet.data.format.PngWriter;
import rivulet.noise.Dequantiser;
import rivulet.store.AtomicFile;
import rivulet.store.NpyWriter;

/** Images of one size, 8 bits per sample. Immutable. */
public final class Images {
  private final ImageSet set;

  Images(ImageSet set) {
    this.set = set;
  }

  /**
   * Reads IDX, NPY, PNG, JPEG or a folder of pictures; of a folder in the manner of MNIST the
   * training part.
   *
   * @throws rivulet.data.DataException if there is nothing there that can be read
   */
  public static Images read(Path path) {
    return new Images(ImageSets.open(path, ReadOptions.defaults().withPart(Part.TRAIN)));
  }

  /** The same; of a folder in the manner of MNIST the test part. */
  public static Images readTest(Path path) {
    return new Images(ImageSets.open(path, ReadOptions.defaults().withPart(Part.TEST)));
  }

  /**
   * Images from memory.
   *
   * @param pixels N·C·H·W bytes, image by image and planar; copied
   * @throws IllegalArgumentException if the length is not a positive multiple of C·H·W
   */
  public static Images of(byte[] pixels, int channels, int height, int width) {
    Objects.requireNonNull(pixels, "images: pixels");
    return new Images(ImageSets.of("images", channels, height, width, pixels));
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

  /** SHA-256 of the content, whatever file it came from. */
  public String sha256() {
    return set.sha256();
  }

  /** Writes a grid of all images as PNG, whole or not at all. */
  public void writePng(Path file) {
    var picture = ImageGrid.fitting(set).draw(set);
    AtomicFile.write(file, stream -> PngWriter.write(picture, stream));
  }

  static void writeNpy(Path file, int channels, int height, int width, double[][] images) {
    int size = channels * height * width;
    float[] values = new float[Math.multiplyExact(images.length, size)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) images[i / size][i % size];
    }
    NpyWriter.floats(file, new long[] {images.length, channels, height, width}, values);
  }

  ImageSet set() {
    return set;
  }

  @Override
  public String toString() {
    return count() + " images of " + channels() + "x" + height() + "x" + width();
  }
}
