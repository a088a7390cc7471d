package rivulet.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A helper that is late is sent home; one that has come is waited for. */
@Timeout(60)
final class PoolThreadTest {
  private final Deal deal = new Deal(2);
  private final Arrivals arrivals = new Arrivals();
  private final PoolThread helper = new PoolThread(1, deal, arrivals);
  private final AtomicInteger runs = new AtomicInteger();

  private void callToOneTask() {
    deal.begin(1, (worker, task) -> runs.incrementAndGet());
    arrivals.expect(1);
    helper.call();
  }

  @Test
  void recalledHelperDoesNotCome() {
    callToOneTask();
    assertTrue(helper.recall());
    assertFalse(helper.recall());
    arrivals.arrive();
    arrivals.await();
    helper.start();
    helper.stop();
    assertEquals(0, runs.get());
  }

  @Test
  void helperThatHasComeCannotBeRecalled() {
    helper.start();
    for (int run = 1; run <= 1_000; run++) {
      callToOneTask();
      arrivals.await();
      assertFalse(helper.recall());
      assertEquals(run, runs.get());
    }
    helper.stop();
  }

  /** Either the caller gets the call back or the helper arrives, never both, never neither. */
  @Test
  void everyCallIsAnsweredOrTakenBack() {
    helper.start();
    int recalled = 0;
    for (int run = 0; run < 20_000; run++) {
      callToOneTask();
      if (run % 3 == 0) {
        Thread.onSpinWait();
      }
      if (helper.recall()) {
        recalled++;
        arrivals.arrive();
      }
      arrivals.await();
      assertEquals(run + 1, recalled + runs.get());
    }
    helper.stop();
  }
}
