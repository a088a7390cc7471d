package rivulet.tensor.kernel.convolution;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Elementwise;
import rivulet.tensor.kernel.GuardedImages;
import rivulet.tensor.kernel.Lanes;
import rivulet.tensor.kernel.Tuning;

/** One kernel gradient on guarded images and cotangents, ready to run any number of times. */
public final class KernelGradientRun {
  final KernelGradient gradient;
  final KernelShape kernel;
  final GuardedImages x;
  final GuardedImages g;
  final double[] before;
  final MemorySegment canonical;
  private final ImageBatch batch;
  private final MemorySegment sum;
  private final MemorySegment scratch;

  public KernelGradientRun(
      Arena arena, Shape image, KernelShape kernel, int border, boolean winograd, int count) {
    this(
        arena,
        image,
        kernel,
        border,
        KernelGradient.of(
            image, kernel, border, new Tuning(winograd ? WinogradTile.TWO : WinogradTile.NONE)),
        count);
  }

  public KernelGradientRun(
      Arena arena,
      Shape image,
      KernelShape kernel,
      int border,
      KernelGradient gradient,
      int count) {
    this.kernel = kernel;
    this.gradient = gradient;
    Layout images =
        new Layout(image.withChannels(kernel.inputs()), Convolution.border(kernel.size()));
    Layout cotangents = new Layout(image.withChannels(kernel.outputs()), border);
    x = GuardedImages.random(arena, images, count, 21);
    g = GuardedImages.random(arena, cotangents, count, 22);
    batch = new ImageBatch(count);
    for (int n = 0; n < count; n++) {
      batch.add(x.segment, x.at(n), g.segment, g.at(n));
    }
    before = ConvolutionRun.weights(kernel, 23);
    canonical = ConvolutionRun.canonical(arena, before);
    sum = arena.allocate(4L * gradient.packedFloats(), 64);
    scratch = arena.allocate(Math.max(64, gradient.scratchBytes()), 64);
    Elementwise.fill(Float.NaN, scratch, 0, (int) (scratch.byteSize() / 4));
  }

  /** F(4×4, 3×3), whether or not it pays. */
  static KernelGradientRun largeTiles(
      Arena arena, Shape image, KernelShape kernel, int border, int count) {
    KernelGradient gradient = WinogradKernelGradient.four(image, kernel, border);
    return new KernelGradientRun(arena, image, kernel, border, gradient, count);
  }

  /** Whether {@link #largeTiles} applies to such kernels. */
  static boolean hasLargeTiles(KernelShape kernel) {
    return kernel.size() == 3 && Math.min(kernel.inputs(), kernel.outputs()) >= Layout.LANES;
  }

  public void accumulate() {
    gradient.accumulate(batch, sum, 0, scratch, 0);
  }

  void unpack() {
    gradient.unpackAdding(sum, 0, canonical, 0);
  }

  public double[] unpacked() {
    unpack();
    double[] dw = new double[before.length];
    for (int i = 0; i < dw.length; i++) {
      dw[i] = Lanes.get(canonical, 4L * i);
    }
    return dw;
  }

  /** What {@code times} accumulations add to the canonical kernel. */
  public ConvolutionReference reference(int times) {
    double[] values = before.clone();
    double[] magnitudes = new double[before.length];
    for (int i = 0; i < before.length; i++) {
      magnitudes[i] = Math.abs(before[i]);
    }
    for (int n = 0; n < x.count; n++) {
      ConvolutionReference one =
          ConvolutionReference.kernelGradient(x.planar(n), g.planar(n), x.layout.shape(), kernel);
      for (int i = 0; i < before.length; i++) {
        values[i] += times * one.values()[i];
        magnitudes[i] += times * one.magnitudes()[i];
      }
    }
    return new ConvolutionReference(values, magnitudes);
  }

  @Override
  public String toString() {
    return gradient.algorithm()
        + " gradient of "
        + kernel
        + " on "
        + x.count
        + " x "
        + x.layout.shape()
        + ", border "
        + g.layout.border();
  }
}
