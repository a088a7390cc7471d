package rivulet.tensor.kernel.convolution;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Elementwise;
import rivulet.tensor.kernel.GuardedImages;
import rivulet.tensor.kernel.Lanes;
import rivulet.tensor.kernel.Tuning;

/** One convolution with packed weights on guarded images, ready to run any number of times. */
public final class ConvolutionRun {
  /** Chooses the algorithm. */
  @FunctionalInterface
  public interface Algorithm {
    Convolution of(Shape input, int outputs);
  }

  public final Convolution convolution;
  final KernelShape kernel;
  final boolean adjoint;
  final double[] weights;
  public final GuardedImages from;
  public final GuardedImages to;
  private final ImageBatch batch;
  private final MemorySegment packed;
  private final MemorySegment scratch;

  /** A run of the algorithm that the tuning asks for. */
  public ConvolutionRun(
      Arena arena, Shape image, KernelShape kernel, boolean adjoint, boolean winograd, int count) {
    this(
        arena,
        image,
        kernel,
        adjoint,
        (input, outputs) ->
            Convolution.of(
                input,
                outputs,
                kernel.size(),
                new Tuning(winograd ? WinogradTile.TWO : WinogradTile.NONE)),
        count);
  }

  /**
   * A run.
   *
   * @param image extent of the images; the channels come from the kernel
   */
  public ConvolutionRun(
      Arena arena,
      Shape image,
      KernelShape kernel,
      boolean adjoint,
      Algorithm algorithm,
      int count) {
    this.kernel = kernel;
    this.adjoint = adjoint;
    int inputs = adjoint ? kernel.outputs() : kernel.inputs();
    int outputs = adjoint ? kernel.inputs() : kernel.outputs();
    Shape shape = image.withChannels(inputs);
    int border = Convolution.border(kernel.size());
    convolution = algorithm.of(shape, outputs);
    from = GuardedImages.random(arena, new Layout(shape, border), count, 11);
    to = GuardedImages.stale(arena, new Layout(shape.withChannels(outputs), border), count);
    batch = new ImageBatch(count);
    for (int n = 0; n < count; n++) {
      batch.add(from.segment, from.at(n), to.segment, to.at(n));
    }
    weights = weights(kernel, 12);
    MemorySegment w = canonical(arena, weights);
    packed = arena.allocate(convolution.packedBytes(), 64);
    scratch = arena.allocate(Math.max(64, convolution.scratchBytes()), 64);
    Elementwise.fill(Float.NaN, scratch, 0, (int) (scratch.byteSize() / 4));
    convolution.pack(w, 0, adjoint, packed, 0);
  }

  /** Weights in [−1, 1) that are floats. */
  static double[] weights(KernelShape kernel, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] weights = new double[(int) kernel.elements()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextDouble(-1, 1);
    }
    return weights;
  }

  static MemorySegment canonical(Arena arena, double[] weights) {
    MemorySegment w = arena.allocate(4L * weights.length, 64);
    for (int i = 0; i < weights.length; i++) {
      Lanes.set(w, 4L * i, (float) weights[i]);
    }
    return w;
  }

  public void run() {
    convolution.run(batch, packed, 0, scratch, 0);
  }

  /** Computes one band of some, with a scratch of NaNs of its own. */
  void band(Arena arena, int number, int count) {
    MemorySegment own = arena.allocate(scratch.byteSize(), 64);
    Elementwise.fill(Float.NaN, own, 0, (int) (own.byteSize() / 4));
    Band band = new Band();
    band.take(number, count);
    convolution.run(batch, band, packed, 0, own, 0);
  }

  public ConvolutionReference reference(int n) {
    Shape shape = from.layout.shape();
    return adjoint
        ? ConvolutionReference.adjoint(from.planar(n), shape, weights, kernel)
        : ConvolutionReference.forward(from.planar(n), shape, weights, kernel);
  }

  @Override
  public String toString() {
    return convolution.algorithm()
        + (adjoint ? " adjoint of " : " ")
        + kernel
        + " on "
        + from.count
        + " x "
        + from.layout.shape();
  }
}
