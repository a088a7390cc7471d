package rivulet.tensor.kernel;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** Fixed test data: ordinary values, every power of two in range, and the edges of float32. */
public final class SampleFloats {
  private static final float[] EDGES = {
    0f,
    -0f,
    1f,
    -1f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    88.72284f,
    88.7229f,
    89f,
    -87.3f,
    -103.97f,
    -103.98f,
    -110f,
    -111f,
    0x1p-25f,
    -0x1p-25f
  };

  private SampleFloats() {}

  /** A third ordinary numbers, a third of any magnitude, every seventeenth an edge. */
  static float at(SplittableRandom random, int i) {
    if (i % 17 == 16) {
      return EDGES[random.nextInt(EDGES.length)];
    }
    float ordinary = (float) random.nextDouble(-12, 12);
    return i % 3 == 2 ? Math.scalb(ordinary, random.nextInt(-150, 124)) : ordinary;
  }

  /** Fills the whole segment. */
  static void fill(MemorySegment segment, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < segment.byteSize() / Float.BYTES; i++) {
      Lanes.set(segment, (long) i * Float.BYTES, at(random, i));
    }
  }

  /** Fills the whole segment with numbers between −8 and 8. */
  public static void fillOrdinary(MemorySegment segment, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < segment.byteSize() / Float.BYTES; i++) {
      Lanes.set(segment, (long) i * Float.BYTES, (float) random.nextDouble(-8, 8));
    }
  }
}
