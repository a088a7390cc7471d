package rivulet.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.OptionalInt;

/**
 * N images of one size, 8 bits per sample, planar: C planes of H rows of W bytes each. Immutable
 * and safe for any number of threads.
 */
public interface ImageSet {
  /** A name for people: file or folder, and the part of it; never used to find anything. */
  String name();

  /** Number of images, at least 1. */
  long count();

  /** Channels per image. */
  int channels();

  /** Rows per image. */
  int height();

  /** Columns per image. */
  int width();

  /**
   * Copies one image, planar C·H·W, to the start of {@code destination}; allocates nothing.
   *
   * @param index 0 to count − 1
   * @param destination modified; at least {@link #imageBytes} long
   * @throws IllegalArgumentException if the index or the destination does not fit
   */
  void read(long index, byte[] destination);

  /** The class of an image, 0 to 255, where the data set has classes. */
  OptionalInt label(long index);

  /**
   * Names of the classes by label, where the data set names them: {@link #label} is below their
   * number. Empty where classes are numbers only, or where there are none.
   */
  default List<String> classNames() {
    return List.of();
  }

  /** Whether an image was turned or mirrored, as the EXIF orientation in its file says. */
  default boolean turned(long index) {
    ImageIndex.check(name(), index, count());
    return false;
  }

  /**
   * The index the image has in the set that was read from disk. Noise is keyed by it, so slices and
   * splits do not change what an image meets.
   */
  default long originalIndex(long index) {
    ImageIndex.check(name(), index, count());
    return index;
  }

  /** Bits per sample: 8. */
  default int bits() {
    return 8;
  }

  /** Bytes, and dimensions D, of one image: C·H·W. */
  default int imageBytes() {
    return channels() * height() * width();
  }

  /**
   * The images {@code offset} to {@code offset + limit − 1}, as a view.
   *
   * @throws IllegalArgumentException if that range is empty or leaves the set
   */
  default ImageSet slice(long offset, long limit) {
    return SlicedImages.of(this, offset, limit);
  }

  /**
   * The images at the given positions, in that order, as a view. The array is copied.
   *
   * @throws IllegalArgumentException if there are none or one is outside the set
   */
  default ImageSet select(long[] positions) {
    return SelectedImages.of(this, positions);
  }

  /**
   * SHA-256 of the decoded content, in hex: of the ASCII line {@code "rivulet images u8 N C H W\n"}
   * (numbers in decimal) and of all images in order, planar. Names, labels, file formats,
   * compression and original indices do not enter.
   */
  default String sha256() {
    MessageDigest digest = Sha256.newDigest();
    String shape = count() + " " + channels() + " " + height() + " " + width();
    digest.update(("rivulet images u8 " + shape + "\n").getBytes(StandardCharsets.US_ASCII));
    byte[] image = new byte[imageBytes()];
    for (long i = 0; i < count(); i++) {
      read(i, image);
      digest.update(image);
    }
    return Sha256.hex(digest);
  }
}
