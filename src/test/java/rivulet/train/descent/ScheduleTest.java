package rivulet.train.descent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rates at the ends and in the middle, in closed form. */
final class ScheduleTest {
  private static final double EXACT = 1e-15;

  private static double at(Schedule schedule, long step) {
    return schedule.at(schedule.rate(), step, step);
  }

  @Test
  void risesLinearlyThenStays() {
    Schedule schedule = new Schedule(0.4, 8, 0);
    assertEquals(0.4 / 8, at(schedule, 0), EXACT);
    assertEquals(0.2, at(schedule, 3), EXACT);
    assertEquals(0.4, at(schedule, 7), EXACT);
    assertEquals(0.4, at(schedule, 1_000_000), EXACT);
  }

  @Test
  void fallsFromTheWarmUpToZeroAlongHalfACosine() {
    Schedule schedule = new Schedule(0.4, 10, 110);
    assertEquals(0.4, at(schedule, 9), EXACT);
    assertEquals(0.4, at(schedule, 10), EXACT);
    assertEquals(0.2 * (1 + StrictMath.sqrt(0.5)), at(schedule, 35), EXACT); // cos 45°
    assertEquals(0.2, at(schedule, 60), EXACT); // cos 90°
    assertEquals(0.2 * (1 - StrictMath.sqrt(0.5)), at(schedule, 85), EXACT); // cos 135°
    assertEquals(0.2 * (1 - StrictMath.cos(StrictMath.PI / 100)), at(schedule, 109), EXACT);
    assertEquals(0, at(schedule, 110), 0);
  }

  @Test
  void shortRunsSpendAQuarterWarmingUp() {
    Schedule schedule = new Schedule(1, 30, 20);
    assertEquals(1.0 / 30, at(schedule, 0), EXACT); // the warm-up of the phase is the slower one
    assertEquals(0.2, at(new Schedule(1, 5, 20), 0), EXACT);
    assertEquals(1, at(new Schedule(1, 5, 20), 5), EXACT);
  }

  @Test
  void aPhaseWarmsUpByItself() {
    Schedule schedule = new Schedule(0.4, 10, 0);
    assertEquals(0.01, schedule.at(0.1, 500, 0), EXACT);
    assertEquals(0.1, schedule.at(0.1, 509, 9), EXACT);
  }

  @Test
  void aLengthenedRunRisesAndFallsAgain() {
    Schedule first = new Schedule(0.4, 10, 110);
    Schedule longer = first.withFalls(first.lengthened(310));
    assertEquals(List.of(110L, 310L), longer.falls());
    assertEquals(0.04, at(longer, 110), EXACT);
    assertEquals(0.4, at(longer, 120), EXACT);
    assertEquals(0.2, at(longer, 215), EXACT);
    assertEquals(0, at(longer, 310), 0);
    assertEquals(first.falls(), first.lengthened(110));
    assertTrue(first.agrees(longer, 110));
    assertFalse(first.agrees(longer, 111));
    assertFalse(first.agrees(new Schedule(0.4, 10, 310), 12));
  }

  @Test
  void theWarmUpDoesNotDependOnTheLength() {
    assertTrue(new Schedule(0.4, 10, 40).agrees(new Schedule(0.4, 10, 4000), 10));
    assertTrue(new Schedule(0.4, 10, 0).agrees(new Schedule(0.4, 10, 4000), 10));
  }

  @Test
  void readsWhatItWrote() {
    for (Schedule schedule :
        List.of(new Schedule(3e-3, 30, 0), new Schedule(1e-2, 0, List.of(4L, 9L)))) {
      SortedMap<String, String> metadata = new TreeMap<>();
      schedule.describe(metadata);
      assertEquals(schedule, Schedule.parse(metadata));
    }
  }

  @Test
  void refusesFallsThatDoNotAscend() {
    assertThrows(IllegalArgumentException.class, () -> new Schedule(1, 0, List.of(5L, 5L)));
    assertThrows(IllegalArgumentException.class, () -> new Schedule(1, 0, -1));
  }
}
