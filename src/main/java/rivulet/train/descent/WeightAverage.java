package rivulet.train.descent;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Exponential moving average of one run of float32 parameters, in float64. The decay rises with the
 * number of updates n as (1+n)/(10+n) up to its value, so that the first weights are soon
 * forgotten.
 */
public final class WeightAverage {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final double[] values;

  public WeightAverage(int parameters) {
    values = new double[parameters];
  }

  /** The average; live, for checkpoints. */
  public double[] values() {
    return values;
  }

  /** Decay of update number {@code n}, from 0; the average starts at the weights after it. */
  public static double decay(double decay, long n) {
    return n == 0 ? 0 : Math.min(decay, (1.0 + n) / (10.0 + n));
  }

  /** Takes the parameters from byte {@code offset} on into the average. */
  public void update(MemorySegment parameters, long offset, double decay) {
    for (int i = 0; i < values.length; i++) {
      values[i] = decay * values[i] + (1 - decay) * parameters.get(FLOAT, offset + 4L * i);
    }
  }

  /** The average in float32. */
  public float[] toFloats() {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }
}
