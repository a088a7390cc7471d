package rivulet.inspect.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Axes of columns in any unit. */
final class ScaledAxisTest {
  @ParameterizedTest
  @CsvSource({
    "-3, 3, ''",
    "0.02, 0.08, ''",
    "10000, 90000, ''",
    "30000, 110000, ' (×10⁵)'",
    "-2e12, 5, ' (×10¹²)'",
    "0, 4e-7, ' (×10⁻⁷)'"
  })
  void numbersAreShortAndThePowerIsSaid(double low, double high, String suffix) {
    ScaledAxis axis = ScaledAxis.over(low, high, 0, 100);
    assertEquals(suffix, axis.suffix());
    for (double tick : axis.ticks()) {
      assertTrue(axis.axis().label(tick).length() <= 6, axis.axis().label(tick));
    }
    assertTrue(axis.ticks().size() >= 3, axis.ticks().toString());
  }

  @Test
  void valuesLieWhereTheyWould() {
    ScaledAxis up = ScaledAxis.over(0, 4e6, 300, 100);
    assertEquals(300, up.at(0), 1e-9);
    assertEquals(200, up.at(2e6), 1e-9);
    assertEquals(-100, up.step(2e6), 1e-9);
  }
}
