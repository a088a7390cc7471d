package rivulet.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;

/**
 * A set of images as NPY, uint8: N x H x W of grey ones, else N x H x W x C, the order that NumPy's
 * friends draw. Only one image is held. Labels are {@code NAME-labels.npy} beside {@code NAME.npy},
 * where they are looked for again.
 */
public record NpyImages(Path file) {
  private static final String ENDING = ".npy";

  /**
   * A file to be written.
   *
   * @throws StoreException if its name does not end in {@code .npy}
   */
  public NpyImages {
    if (!file.toString().endsWith(ENDING)) {
      throw new StoreException(file + ": NPY is written: give a name that ends in " + ENDING);
    }
  }

  /** Where labels go. */
  public Path labels() {
    String name = file.toString();
    return Path.of(name.substring(0, name.length() - ENDING.length()) + "-labels" + ENDING);
  }

  /**
   * Looks whether the files can be written, before the work.
   *
   * @param labelled whether the images have labels
   * @throws StoreException if not, or if labels of other images lie where these would be looked for
   */
  public void require(boolean labelled) {
    AtomicFile.requireRegular(file);
    if (labelled) {
      AtomicFile.requireRegular(labels());
    } else if (Files.exists(labels())) {
      throw new StoreException(
          labels() + ": would be taken for the labels of " + file + ", which has none: remove it");
    }
  }

  /**
   * Writes images and labels, each file whole or not at all.
   *
   * @param written told the number of images written, after each
   */
  public void write(ImageSet images, LongConsumer written) {
    boolean labelled = images.label(0).isPresent();
    require(labelled);
    int count = Math.toIntExact(images.count());
    NpyWriter.bytes(
        file,
        shape(images),
        n -> {
          byte[] pixels = interleaved(images, n);
          written.accept(n + 1L);
          return pixels;
        });
    if (labelled) {
      ImageLabels classes = ImageLabels.of(images);
      byte[] labels = new byte[count];
      for (int n = 0; n < count; n++) {
        labels[n] = (byte) classes.at(n);
      }
      NpyWriter.bytes(labels(), new long[] {count}, labels);
    }
  }

  private static long[] shape(ImageSet images) {
    return images.channels() == 1
        ? new long[] {images.count(), images.height(), images.width()}
        : new long[] {images.count(), images.height(), images.width(), images.channels()};
  }

  private static byte[] interleaved(ImageSet images, int index) {
    byte[] planar = new byte[images.imageBytes()];
    images.read(index, planar);
    int channels = images.channels();
    int plane = planar.length / channels;
    byte[] pixels = new byte[planar.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = planar[i % channels * plane + i / channels];
    }
    return pixels;
  }
}
