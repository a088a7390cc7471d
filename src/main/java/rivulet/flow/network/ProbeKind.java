package rivulet.flow.network;

import java.util.Locale;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/** Distribution of Hutchinson's probes. */
public enum ProbeKind {
  /** ±1: the smallest variance among independent entries. */
  RADEMACHER,
  GAUSSIAN;

  public void fill(NoiseStream noise, double[] values, int start, int count) {
    switch (this) {
      case RADEMACHER -> noise.rademacher(values, start, count);
      case GAUSSIAN -> noise.gaussian(values, start, count);
    }
  }

  /**
   * Draws the probes that an image meets in a block.
   *
   * @param noise at work; its key is set
   * @param index the image's own, which with seed and epoch determines them
   * @param number of probes
   * @param entries of each
   * @param values written, one probe after the other
   */
  public void draw(
      NoiseStream noise,
      long seed,
      int epoch,
      long index,
      int level,
      int block,
      int number,
      int entries,
      double[] values) {
    for (int probe = 0; probe < number; probe++) {
      noise.reset(seed, Purpose.PROBE, epoch, index, level, block, probe);
      fill(noise, values, probe * entries, entries);
    }
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
