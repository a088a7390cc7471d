// Four pixels become a mean and three details, and the volume of a small cube stays what it was, or does not.
import rivulet.wavelet.*
double[] image = {0.1, 0.4, 0.2, 0.9}
void show(Wavelet kind) {
  var pyramid = new WaveletPyramid(kind, 1, 2, 2, 2);
  var parts = pyramid.newCoefficients();
  pyramid.analyse(image, 0, parts);
  double[] coarse = parts.data(0);
  double[] details = parts.data(1);
  System.out.printf("%-11s coarse %.4f, details %.4f %.4f %.4f, ln |det| %.4f%n",
      kind.name().toLowerCase(), coarse[0], details[0], details[1], details[2], pyramid.logDeterminant());
}
for (Wavelet kind : Wavelet.values()) { show(kind); }
/exit
