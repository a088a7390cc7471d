package rivulet.noise;

/**
 * What a pixel's neighbours in its own channel say of it: how much the four of them differ among
 * each other, in 9 classes, and how far the pixel is from their rounded mean, from −16 to 16, where
 * the ends take what lies beyond. An integer from 0 to {@value #COUNT} − 1.
 */
final class PixelContext {
  static final int FARTHEST = 16;
  static final int DISTANCES = 2 * FARTHEST + 1;
  static final int ACTIVITIES = 9;
  static final int COUNT = ACTIVITIES * DISTANCES;

  private PixelContext() {}

  /** Context of the value at row y and column x of the plane that starts at {@code plane}. */
  static int of(byte[] pixels, int plane, int height, int width, int y, int x) {
    int at = plane + y * width + x;
    int sum = 0;
    int count = 0;
    int least = 255;
    int most = 0;
    for (int side = 0; side < 4; side++) {
      boolean vertical = side < 2;
      int step = 2 * (side & 1) - 1;
      int place = (vertical ? y : x) + step;
      if (place >= 0 && place < (vertical ? height : width)) {
        int value = pixels[at + step * (vertical ? width : 1)] & 0xff;
        sum += value;
        count++;
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    if (count == 0) {
      return index(ACTIVITIES - 1, FARTHEST);
    }
    int mean = (2 * sum + count) / (2 * count);
    return index(activity(most - least), (pixels[at] & 0xff) - mean);
  }

  /** 0, 1, 2, 3–4, 5–8, …, 33–64, more. */
  private static int activity(int range) {
    if (range == 0) {
      return 0;
    }
    return Math.min(ACTIVITIES - 1, 1 + Integer.SIZE - Integer.numberOfLeadingZeros(range - 1));
  }

  static int index(int activity, int distance) {
    return activity * DISTANCES + Math.clamp(distance, -FARTHEST, FARTHEST) + FARTHEST;
  }
}
