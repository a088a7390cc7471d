package rivulet.tensor;

/** The extent of a value: an image, or the kernel of a convolution. */
public sealed interface Extent permits Shape, KernelShape {
  /** Number of scalars. */
  long elements();
}
