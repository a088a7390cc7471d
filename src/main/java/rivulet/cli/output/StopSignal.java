package rivulet.cli.output;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets an interrupted run (Ctrl-C, SIGTERM) finish its update, write a checkpoint and say so before
 * the process ends. While it is open a signal is only noted; the process then ends with the code of
 * the signal once {@link #released} tells that the command has said all.
 */
public final class StopSignal implements AutoCloseable {
  private static final long SECONDS = 60;

  /** Opened once for the process: what follows the training, also an error's line, comes out. */
  private static final CountDownLatch SAID = new CountDownLatch(1);

  private final Thread hook = new Thread(this::stop, "rivulet-stop");
  private volatile boolean asked;

  public StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The command has printed all it had to; a process that was told to end may do so. */
  public static void released() {
    SAID.countDown();
  }

  public boolean asked() {
    return asked;
  }

  private void stop() {
    asked = true;
    try {
      if (!SAID.await(SECONDS, TimeUnit.SECONDS)) {
        System.err.println("rivulet: no checkpoint within " + SECONDS + " s; the last one holds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** From here on a signal ends the process at once, unless one came before. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already; the hook waits for the command's last line.
      asked = true;
    }
  }
}
