package rivulet.perf;

import java.util.List;

/** Several arrays in one. */
public final class Joined {
  private Joined() {}

  /** One after the other. */
  public static float[] of(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
