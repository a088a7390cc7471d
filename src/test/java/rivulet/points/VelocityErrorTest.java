package rivulet.points;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import rivulet.random.NoiseStream;

/** The learnt velocity of a mixture comes near the closed form, the nearer the more points. */
final class VelocityErrorTest {
  private static final GaussianMixture MIXTURE = GaussianMixture.standard(8);
  private static final int STEPS = 400;

  private static double error(PointSource source) {
    PointConfig config = SamplePoints.config(true, 128, STEPS);
    PointModel start = PointModel.plain(SamplePoints.shape(8, 48), MIXTURE, 1);
    PointModel model = SamplePoints.trained(source, start, config, STEPS);
    return VelocityError.of(model, MIXTURE, 1, 128).relative();
  }

  @Test
  void aFreshFieldIsZero() {
    PointModel start = PointModel.plain(SamplePoints.shape(8, 16), MIXTURE, 1);
    VelocityError error = VelocityError.of(start, MIXTURE, 1, 65);
    assertEquals(1, error.relative());
    assertEquals(128, error.points());
  }

  @Test
  void moreDifferentPointsBringItNearer() {
    double few = error(new Repeated(MIXTURE, 16));
    double many = error(MIXTURE);
    assertTrue(many < 0.35, "error " + many);
    assertTrue(many < 0.6 * few, few + " of few points, " + many + " of many");
  }

  @Test
  void repeatedPointsReturn() {
    Repeated few = new Repeated(MIXTURE, 3);
    NoiseStream noise = new NoiseStream();
    double[] one = new double[8];
    double[] two = new double[8];
    few.draw(noise, 1, PointSet.TRAINING, 2, one);
    few.draw(noise, 1, PointSet.TRAINING, 8, two);
    assertEquals(one[3], two[3]);
    few.draw(noise, 1, PointSet.HELD_OUT, 8, one);
    MIXTURE.draw(noise, 1, PointSet.HELD_OUT, 8, two);
    assertEquals(one[3], two[3]);
  }
}
