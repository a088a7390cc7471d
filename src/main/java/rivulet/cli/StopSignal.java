package rivulet.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets an interrupted run (Ctrl-C, SIGTERM) finish its update and write a checkpoint before the
 * process ends.
 */
final class StopSignal implements AutoCloseable {
  private static final long SECONDS = 60;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "rivulet-stop");
  private volatile boolean asked;

  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  boolean asked() {
    return asked;
  }

  private void stop() {
    asked = true;
    try {
      if (!finished.await(SECONDS, TimeUnit.SECONDS)) {
        System.err.println("rivulet: no checkpoint within " + SECONDS + " s; the last one holds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finished.countDown();
    if (!asked) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending already; the hook finds the latch open.
        asked = true;
      }
    }
  }
}
