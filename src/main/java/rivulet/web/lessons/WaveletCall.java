package rivulet.web.lessons;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;
import rivulet.web.Reply;

/** A block of four pixels, split by every wavelet. */
final class WaveletCall implements Reply<WaveletCall.Request> {
  private static final int PIXELS = 4;

  /**
   * Four pixels, row by row.
   *
   * @param a upper left
   * @param b upper right
   * @param c lower left
   * @param d lower right
   */
  record Request(double a, double b, double c, double d) {}

  /** All wavelets. */
  record Answer(List<Split> wavelets) {}

  /**
   * What one makes of the block.
   *
   * @param logDeterminant of the split, in nats
   */
  record Split(String name, double coarse, double[] details, double logDeterminant) {}

  @Override
  public String path() {
    return "api/lessons/wavelet";
  }

  @Override
  public Method method() {
    return Method.GET;
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public Answer answer(Request request) {
    double[] block = {request.a(), request.b(), request.c(), request.d()};
    List<Split> all = new ArrayList<>();
    for (Wavelet wavelet : Wavelet.values()) {
      WaveletPyramid pyramid = new WaveletPyramid(wavelet, 1, 2, 2, 2);
      var parts = pyramid.newCoefficients();
      pyramid.analyse(block, 0, parts);
      all.add(
          new Split(
              wavelet.name().toLowerCase(Locale.ROOT),
              parts.data(0)[0],
              Arrays.copyOf(parts.data(1), PIXELS - 1),
              pyramid.logDeterminant()));
    }
    return new Answer(all);
  }
}
