package rivulet.random;

/**
 * What a random number is for. Streams of different purposes are independent even when all other
 * parts of their keys agree.
 *
 * <p>The codes enter the bits of every result: a code is never changed and never used again for
 * something else. New purposes take new codes, at most {@link #MAX_CODE}.
 */
public enum Purpose {
  /** Uniform noise u added to 8-bit pixels that are trained on. */
  DEQUANTISATION(1),
  /** Probes ε of the divergence estimate. */
  PROBE(2),
  /** Latent values from which samples are made. */
  LATENT(3),
  /** First values of the parameters. */
  INITIALISATION(4),
  /** Order of the images within an epoch. */
  SHUFFLE(5),
  /** Times: random end times of an ODE, times of a matching objective. */
  TIME(6),
  /** Synthetic data sets and splits. */
  DATA(7),
  /** Base samples n ~ N(0, I) of a matching objective. */
  MATCHING(8),
  /** Flips and crops of training images. */
  AUGMENTATION(9),
  /** Uniform noise u added to 8-bit pixels that are measured, not trained on. */
  EVALUATION(10);

  /** The largest code that a key has room for. */
  public static final int MAX_CODE = 255;

  private final int code;

  Purpose(int code) {
    this.code = code;
  }

  /** The number that stands for this purpose in a key, from 1 to {@link #MAX_CODE}. */
  public int code() {
    return code;
  }
}
