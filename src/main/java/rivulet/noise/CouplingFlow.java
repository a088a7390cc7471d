package rivulet.noise;

/**
 * A conditional flow over the noise of an image's pixels, with its density and its gradient, in
 * float64. Logits y of uniform numbers v go through affine couplings: each step moves one half of a
 * checkerboard by a network that sees the pixels X and the other half's noise,
 *
 * <pre>
 *   y = ln v − ln(1 − v)      y_i ← m_i(X, y_other) + s_i(X, y_other)·y_i      u = 1/(1 + e^(−y))
 *   ln q(u | X) = Σ ln v(1 − v) − Σ_steps Σ ln s_i − Σ ln u(1 − u)
 * </pre>
 *
 * <p>m and ln s are bounded smoothly. Where they are zero, u = v is uniform. Neighbours in space
 * and between channels lie in different halves. One per worker, for images of one size; allocates
 * nothing after construction.
 */
public final class CouplingFlow implements NoiseSampler {
  /** Bounds of |m| and |ln s|. */
  private static final double FARTHEST = 12;

  private static final double STRONGEST = 4;

  private static final double LEAST = 0x1p-54;
  private static final double LARGEST = 1 - 0x1p-53;

  private final CouplingShape shape;
  private final double[] parameters;
  private final int size;
  private final int[] cells;
  private final int[] planes;
  private final int[] colours;
  private final PixelFeatures features;
  private final CouplingNetwork[] networks;
  private final double[] logits;
  private final double[][] before;
  private final double[][] scales;
  private final double[] cotangents;

  /**
   * @param parameters of {@code shape}; live: read at every use
   * @throws IllegalArgumentException if their number does not fit
   */
  public CouplingFlow(CouplingShape shape, double[] parameters, int height, int width) {
    if (parameters.length != shape.parameters()) {
      throw new IllegalArgumentException(
          "variational noise: %s has %d parameters, found %d"
              .formatted(shape, shape.parameters(), parameters.length));
    }
    this.shape = shape;
    this.parameters = parameters;
    this.size = shape.channels() * height * width;
    this.cells = new int[size];
    this.planes = new int[size];
    this.colours = new int[size];
    for (int i = 0; i < size; i++) {
      int x = i % width;
      int y = i / width % height;
      planes[i] = i / (height * width);
      cells[i] = (y + 1) * (width + 2) + x + 1;
      colours[i] = (x + y + planes[i]) % 2;
    }
    this.features = new PixelFeatures(shape.channels(), height, width);
    this.networks = new CouplingNetwork[shape.steps()];
    for (int k = 0; k < networks.length; k++) {
      networks[k] = new CouplingNetwork(shape, height, width, features.planes());
    }
    this.logits = new double[size];
    this.before = new double[shape.steps()][size];
    this.scales = new double[shape.steps()][size];
    this.cotangents = new double[size];
  }

