package rivulet.train.descent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rivulet.flow.TimeSampling;
import rivulet.flow.network.ProbeKind;
import rivulet.train.Likelihood;
import rivulet.train.Matching;
import rivulet.train.Phase;
import rivulet.train.TrainConfig;

/** Learning rates at the ends and in the middle of warm-up, cosine and phases, in closed form. */
class ScheduleAccuracyTest {
  private static final double RATE = 0.02;
  private static final double ROUNDING = 1e-17;

  private static double at(Schedule schedule, long step) {
    return schedule.at(schedule.rate(), step, step);
  }

  @Test
  void withoutWarmUpAndCosineTheRateStays() {
    Schedule schedule = new Schedule(RATE, 0, 0);
    for (long step : new long[] {0, 1, 1000, 1_000_000_000_000L}) {
      assertEquals(RATE, at(schedule, step), 0.0);
    }
  }

  /** Update n of warm-up w has (n + 1)/w of the rate: the first is not zero, the last is whole. */
  @ParameterizedTest
  @CsvSource({"0, 0.1", "1, 0.2", "4, 0.5", "8, 0.9", "9, 1", "10, 1", "500, 1"})
  void warmUpIsLinear(long step, double share) {
    assertEquals(share * RATE, at(new Schedule(RATE, 10, 0), step), ROUNDING);
  }

  /** ½(1 + cos πn/N): 1, (1 + √½)/2, ½, (1 − √½)/2 at quarters, and 0 from N on. */
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "100, 0.8535533905932737",
    "200, 0.5",
    "300, 0.1464466094067263",
    "400, 0",
    "401, 0",
    "100000, 0"
  })
  void cosineFallsToZero(long step, double share) {
    assertEquals(share * RATE, at(new Schedule(RATE, 0, 400), step), ROUNDING);
  }

  /** Of 1000 updates the last has (π/2000)² of the rate, to second order. */
  @Test
  void lastUpdateOfACosineIsNearlyZero() {
    double expected = RATE * StrictMath.PI * StrictMath.PI / 4e6;
    assertEquals(expected, at(new Schedule(RATE, 0, 1000), 999), 1e-6 * expected);
  }

  private static TrainConfig config(Schedule schedule, long matching) {
    return new TrainConfig(
        1,
        4,
        2,
        schedule,
        1,
        1,
        0,
        new Likelihood("bosh3", 1e-3, 0, 0, 1, ProbeKind.RADEMACHER),
        new Matching(matching, TimeSampling.UNIFORM, false, 0.005));
  }

  /**
   * The fine phase has its own rate and warm-up; the cosine spans the whole run from the end of the
   * first warm-up, here from update 40 to 440.
   */
  @Test
  void phasesHaveTheirOwnRates() {
    TrainConfig config = config(new Schedule(RATE, 40, 440), 240);
    assertEquals(RATE / 40, config.rate(0), ROUNDING);
    assertEquals(RATE, config.rate(40), ROUNDING);
    assertEquals(RATE * 0.8535533905932737, config.rate(140), ROUNDING);
    double half = 0.5 * (1 + StrictMath.cos(StrictMath.PI * 199 / 400));
    assertEquals(RATE * half, config.rate(239), ROUNDING);
    assertEquals(0.005 * 0.5 / 40, config.rate(240), ROUNDING);
    assertEquals(0.005 * 0.1464466094067263, config.rate(340), ROUNDING);
    assertEquals(0, config.rate(440), ROUNDING);
  }

  @Test
  void aSinglePhaseHasTheRateOfTheSchedule() {
    Schedule plain = new Schedule(RATE, 0, 0);
    assertEquals(RATE, config(plain, 0).rate(50), 0.0);
    assertEquals(RATE, config(plain, Matching.ALL).rate(50), 0.0);
  }

  @Test
  void phasesChangeAtTheirUpdate() {
    TrainConfig both = config(new Schedule(RATE, 0, 0), 3);
    assertEquals(
        List.of(
            new Phase(both.matching(), 0, 3, RATE),
            new Phase(both.likelihood(), 3, Long.MAX_VALUE, both.matching().fineRate())),
        both.phases());
    assertEquals(RATE, both.rate(2));
    assertEquals(both.matching().fineRate(), both.rate(3));
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Schedule(0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Schedule(10, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Schedule(Double.NaN, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Schedule(1, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Schedule(1, 0, -1));
  }
}
