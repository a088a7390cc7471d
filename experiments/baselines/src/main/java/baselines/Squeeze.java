package baselines;

import rivulet.tensor.Shape;

/**
 * Blocks of pixels as channels of one pixel, and back: with a convolution after it, one of that
 * stride; with one before its inverse, a sub-pixel convolution (Shi and others, arXiv 1609.05158).
 *
 * @param image shape before it
 * @param side rows and columns of a block
 */
record Squeeze(Shape image, int side) {
  Squeeze {
    if (side < 1 || image.height() % side != 0 || image.width() % side != 0) {
      throw new IllegalArgumentException(
          "squeeze: blocks of %dx%d do not fill %s".formatted(side, side, image));
    }
  }

  /** Shape after it. */
  Shape squeezed() {
    int channels = image.channels() * side * side;
    return new Shape(channels, image.height() / side, image.width() / side);
  }

  /** Index before it of a value after it, planar. */
  int source(int index) {
    Shape small = squeezed();
    int channel = index / small.pixels();
    int row = index % small.pixels() / small.width() * side + channel % (side * side) / side;
    int column = index % small.width() * side + channel % side;
    return (channel / (side * side) * image.height() + row) * image.width() + column;
  }
}
