package rivulet.web.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import rivulet.Measuring;
import rivulet.PointData;
import rivulet.web.Curve;

/** A training makes the updates that it is allowed, no more, and ends when it is left alone. */
final class LiveContractTest {
  private static final PointData MOONS = PointData.density("moons");
  private static final long SECOND = 1_000_000_000L;
  private static final Measuring HOW = Measuring.usual().withThreads(1);

  private static Live live(long updates, Semaphore turns, Presence presence) {
    return new Live(
        1, MOONS, TinyPlay.settings(updates, 8).training(MOONS).threads(1), turns, presence);
  }

  private static Live.State await(Live live, Predicate<Live.State> wanted) throws Exception {
    long end = System.nanoTime() + 30 * SECOND;
    while (!wanted.test(live.state())) {
      assertTrue(System.nanoTime() < end, () -> "in vain: " + live.state());
      Thread.sleep(5);
    }
    return live.state();
  }

  @Test
  void itMakesWhatItIsAllowed() throws Exception {
    Presence presence = new Presence(SECOND);
    presence.came();
    Live live = live(50, new Semaphore(1), presence);
    assertEquals(0, live.shown().update());
    live.allow(3, 0);
    await(live, state -> !state.running());
    await(live, _ -> live.shown().update() == 3);
    Thread.sleep(50);
    assertEquals(3, live.state().update());
    assertEquals(3, live.since(Curve.Position.START).losses().orElseThrow().updates().length);
    assertTrue(live.allow(1000, 0).running());
    Live.State end = await(live, Live.State::ended);
    assertTrue(end.done());
    assertEquals(50, end.update());
    double alone =
        TinyPlay.settings(50, 8)
            .training(MOONS)
            .threads(1)
            .run((_, _) -> true)
            .measure(MOONS, 100, HOW)
            .nll();
    assertEquals(alone, live.shown().flow().measure(MOONS, 100, HOW).nll());
  }

  @Test
  void itEndsWhenNobodyListens() throws Exception {
    Presence presence = new Presence(SECOND / 5);
    presence.came();
    Semaphore turns = new Semaphore(1);
    Live running = live(1_000_000, turns, presence);
    Live waiting = live(1_000_000, turns, presence);
    running.allow(1_000_000, 0);
    await(running, state -> state.update() > 5);
    assertFalse(waiting.state().ended());
    presence.went();
    assertFalse(await(running, Live.State::ended).done());
    await(waiting, Live.State::ended);
    turns.acquire(); // given back by both
  }

  @Test
  void whatIsReplacedEndsAndSlownessIsKept() throws Exception {
    Presence presence = new Presence(SECOND);
    presence.came();
    Live live = live(1_000_000, new Semaphore(1), presence);
    live.allow(1_000_000, 50);
    Thread.sleep(1000);
    long made = live.state().update();
    assertTrue(made <= 51, () -> made + " updates in a second at 50 a second");
    live.stop();
    await(live, Live.State::ended);
  }
}
