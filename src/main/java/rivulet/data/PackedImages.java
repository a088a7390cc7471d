package rivulet.data;

import java.util.List;
import java.util.OptionalInt;

/**
 * Images of one shape, wherever their bytes are.
 *
 * @param name for people
 * @param labels one for each image, or none; not copied
 * @param classNames by label, or none
 */
record PackedImages(
    String name,
    ImageShape shape,
    long count,
    Pixels pixels,
    byte[] labels,
    List<String> classNames)
    implements ImageSet {

  /** Without names of classes. */
  PackedImages(String name, ImageShape shape, long count, Pixels pixels, byte[] labels) {
    this(name, shape, count, pixels, labels, List.of());
  }

  /** Gathers exactly {@code count} images in memory, then closes the set. */
  static final class Builder {
    private final String name;
    private final ImageShape shape;
    private final long count;
    private final PixelBlocks blocks;

    /** Refuses sets without images and sets that cannot fit, before any pixel is allocated. */
    Builder(String file, String name, ImageShape shape, long count) {
      requireImages(file, count);
      this.name = name;
      this.shape = shape;
      this.count = count;
      this.blocks = new PixelBlocks(file, shape, count);
    }

    void add(byte[] planar) {
      blocks.add(planar, false);
    }

    ImageSet build(FolderClasses classes) {
      return built(classes.labels(), classes.names());
    }

    ImageSet build(byte[] labels) {
      return built(labels, List.of());
    }

    private ImageSet built(byte[] labels, List<String> names) {
      if (blocks.added() != count) {
        throw new IllegalStateException(blocks.added() + " images added of " + count);
      }
      return new PackedImages(name, shape, count, blocks, labels, names);
    }
  }

  static void requireImages(String file, long count) {
    if (count < 1) {
      throw new DataException(file + ": header says 0 images: give a file that holds some");
    }
  }

  @Override
  public int channels() {
    return shape.channels();
  }

  @Override
  public int height() {
    return shape.height();
  }

  @Override
  public int width() {
    return shape.width();
  }

  @Override
  public void read(long index, byte[] destination) {
    ImageIndex.check(name, index, count);
    ImageIndex.checkDestination(name, destination, shape.bytes());
    pixels.read(index, destination);
  }

  @Override
  public OptionalInt label(long index) {
    ImageIndex.check(name, index, count);
    return labels.length == 0
        ? OptionalInt.empty()
        : OptionalInt.of(Byte.toUnsignedInt(labels[(int) index]));
  }

  @Override
  public boolean turned(long index) {
    ImageIndex.check(name, index, count);
    return pixels.turned(index);
  }
}
