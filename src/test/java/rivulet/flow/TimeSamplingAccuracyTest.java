package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantiles of the logit-normal distribution: t = σ(m + s·z) where u = Φ(z). */
class TimeSamplingAccuracyTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, 0x1p-53, 0.25, 0.5, 0.99})
  void uniformTimesAreTheNumbersThemselves(double u) {
    assertEquals(u, TimeSampling.UNIFORM.time(u), 0.0);
  }

  /** Φ to 30 digits; σ(−1 + 1.5·z) from Python. */
  @ParameterizedTest
  @CsvSource({
    "0.0227501319481792072002826371666, 0.01798620996209156",
    "0.0668072012688580660653184853087, 0.03732688734412946",
    "0.5, 0.2689414213699951",
    "0.691462461274013103637704610608, 0.43782349911420193",
    "0.841344746068542948585232545632, 0.6224593312018546",
    "0.998650101968369905473348185352, 0.9706877692486436"
  })
  void quantilesAreThoseOfTheLogitNormal(double u, double t) {
    assertEquals(t, new TimeSampling(true, -1, 1.5).time(u), 1e-14);
  }

  /** The median is σ(m) for any deviation; m = 0 is symmetric about ½. */
  @Test
  void medianAndSymmetry() {
    for (double s : new double[] {0.1, 1, 7}) {
      assertEquals(0.8807970779778823, new TimeSampling(true, 2, s).time(0.5), 1e-15);
      TimeSampling even = new TimeSampling(true, 0, s);
      assertEquals(1, even.time(0.2) + even.time(0.8), 1e-14);
    }
  }

  /** Φ⁻¹ of 2⁻⁵³ and of 2⁻⁵⁴, which stands for 0, with 30 digits by mpmath. */
  @Test
  void smallestNumbersHaveTheirQuantiles() {
    TimeSampling plain = new TimeSampling(true, 0, 1);
    double least = 1 / (1 + StrictMath.exp(8.20953615160138685563076877867));
    assertEquals(least, plain.time(0x1p-53), 1e-13 * least);
    double zero = 1 / (1 + StrictMath.exp(8.29236107581359553823415231378));
    assertEquals(zero, plain.time(0), 1e-13 * zero);
  }

  @Test
  void timesStayWithinTheInterval() {
    for (double m : new double[] {-20, -1, 0, 20}) {
      TimeSampling times = new TimeSampling(true, m, 20);
      for (double u : new double[] {0, 0x1p-53, 0.5, 1 - 0x1p-53}) {
        double t = times.time(u);
        assertTrue(t >= 0 && t <= 1, t + " for " + u);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"uniform", "logit-normal:-1.0:1.5", "logit-normal:0.0:1.0"})
  void textIsReadBack(String text) {
    assertEquals(text, TimeSampling.parse(text).text());
    assertEquals(TimeSampling.parse(text), TimeSampling.parse(TimeSampling.parse(text).text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "normal",
        "logit-normal",
        "logit-normal:1",
        "logit-normal:1:0",
        "logit-normal:21:1",
        "logit-normal:0:21",
        "logit-normal:a:1",
        "logit-normal:0:1:2",
        "logit-normal:NaN:1"
      })
  void nonsenseIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> TimeSampling.parse(text));
  }
}
