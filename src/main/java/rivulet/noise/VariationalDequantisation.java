package rivulet.noise;

/**
 * Noise from a {@link CouplingFlow} that was trained to bring the bound of a model nearer to log
 * P(X): q(u | X) approaches the model's own density within the pixels' values.
 */
public final class VariationalDequantisation implements Dequantisation {
  private final CouplingShape shape;
  private final float[] parameters;

  /**
   * @param parameters in the order of {@link CouplingShape#parts}; copied
   * @throws IllegalArgumentException if their number does not fit or one is not finite
   */
  public VariationalDequantisation(CouplingShape shape, float[] parameters) {
    if (parameters.length != shape.parameters()) {
      throw new IllegalArgumentException(
          "variational noise: %s has %d parameters, found %d"
              .formatted(shape, shape.parameters(), parameters.length));
    }
    for (float value : parameters) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("variational noise: a parameter is " + value);
      }
    }
    this.shape = shape;
    this.parameters = parameters.clone();
  }

  @Override
  public int bits() {
    return WHOLE_BITS;
  }

  @Override
  public DequantisationKind kind() {
    return DequantisationKind.VARIATIONAL;
  }

  public CouplingShape shape() {
    return shape;
  }

  /** The parameters; a copy. */
  public float[] parameters() {
    return parameters.clone();
  }

  @Override
  public CouplingFlow sampler(int channels, int height, int width) {
    if (channels != shape.channels()) {
      throw new IllegalArgumentException(
          "variational noise: made for images of %d channels, found %d"
              .formatted(shape.channels(), channels));
    }
    double[] wide = new double[parameters.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = parameters[i];
    }
    return new CouplingFlow(shape, wide, height, width);
  }
}
