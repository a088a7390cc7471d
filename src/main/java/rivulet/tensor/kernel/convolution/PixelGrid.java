package rivulet.tensor.kernel.convolution;

import java.lang.foreign.MemorySegment;
import rivulet.tensor.Layout;
import rivulet.tensor.kernel.Elementwise;
import rivulet.tensor.kernel.StagedBuffer;

/**
 * How a batch of images lies in a {@link StagedBuffer}: pixel after pixel, and around each image a
 * margin of zeros that it shares with its neighbours. The last pixel of a row is also left of the
 * next row, the row below an image also above the next: (height + 1)·(width + 1) pixels per image
 * instead of (height + 2)·(width + 2), and one row and pixel in front.
 *
 * <p>A 3×3 convolution of the whole batch is then nine products of the same tall matrix, each time
 * shifted by some pixels; what they compute for margins is not read.
 *
 * @param layout of one image in host memory
 * @param margin 1 for 3×3 kernels, 0 for 1×1
 */
record PixelGrid(Layout layout, int margin) {
  /** Floats of a pixel. */
  int channels() {
    return layout.channelStride();
  }

  private int rowPixels() {
    return layout.shape().width() + margin;
  }

  private int imagePixels() {
    return (layout.shape().height() + margin) * rowPixels();
  }

  /** Zero pixels in front of the first image. */
  int lead() {
    return margin * (rowPixels() + 1);
  }

  /** Pixels from the start to a tap's view of the first pixel, for taps counted from the corner. */
  int tapOffset(int dy, int dx) {
    return dy * rowPixels() + dx;
  }

  /** Pixels from the first to the last that is computed, margins between them included. */
  int computedPixels(int images) {
    return images * imagePixels() - lead();
  }

  /** Bytes of a batch. */
  long bytes(int images) {
    return 4L * channels() * (lead() + (long) images * imagePixels());
  }

  /** Bytes of what is computed. */
  long computedBytes(int images) {
    return 4L * channels() * computedPixels(images);
  }

  /** Most images of a batch of about that many bytes; at least one. */
  int imagesWithin(long bytes) {
    return Math.clamp(bytes / (4L * channels() * imagePixels()), 1, 1 << 20);
  }

  /** Writes the zeros in front of the first image. */
  void writeLead(MemorySegment grid) {
    if (margin > 0) {
      Elementwise.fill(0f, grid, 0, lead() * channels());
    }
  }

  /** Writes image number {@code n} of the batch and the zeros right of it and below. */
  void write(MemorySegment image, long at, MemorySegment grid, int n) {
    long row = 4L * channels() * rowPixels();
    long to = 4L * channels() * (lead() + (long) n * imagePixels());
    long from = at + layout.origin();
    for (int y = 0; y < layout.shape().height(); y++) {
      Elementwise.copy(image, from, grid, to, layout.rowFloats());
      if (margin > 0) {
        Elementwise.fill(0f, grid, to + 4L * layout.rowFloats(), channels());
      }
      from += layout.rowBytes();
      to += row;
    }
    if (margin > 0) {
      Elementwise.fill(0f, grid, to, rowPixels() * channels());
    }
  }

  /** Reads image number {@code n} of a computed batch, which has no lead. */
  void read(MemorySegment computed, int n, MemorySegment image, long at) {
    long row = 4L * channels() * rowPixels();
    long from = 4L * channels() * n * imagePixels();
    long to = at + layout.origin();
    for (int y = 0; y < layout.shape().height(); y++) {
      Elementwise.copy(computed, from, image, to, layout.rowFloats());
      from += row;
      to += layout.rowBytes();
    }
  }
}
