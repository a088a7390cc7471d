package rivulet.noise;

import rivulet.data.ImageSet;
import rivulet.names.Named;

/** How the noise u of x = (X + u)/256 is distributed. */
public enum DequantisationKind {
  /** u ~ U[0,1), whatever the image. */
  UNIFORM("uniform"),

  /** {@link TruncatedNormal}: bent by what neighbouring pixels say, measured from the data. */
  TRUNCATED_NORMAL("truncated-normal"),

  /** {@link VariationalDequantisation}: a small flow, trained with a model that it belongs to. */
  VARIATIONAL("variational");

  private final String id;

  DequantisationKind(String id) {
    this.id = id;
  }

  /** The name on the command line and in files. */
  public String id() {
    return id;
  }

  /**
   * The kind of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static DequantisationKind parse(String id) {
    return Named.of("dequantisation", id, values(), DequantisationKind::id);
  }

  /**
   * The noise of this kind for such images; a function of the images alone.
   *
   * @throws IllegalArgumentException if noise of this kind is trained, not measured
   */
  public Dequantisation fit(ImageSet images) {
    return fit(images, false);
  }

  /**
   * The same for a model whose pixel transform may shape the images' atoms itself.
   *
   * @param evenAtoms whether atoms keep uniform noise
   */
  public Dequantisation fit(ImageSet images, boolean evenAtoms) {
    return fit(images, evenAtoms, Dequantisation.WHOLE_BITS);
  }

  /**
   * The same for pixels of which the upper bits alone count.
   *
   * @param bits from 1 to 8
   */
  public Dequantisation fit(ImageSet images, boolean evenAtoms, int bits) {
    Dequantisation cells = cells(images, evenAtoms, bits);
    return bits == Dequantisation.WHOLE_BITS ? cells : new CoarsePixels(bits, cells);
  }

  private Dequantisation cells(ImageSet images, boolean evenAtoms, int bits) {
    return switch (this) {
      case UNIFORM -> Dequantisation.UNIFORM;
      case TRUNCATED_NORMAL -> new TruncatedNormalFit(images, bits).fit(evenAtoms);
      case VARIATIONAL ->
          throw new IllegalArgumentException(
              "dequantisation: variational noise is trained with a model;"
                  + " train it with `objective` dequantisation, `from` a trained model");
    };
  }
}
