package rivulet.points;

import rivulet.random.NoiseStream;

/** One worker's training points, standardised. */
final class PointDraw {
  private final PointSource source;
  private final Standardisation standard;
  private final long seed;
  private final NoiseStream noise = new NoiseStream();

  PointDraw(PointSource source, Standardisation standard, long seed) {
    this.source = source;
    this.standard = standard;
    this.seed = seed;
  }

  /**
   * Writes a training point in model space.
   *
   * @return ln |det| of the standardisation, in nats
   */
  double standardised(long index, double[] point) {
    source.draw(noise, seed, PointSet.TRAINING, index, point);
    return standard.forward(point);
  }
}