  /**
   * {@inheritDoc}
   *
   * <p>What it computed is kept for {@link #pullBack}.
   */
  @Override
  public double draw(byte[] pixels, double[] u) {
    see(pixels);
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double v = Math.max(LEAST, u[i]);
      double low = StrictMath.log(v);
      double high = StrictMath.log(1 - v);
      logits[i] = low - high;
      sum += low + high;
    }
    for (int k = 0; k < networks.length; k++) {
      evaluate(k);
      sum -= move(k);
    }
    for (int i = 0; i < size; i++) {
      sum -= logSlope(logits[i]);
      u[i] = Math.clamp(sigmoid(logits[i]), 0, LARGEST);
    }
    return sum;
  }

  /**
   * ln q of noise that is given, in nats: the couplings undone.
   *
   * @param u between 0 and 1, planar, not modified
   */
  public double logDensity(byte[] pixels, double[] u) {
    see(pixels);
    double sum = 0;
    for (int i = 0; i < size; i++) {
      logits[i] = StrictMath.log(u[i]) - StrictMath.log(1 - u[i]);
      sum -= logSlope(logits[i]);
    }
    for (int k = networks.length - 1; k >= 0; k--) {
      evaluate(k);
      sum -= moveBack(k);
    }
    for (int i = 0; i < size; i++) {
      sum += logSlope(logits[i]);
    }
    return sum;
  }

  /**
   * After {@link #draw}: the gradient of F(u) − ln q(u | X) by the parameters, with the uniform
   * numbers as constants.
   *
   * @param slope ∂F/∂u, planar, not modified
   * @param gradient added to, in the parameters' order
   */
  public void pullBack(double[] slope, double[] gradient) {
    for (int i = 0; i < size; i++) {
      double e = StrictMath.exp(-Math.abs(logits[i]));
      double tilt = (1 - e) / (1 + e); // |1 − 2u|
      cotangents[i] = slope[i] * (e / ((1 + e) * (1 + e))) + (logits[i] < 0 ? tilt : -tilt);
    }
    for (int k = networks.length - 1; k >= 0; k--) {
      pullBackStep(k, gradient);
    }
  }

  private void pullBackStep(int k, double[] gradient) {
    CouplingNetwork network = networks[k];
    int channels = shape.channels();
    for (int i = 0; i < size; i++) {
      int at = cells[i];
      int c = planes[i];
      boolean moves = colours[i] == k % 2;
      double shift = moves ? cotangents[i] : 0;
      double scale = moves ? cotangents[i] * scales[k][i] * before[k][i] + 1 : 0;
      network.outputGradient(c)[at] = shift * slope(network.output(c)[at], FARTHEST);
      network.outputGradient(channels + c)[at] =
          scale * slope(network.output(channels + c)[at], STRONGEST);
      cotangents[i] *= moves ? scales[k][i] : 1;
    }
    network.pullBack(parameters, k * shape.perStep(), gradient);
    for (int i = 0; i < size; i++) {
      if (colours[i] != k % 2) {
        double seen = network.noise(planes[i])[cells[i]];
        cotangents[i] += network.noiseGradient(planes[i])[cells[i]] * 0.5 * (1 - seen * seen);
      }
    }
  }

  private void see(byte[] pixels) {
    if (pixels.length != size) {
      throw new IllegalArgumentException(
          "variational noise: made for images of " + size + " values, found " + pixels.length);
    }
    features.see(pixels);
  }

  /** Shows the half that stays to the network of a step and evaluates it. */
  private void evaluate(int k) {
    for (int i = 0; i < size; i++) {
      boolean moves = colours[i] == k % 2;
      networks[k].noise(planes[i])[cells[i]] = moves ? 0 : 2 * sigmoid(logits[i]) - 1;
    }
    networks[k].forward(parameters, k * shape.perStep());
  }

  /** Moves the half of a step; gives Σ ln s. */
  private double move(int k) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      if (colours[i] == k % 2) {
        double logScale = logScale(k, i);
        before[k][i] = logits[i];
        scales[k][i] = StrictMath.exp(logScale);
        logits[i] = shift(k, i) + scales[k][i] * logits[i];
        sum += logScale;
      }
    }
    return sum;
  }

  private double moveBack(int k) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      if (colours[i] == k % 2) {
        double logScale = logScale(k, i);
        logits[i] = (logits[i] - shift(k, i)) / StrictMath.exp(logScale);
        sum += logScale;
      }
    }
    return sum;
  }

  private double shift(int k, int i) {
    return bound(networks[k].output(planes[i])[cells[i]], FARTHEST);
  }

  private double logScale(int k, int i) {
    return bound(networks[k].output(shape.channels() + planes[i])[cells[i]], STRONGEST);
  }

  /** x for small x, never beyond ±limit. */
  private static double bound(double x, double limit) {
    return x / Math.sqrt(1 + x * x / (limit * limit));
  }

  private static double slope(double x, double limit) {
    double root = Math.sqrt(1 + x * x / (limit * limit));
    return 1 / (root * root * root);
  }

  private static double sigmoid(double y) {
    double e = StrictMath.exp(-Math.abs(y));
    return (y < 0 ? e : 1) / (1 + e);
  }

  /** ln σ′(y) = ln u(1 − u), without cancellation. */
  private static double logSlope(double y) {
    double size = Math.abs(y);
    return -size - 2 * StrictMath.log1p(StrictMath.exp(-size));
  }
}
