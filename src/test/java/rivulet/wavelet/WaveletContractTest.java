package rivulet.wavelet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class WaveletContractTest {
  @Test
  void names() {
    for (Wavelet wavelet : Wavelet.values()) {
      assertEquals(wavelet, Wavelet.parse(wavelet.id()));
    }
    assertEquals("unimodular", Wavelet.UNIMODULAR.id());
    says(
        () -> Wavelet.parse("db4"),
        "wavelet: 'db4' is unknown; choose one of unimodular, haar, orthonormal");
  }

  @Test
  void oddSizes() {
    says(
        () -> Wavelet.HAAR.forward(new double[45], 3, 5, 3, new double[9], new double[27]),
        "wavelet: cannot halve an image of 3x5x3 (channels x height x width): "
            + "height and width must be even, channels at least 1");
    assertThrows(IllegalArgumentException.class, () -> Wavelet.HAAR.logDeterminant(1, 4, 3));
  }

  @Test
  void shortArrays() {
    says(
        () -> Wavelet.HAAR.forward(new double[16], 1, 4, 4, new double[4], new double[11]),
        "wavelet: detail needs 12 values from index 0, the array holds 11");
    says(
        () -> Wavelet.HAAR.inverse(new double[4], 0, new double[12], 0, 1, 4, 4, new double[16], 1),
        "wavelet: image needs 16 values from index 1, the array holds 16");
  }

  @Test
  void tooManyLevels() {
    says(
        () -> new WaveletPyramid(Wavelet.UNIMODULAR, 1, 28, 28, 4),
        "pyramid: 4 levels asked for images of 28x28, which halve evenly 2 times: "
            + "choose 1 to 3 levels");
    assertEquals(3, WaveletPyramid.largestLevels(28, 32));
    assertEquals(6, WaveletPyramid.largestLevels(32, 32));
    assertEquals(1, WaveletPyramid.largestLevels(7, 8));
    assertThrows(
        IllegalArgumentException.class, () -> new WaveletPyramid(Wavelet.UNIMODULAR, 1, 28, 28, 0));
  }

  @Test
  void moreValuesThanAnArrayHolds() {
    says(
        () -> new WaveletPyramid(Wavelet.UNIMODULAR, 1, 65_536, 32_768, 1),
        "pyramid: an image of 1x65536x32768 (channels x height x width) has more than 2147483647"
            + " values");
  }

  @Test
  void levelsAndCoefficientsOfAnotherPyramid() {
    WaveletPyramid pyramid = new WaveletPyramid(Wavelet.HAAR, 1, 8, 8, 2);
    PyramidCoefficients other = new WaveletPyramid(Wavelet.HAAR, 1, 8, 8, 3).newCoefficients();
    assertThrows(IllegalArgumentException.class, () -> pyramid.analyse(new double[64], 0, other));
    assertThrows(
        IllegalArgumentException.class, () -> pyramid.synthesise(other, new double[64], 0));
    says(
        () -> pyramid.conditionShape(0),
        "pyramid: level 0 asked, this pyramid has levels 1 to 1 here");
    says(
        () -> pyramid.newCoefficients().condition(2),
        "pyramid: level 2 has no condition, levels 1 to 1 have one");
    assertThrows(IllegalArgumentException.class, () -> pyramid.shape(2));
  }

  private static void says(Executable call, String message) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
