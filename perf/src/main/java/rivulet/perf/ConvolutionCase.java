package rivulet.perf;

import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.tensor.kernel.convolution.WinogradTile;

/**
 * A 3×3 convolution with a zero border, and what of it is computed.
 *
 * @param role forward, or one of the two gradients
 * @param inputs channels that the convolution reads
 * @param outputs channels that it writes
 * @param images images of one worker
 * @param tile the algorithm asked for; not every shape gets it
 */
public record ConvolutionCase(
    Role role, int inputs, int outputs, int height, int width, int images, WinogradTile tile) {
  /** Height and width of the kernel. */
  public static final int SIZE = 3;

  /** A case by its usual algorithm on square images. */
  public static ConvolutionCase of(Role role, int inputs, int outputs, int side, int images) {
    return new ConvolutionCase(role, inputs, outputs, side, side, images, Tuning.DEFAULT.tile());
  }

  /** The same by another algorithm. */
  public ConvolutionCase by(WinogradTile other) {
    return new ConvolutionCase(role, inputs, outputs, height, width, images, other);
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
    return new Tuning(tile);
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
    String algorithm =
        switch (tile) {
          case FOUR -> "";
          case TWO -> ", F(2x2)";
          case NONE -> ", direct";
        };
    return "conv %d->%d %dx%d x%d %s%s"
        .formatted(inputs, outputs, height, width, images, role.label(), algorithm);
  }
}
