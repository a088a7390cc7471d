package rivulet.points;

import rivulet.random.NoiseStream;

/**
 * One point of each shape of {@link PlaneDensity}, in the constants of its source. Sines and
 * exponentials are those of StrictMath: points are part of every result.
 */
final class PlaneShapes {
  private static final double TURN = 2 * StrictMath.PI;

  private PlaneShapes() {}

  static void eightGaussians(NoiseStream noise, double[] p) {
    double angle = TURN * noise.nextIndex(8) / 8;
    noise.gaussian(p, 0, 2);
    p[0] = (4 * StrictMath.cos(angle) + 0.5 * p[0]) / 1.414;
    p[1] = (4 * StrictMath.sin(angle) + 0.5 * p[1]) / 1.414;
  }

  static void checkerboard(NoiseStream noise, double[] p) {
    double x = 4 * noise.nextUniform() - 2;
    double y = noise.nextUniform() - 2 * noise.nextIndex(2);
    int column = (int) Math.floor(x);
    p[0] = 2 * x;
    p[1] = 2 * (y + (column & 1));
  }

  static void moons(NoiseStream noise, double[] p) {
    boolean upper = noise.nextIndex(2) == 0;
    double angle = StrictMath.PI * noise.nextUniform();
    double x = StrictMath.cos(angle);
    double y = StrictMath.sin(angle);
    noise.gaussian(p, 0, 2);
    p[0] = 2 * ((upper ? x : 1 - x) + 0.1 * p[0]) - 1;
    p[1] = 2 * ((upper ? y : 0.5 - y) + 0.1 * p[1]) - 0.2;
  }

  static void circles(NoiseStream noise, double[] p) {
    double radius = noise.nextIndex(2) == 0 ? 1.0 : 0.5;
    circle(noise, radius, p);
    p[0] *= 3;
    p[1] *= 3;
  }

  /** A point of a circle with normal noise of 0.08. */
  private static void circle(NoiseStream noise, double radius, double[] p) {
    double angle = TURN * noise.nextUniform();
    noise.gaussian(p, 0, 2);
    p[0] = radius * StrictMath.cos(angle) + 0.08 * p[0];
    p[1] = radius * StrictMath.sin(angle) + 0.08 * p[1];
  }

  static void rings(NoiseStream noise, double[] p) {
    circle(noise, 0.75 * (1 + noise.nextIndex(4)), p);
  }

  static void swissRoll(NoiseStream noise, double[] p) {
    double t = 1.5 * StrictMath.PI * (1 + 2 * noise.nextUniform());
    noise.gaussian(p, 0, 2);
    p[0] = (t * StrictMath.cos(t) + p[0]) / 5;
    p[1] = (t * StrictMath.sin(t) + p[1]) / 5;
  }

  static void twoSpirals(NoiseStream noise, double[] p) {
    double sign = noise.nextIndex(2) == 0 ? 1 : -1;
    double angle = 1.5 * TURN * Math.sqrt(noise.nextUniform());
    double x = -StrictMath.cos(angle) * angle + 0.5 * noise.nextUniform();
    double y = StrictMath.sin(angle) * angle + 0.5 * noise.nextUniform();
    noise.gaussian(p, 0, 2);
    p[0] = sign * x / 3 + 0.1 * p[0];
    p[1] = sign * y / 3 + 0.1 * p[1];
  }

  static void pinwheel(NoiseStream noise, double[] p) {
    double arm = TURN * noise.nextIndex(5) / 5;
    noise.gaussian(p, 0, 2);
    double along = 1 + 0.3 * p[0];
    double across = 0.1 * p[1];
    double angle = arm + 0.25 * StrictMath.exp(along);
    double cosine = StrictMath.cos(angle);
    double sine = StrictMath.sin(angle);
    p[0] = 2 * (along * cosine + across * sine);
    p[1] = 2 * (across * cosine - along * sine);
  }
}
