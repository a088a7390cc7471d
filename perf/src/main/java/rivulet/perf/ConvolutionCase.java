package rivulet.perf;

import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.Tuning;
import rivulet.tensor.Workspace;

/**
 * A 3×3 convolution with a zero border, and what of it is computed.
 *
 * @param role forward, or one of the two gradients
 * @param inputs channels that the convolution reads
 * @param outputs channels that it writes
 * @param images images of one worker
 * @param winograd whether {@link Tuning} allows Winograd's algorithm
 */
public record ConvolutionCase(
    Role role, int inputs, int outputs, int height, int width, int images, boolean winograd) {
  /** Height and width of the kernel. */
  public static final int SIZE = 3;

  /** A case by its usual algorithm on square images. */
  public static ConvolutionCase of(Role role, int inputs, int outputs, int side, int images) {
    return new ConvolutionCase(role, inputs, outputs, side, side, images, true);
  }

  /** The same by the direct algorithm. */
  public ConvolutionCase direct() {
    return new ConvolutionCase(role, inputs, outputs, height, width, images, false);
  }

  public Shape input() {
    return new Shape(inputs, height, width);
  }

  public Shape output() {
    return new Shape(outputs, height, width);
  }

  public KernelShape kernel() {
    return new KernelShape(outputs, inputs, SIZE);
  }

  public Tuning tuning() {
    return new Tuning(winograd);
  }

  /** Operations of one worker. */
  public double flops() {
    return 2.0 * kernel().elements() * height * width * images;
  }

  /** The kernel that one worker runs, from image number {@code first} on. */
  public Kernel kernel(int first, Workspace workspace) {
    return role == Role.KERNEL_GRADIENT
        ? new KernelGradientKernel(this, first, workspace)
        : new ConvolutionKernel(this, first, workspace);
  }

  @Override
  public String toString() {
    return "conv %d->%d %dx%d x%d %s%s"
        .formatted(
            inputs, outputs, height, width, images, role.label(), winograd ? "" : ", direct");
  }
}
