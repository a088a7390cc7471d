package rivulet.autodiff;

import rivulet.tensor.Activation;

/**
 * The primitive operations. Every one is linear in each operand except {@link Activate} and {@link
 * Wave}; that is what keeps {@link Jvp} and {@link Vjp} short.
 */
public sealed interface Op {
  /** A named input: parameter, state, time, condition, probe or cotangent. */
  record Input(String name) implements Op {}

  /** A constant image. */
  record Fill(double value) implements Op {}

  /** The constant image that is 1 on a lattice and 0 elsewhere. */
  record Indicator(Lattice lattice) implements Op {}

  /** Convolution of (image, kernel), stride 1, zero border: {@code out[o] = Σ w[o,i]·x[i]}. */
  record Convolve() implements Op {}

  /** Its adjoint by the image: (output cotangent, kernel) → input cotangent. */
  record ConvolveAdjoint() implements Op {}

  /** Its adjoint by the kernel: (image, output cotangent) → kernel, summed over images. */
  record KernelGradient(int size) implements Op {}

  /** Kernel restricted to input channels {@code from … to-1}. */
  record SelectInputs(int from, int to) implements Op {}

  /** Adjoint of {@link SelectInputs}: zeros around, {@code inputs} channels in all. */
  record EmbedInputs(int from, int inputs) implements Op {}

  /** Sum; operands of one pixel are broadcast over the other's pixels, scalars over all. */
  record Add() implements Op {}

  /** Product, broadcast as {@link Add}. */
  record Multiply() implements Op {}

  /** Product with a constant. */
  record Scale(double factor) implements Op {}

  /** An activation function ({@code order} 0) or its first or second derivative. */
  record Activate(Activation kind, int order) implements Op {
    public Activate {
      if (order < 0 || order > 2) {
        throw new IllegalArgumentException(
            "activate: derivatives of order 0, 1 and 2 exist, asked for " + order);
      }
    }
  }

  /** Second derivative of an activation from (value, first derivative), cheaper than from x. */
  record SecondDerivative(Activation kind) implements Op {}

  /**
   * {@code sin(2π·frequency·x)} elementwise, or the cosine: exact and periodic, for features of
   * time.
   */
  record Wave(int frequency, boolean cosine) implements Op {
    public Wave {
      if (frequency < 1 || frequency > 1_000) {
        throw new IllegalArgumentException(
            "wave: the frequency must be 1 to 1000, found " + frequency);
      }
    }
  }

  /**
   * The image of the value's extent whose inner rows all equal the operand's middle row and whose
   * inner columns its middle column: what a 3×3 convolution of a constant image looks like, seen
   * from its three by three cases.
   */
  record Stretch() implements Op {}

  /** Adjoint of {@link Stretch}: sums inner rows into the middle row and inner columns alike. */
  record Shrink() implements Op {}

  /** Adjoint of broadcasting: sums over pixels, channels or images down to the value's shape. */
  record SumTo() implements Op {}

  /** Scaled inner product of two images, one float64 per image. */
  record Dot(double scale) implements Op {}
}
