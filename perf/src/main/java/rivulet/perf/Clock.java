package rivulet.perf;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Time of a measurement. One thread's work is measured in processor time of the calling thread, so
 * that what else runs on the machine counts neither for nor against it; that of several threads in
 * wall time.
 */
public enum Clock {
  PROCESSOR,
  WALL;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double NANO = 1e-9;

  /** The clock for work on that many threads. */
  public static Clock of(int threads) {
    return threads == 1 && THREADS.isCurrentThreadCpuTimeSupported() ? PROCESSOR : WALL;
  }

  /** Seconds since an unknown moment; only differences on one thread mean something. */
  public double now() {
    return NANO * (this == PROCESSOR ? THREADS.getCurrentThreadCpuTime() : System.nanoTime());
  }
}
