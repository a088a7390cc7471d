package rivulet.check;

import java.util.List;
import rivulet.store.StoreException;
import rivulet.wavelet.Wavelet;

/** Golden wavelets: one analysis step and its inverse, for every transform in the file. */
final class WaveletCheck {
  private static final double BOUND = 1e-6;

  private final GoldenCase golden;
  private final CaseReport report;

  WaveletCheck(GoldenCase golden, CaseReport report) {
    this.golden = golden;
    this.report = report;
  }

  void run() {
    List<String> names =
        golden.tensors().names().stream()
            .filter(name -> name.indexOf(':') > 0)
            .map(name -> name.substring(0, name.indexOf(':')))
            .distinct()
            .toList();
    for (String name : names) {
      step(Wavelet.parse(name));
    }
  }

  private void step(Wavelet wavelet) {
    long[] shape = golden.tensors().entry("x").shape();
    if (shape.length != 4) {
      throw new StoreException(
          "golden: case '" + golden.name() + "': x needs 4 sides, has " + shape.length);
    }
    int images = (int) shape[0];
    int channels = (int) shape[1];
    int height = (int) shape[2];
    int width = (int) shape[3];
    int size = channels * height * width;
    double[] coarse = new double[images * size / 4];
    double[] detail = new double[images * size / 4 * 3];
    double[] back = new double[images * size];
    for (int n = 0; n < images; n++) {
      double[] x = golden.part("x", n, size);
      double[] c = new double[size / 4];
      double[] d = new double[size / 4 * 3];
      wavelet.forward(x, channels, height, width, c, d);
      wavelet.inverse(c, d, channels, height, width, x);
      System.arraycopy(c, 0, coarse, n * c.length, c.length);
      System.arraycopy(d, 0, detail, n * d.length, d.length);
      System.arraycopy(x, 0, back, n * size, size);
    }
    report.compare(wavelet.id() + ":coarse", coarse, ErrorMeasure.RELATIVE_TO_LARGEST, BOUND);
    report.compare(wavelet.id() + ":detail", detail, ErrorMeasure.RELATIVE_TO_LARGEST, BOUND);
    report.compare("x", back, ErrorMeasure.RELATIVE_TO_LARGEST, BOUND);
  }
}
