package baselines;

/** An 8-bit image as a {@link Vae} takes it: scaled, squeezed, and where its pixels are extreme. */
final class VaeImage {
  private static final int MOST = 255;

  private final Squeeze squeeze;
  private final double[] z;
  private final double[] inner;
  private final double[] least;
  private final double[] notLeast;
  private final double[] notMost;

  VaeImage(Squeeze squeeze) {
    this.squeeze = squeeze;
    int size = (int) squeeze.image().elements();
    this.z = new double[size];
    this.inner = new double[size];
    this.least = new double[size];
    this.notLeast = new double[size];
    this.notMost = new double[size];
  }

  /** Takes an image, planar. */
  void take(byte[] pixels) {
    for (int i = 0; i < z.length; i++) {
      int k = Byte.toUnsignedInt(pixels[squeeze.source(i)]);
      z[i] = (k - Vae.RANGE) / Vae.RANGE;
      least[i] = k == 0 ? 1 : 0;
      notLeast[i] = 1 - least[i];
      notMost[i] = k == MOST ? 0 : 1;
      inner[i] = notLeast[i] * notMost[i];
    }
  }

  /** Puts the image into a lane. */
  void load(GroupWorker into, int lane) {
    into.state(lane, z);
    into.image(Vae.INNER, lane, inner);
    into.image(Vae.LEAST, lane, least);
    into.image(Vae.NOT_LEAST, lane, notLeast);
    into.image(Vae.NOT_MOST, lane, notMost);
  }
}
