package rivulet.data;

import java.util.BitSet;

/**
 * Images in memory, in blocks of a whole number of images. Blocks are allocated as content arrives,
 * so a header that promises more than the file holds costs one block, not the promise.
 */
final class PixelBlocks implements Pixels {
  private static final int BLOCK_BYTES = 4 << 20;

  /** Images in memory beside the set while it is read: as decoded, as planes, as a new block. */
  private static final int WORKING_IMAGES = 3;

  private final int bytes;
  private final long count;
  private final int imagesPerBlock;
  private final byte[][] blocks;
  private final BitSet turned = new BitSet();
  private long added;

  /** Refuses sets that cannot fit, before any pixel is allocated. */
  PixelBlocks(String file, ImageShape shape, long count) {
    checkMemory(file, shape, count);
    this.bytes = shape.bytes();
    this.count = count;
    this.imagesPerBlock = Math.max(1, BLOCK_BYTES / bytes);
    this.blocks = new byte[Math.toIntExact((count + imagesPerBlock - 1) / imagesPerBlock)][];
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
              + " bytes, three quarters of the heap): give Java a larger heap (-Xmx), a smaller"
              + " file, or an unpacked IDX or NPY file, which stays on disk");
    }
  }

  /** Adds an image, and whether it was turned on the way from its file. */
  void add(byte[] planar, boolean isTurned) {
    int block = (int) (added / imagesPerBlock);
    if (blocks[block] == null) {
      long left = Math.min(imagesPerBlock, count - added);
      blocks[block] = new byte[(int) left * bytes];
    }
    System.arraycopy(planar, 0, blocks[block], place(added), bytes);
    turned.set(Math.toIntExact(added), isTurned);
    added++;
  }

  /** Images so far. */
  long added() {
    return added;
  }

  private int place(long index) {
    return (int) (index % imagesPerBlock) * bytes;
  }

  @Override
  public void read(long index, byte[] destination) {
    System.arraycopy(blocks[(int) (index / imagesPerBlock)], place(index), destination, 0, bytes);
  }

  @Override
  public boolean turned(long index) {
    return turned.get((int) index);
  }
}
