package rivulet.web;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** Numbers as the pages read them: float32, little-endian, in base64. */
public final class Floats {
  private Floats() {}

  /** All of an array. */
  public static String text(double[] values) {
    return text(values, 0, values.length);
  }

  /** Those from one index to before another. */
  public static String text(double[] values, int from, int to) {
    ByteBuffer bytes =
        ByteBuffer.allocate((to - from) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = from; i < to; i++) {
      bytes.putFloat((float) values[i]);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
