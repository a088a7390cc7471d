package rivulet.cli.output;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Processor time of this process against a limit.
 *
 * @param limit in seconds, {@link Long#MAX_VALUE} for none
 */
public record ProcessorTime(long limit) {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  public ProcessorTime {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "train: --time-limit must be at least 1 second, found " + limit);
    }
  }

  public boolean limited() {
    return limit < Long.MAX_VALUE;
  }

  /** Seconds used by all threads since the process began. */
  public double used() {
    return PROCESS.getProcessCpuTime() * 1e-9;
  }

  /** Seconds that are left; negative once the limit is passed. */
  public double left() {
    return limit - used();
  }
}
