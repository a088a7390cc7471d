package rivulet.data;

/** Where the bytes of a set's images are: in memory, in a block of a file, or in pictures. */
interface Pixels {
  /**
   * What of a set is kept in memory whole. A larger one is read from its files image by image where
   * these are plain; the bytes are the same.
   */
  long MEMORY_BYTES = 256L << 20;

  /**
   * Copies one image, planar, to the start of the destination; safe for any number of threads.
   *
   * @param index of the image, which exists
   * @param destination modified; long enough
   */
  void read(long index, byte[] destination);

  /** Whether an image was turned as its file says. */
  boolean turned(long index);

  /** Whether so many images of a shape are left in their files. */
  static boolean stayOutside(ImageShape shape, long count) {
    return count > MEMORY_BYTES / shape.bytes();
  }
}
