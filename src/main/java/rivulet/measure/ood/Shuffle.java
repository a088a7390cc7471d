package rivulet.measure.ood;

import rivulet.random.NoiseStream;

/** Square patches of an image in another order. */
final class Shuffle {
  private Shuffle() {}

  /**
   * Puts patches at random places, every order equally likely.
   *
   * @param side of a patch; divides height and width
   * @param pixels planar; modified
   */
  static void patches(NoiseStream noise, int height, int width, int side, byte[] pixels) {
    int across = width / side;
    int[] order = new int[height / side * across];
    noise.permutation(order);
    byte[] before = pixels.clone();
    int plane = height * width;
    for (int i = 0; i < pixels.length; i++) {
      int row = i % plane / width;
      int column = i % width;
      int from = order[row / side * across + column / side];
      int fromRow = from / across * side + row % side;
      int fromColumn = from % across * side + column % side;
      pixels[i] = before[i - i % plane + fromRow * width + fromColumn];
    }
  }
}
