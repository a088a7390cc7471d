package rivulet.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** No heap allocation after construction. */
final class NoiseStreamLeakTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final NoiseStream stream = new NoiseStream();
  private final double[] d = new double[77];
  private final int[] p = new int[77];
  private double sink;

  private void round(int image) {
    stream.reset(1, Purpose.PROBE, 0, image, 1, 2, 3);
    stream.uniform(d, 0, d.length);
    stream.gaussian(d, 0, d.length);
    stream.gaussian(d, 0, d.length);
    stream.rademacher(d, 0, d.length);
    stream.permutation(p);
    sink += d[0] + p[0] + stream.nextUniform() + stream.nextGaussian() + stream.nextIndex(9);
  }

  @Test
  void roundsAllocateNothing() {
    long least = Long.MAX_VALUE;
    // The least of several batches: the compiler may install code during one of them.
    for (int batch = 0; batch < 10; batch++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int image = 0; image < 500; image++) {
        round(image);
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, () -> "bytes per 500 rounds; sink " + sink);
  }
}
