package rivulet.web.watch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rivulet.web.Curve;

/** Curves, paces and samples stay bounded, and what is kept of them is right. */
final class CurveContractTest {
  @Test
  void whatIsNewIsToldOnce() {
    Curve curve = new Curve(List.of("a", "b"));
    curve.add(1, 10, Double.NaN);
    Curve.Points first = curve.since(Curve.Position.START).orElseThrow();
    assertTrue(first.restart());
    Curve.Position read = curve.position();
    assertTrue(curve.since(read).isEmpty());
    curve.add(2, 20, 5);
    Curve.Points second = curve.since(read).orElseThrow();
    assertFalse(second.restart());
    assertArrayEquals(new double[] {2}, second.updates());
    assertArrayEquals(new double[] {5}, second.columns().get("b"));
  }

  @Test
  void tooManyPointsBecomeMeans() {
    Curve curve = new Curve(List.of("a"));
    int updates = 5 * Curve.MOST;
    for (int update = 1; update <= updates; update++) {
      curve.add(update, 3.0 * update);
    }
    Curve.Points all = curve.since(Curve.Position.START).orElseThrow();
    assertEquals(8, all.stride());
    assertEquals(updates / 8, all.updates().length);
    for (int i = 0; i < all.updates().length; i++) {
      double middle = 8 * i + 4.5;
      assertEquals(middle, all.updates()[i]);
      assertEquals(3 * middle, all.columns().get("a")[i]);
    }
    assertTrue(curve.since(new Curve.Position(0, 7)).orElseThrow().restart());
  }

  @Test
  void thePaceIsThatOfTheLastWhileAndEndsWithTheRun() {
    Pace pace = new Pace();
    assertEquals(OptionalDouble.empty(), pace.grew(100, 50));
    assertEquals(OptionalDouble.of(4), pace.grew(105, 70));
    assertEquals(OptionalDouble.of(8), pace.grew(110, 110));
    assertEquals(OptionalDouble.of(6), pace.perSecond(111));
    assertEquals(OptionalDouble.of(14), pace.secondsLeft(111, 200));
    assertEquals(OptionalDouble.empty(), pace.perSecond(141));
    pace.clear();
    assertEquals(OptionalDouble.empty(), pace.perSecond(111));
  }

  @Test
  void theFirstAndTheNewestSamplesAreKept() {
    SampleHistory history = new SampleHistory();
    IntStream.rangeClosed(1, 200).forEach(updates -> history.add("s" + updates, drawn(updates)));
    List<Drawn> kept = history.all();
    assertTrue(kept.size() <= SampleHistory.MOST, kept.toString());
    assertEquals(1, kept.getFirst().updates());
    assertEquals(200, kept.getLast().updates());
    assertEquals(200, history.of("s200").orElseThrow().updates());
    assertTrue(history.of("s199").isEmpty());
    history.add("again", drawn(2));
    assertEquals(2, history.all().getLast().updates());
  }

  private static Drawn drawn(int updates) {
    return new Drawn(0, updates, 1, 1, 1, 1, "AA==");
  }
}
