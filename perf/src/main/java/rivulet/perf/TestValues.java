package rivulet.perf;

/**
 * Inputs that every peer, in whatever language, can make for itself: a hash of stream and index,
 * uniform in [−½, ½) and exact in float32. The same function is in {@code peers/onednn.c}.
 */
public final class TestValues {
  public static final int INPUT = 1;
  public static final int COTANGENT = 2;
  public static final int WEIGHT = 3;
  public static final int STATE = 4;
  public static final int CONDITION = 5;
  public static final int PROBE = 6;

  private static final int INDEX_FACTOR = 0x9E3779B1;
  private static final int STREAM_FACTOR = 0x7FEB352D;
  private static final int MIX = 0x846CA68B;

  private TestValues() {}

  /** Value number {@code index} of a stream. */
  public static float at(int stream, int index) {
    int h = index * INDEX_FACTOR + stream * STREAM_FACTOR;
    h = (h ^ (h >>> 15)) * MIX;
    h ^= h >>> 13;
    return (float) ((h >>> 8) * 0x1p-24 - 0.5);
  }

  /** The values from {@code first} on. */
  public static float[] floats(int stream, int first, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = at(stream, first + i);
    }
    return values;
  }

  /** The values from {@code first} on, in float64. */
  public static double[] doubles(int stream, int first, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = at(stream, first + i);
    }
    return values;
  }
}
