package rivulet.data;

/** The checks that every image set makes at its door. */
final class ImageIndex {
  private ImageIndex() {}

  static void check(String name, long index, long count) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException(
          name + ": image " + index + " asked, the set has 0 to " + (count - 1));
    }
  }

  static void checkDestination(String name, byte[] destination, int imageBytes) {
    if (destination.length < imageBytes) {
      throw new IllegalArgumentException(
          name
              + ": an image has "
              + imageBytes
              + " bytes, the destination holds "
              + destination.length);
    }
  }
}
