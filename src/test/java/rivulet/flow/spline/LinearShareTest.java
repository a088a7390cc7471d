package rivulet.flow.spline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LinearShareTest {
  private static final LinearShare LINE = LinearShare.of(new double[] {-1, 0, 0.5, 3});

  @Test
  void meanAndDeviationOfTheValues() {
    assertEquals(0.625, LINE.mean(), 1e-15);
    double squares = 1.625 * 1.625 + 0.625 * 0.625 + 0.125 * 0.125 + 2.375 * 2.375;
    assertEquals(Math.sqrt(squares / 4), LINE.deviation(), 1e-15);
  }

  @Test
  void positionsAndStretchesAreMeansOfQuantileAndLine() {
    double z = 1.7;
    double line = LINE.mean() + LINE.deviation() * z;
    assertEquals(0.6 * -3 + 0.4 * line, LINE.position(-3, z), 1e-14);
    assertEquals(0.6 * 5 + 0.4 * LINE.deviation(), LINE.stretch(5), 1e-14);
  }
}
