package rivulet.data;

import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * Images in memory, in blocks of a whole number of images. Blocks are allocated as content arrives,
 * so a header that promises more than the file holds costs one block, not the promise.
 */
final class PackedImages implements ImageSet {
  private static final int BLOCK_BYTES = 4 << 20;

  /** Images in memory beside the set while it is read: as decoded, as planes, as a new block. */
  private static final int WORKING_IMAGES = 3;

  private final String name;
  private final ImageShape shape;
  private final long count;
  private final int imagesPerBlock;
  private final byte[][] blocks;
  private final BitSet turned = new BitSet();
  private byte[] labels = {};
  private List<String> classNames = List.of();

  private PackedImages(String name, ImageShape shape, long count) {
    this.name = name;
    this.shape = shape;
    this.count = count;
    this.imagesPerBlock = Math.max(1, BLOCK_BYTES / shape.bytes());
    this.blocks = new byte[Math.toIntExact((count + imagesPerBlock - 1) / imagesPerBlock)][];
  }

  /** Gathers exactly {@code count} images, then closes the set. */
  static final class Builder {
    private final PackedImages images;
    private long added;

    /** Refuses sets without images and sets that cannot fit, before any pixel is allocated. */
    Builder(String file, String name, ImageShape shape, long count) {
      if (count < 1) {
        throw new DataException(file + ": header says 0 images: give a file that holds some");
      }
      checkMemory(file, shape, count);
      this.images = new PackedImages(name, shape, count);
    }

    void add(byte[] planar) {
      add(planar, false);
    }

    /** Adds an image, and whether it was turned on the way from its file. */
    void add(byte[] planar, boolean turned) {
      PackedImages to = images;
      int block = (int) (added / to.imagesPerBlock);
      if (to.blocks[block] == null) {
        long left = Math.min(to.imagesPerBlock, to.count - added);
        to.blocks[block] = new byte[(int) left * to.shape.bytes()];
      }
      System.arraycopy(planar, 0, to.blocks[block], to.place(added), to.shape.bytes());
      to.turned.set(Math.toIntExact(added), turned);
      added++;
    }

    ImageSet build(FolderClasses classes) {
      images.classNames = classes.names();
      return build(classes.labels());
    }

    ImageSet build(byte[] labels) {
      if (added != images.count) {
        throw new IllegalStateException(added + " images added of " + images.count);
      }
      images.labels = labels;
      return images;
    }
  }

  private static void checkMemory(String file, ImageShape shape, long count) {
    long allowed = Runtime.getRuntime().maxMemory() / 4 * 3;
    // Divided, not multiplied: a header can state counts whose product overflows.
    long fitting = Math.max(0, allowed / shape.bytes() - WORKING_IMAGES);
    if (count > fitting) {
      throw new DataException(
          file
              + ": header says "
              + count
              + " images of "
              + shape
              + ", memory allows "
              + fitting
              + " of them ("
              + allowed
              + " bytes, three quarters of the heap): give Java a larger heap (-Xmx) or a smaller"
              + " file");
    }
  }

  private int place(long index) {
    return (int) (index % imagesPerBlock) * shape.bytes();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long count() {
    return count;
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
    int bytes = shape.bytes();
    ImageIndex.checkDestination(name, destination, bytes);
    System.arraycopy(blocks[(int) (index / imagesPerBlock)], place(index), destination, 0, bytes);
  }

  @Override
  public OptionalInt label(long index) {
    ImageIndex.check(name, index, count);
    return labels.length == 0
        ? OptionalInt.empty()
        : OptionalInt.of(Byte.toUnsignedInt(labels[(int) index]));
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public boolean turned(long index) {
    ImageIndex.check(name, index, count);
    return turned.get((int) index);
  }
}
