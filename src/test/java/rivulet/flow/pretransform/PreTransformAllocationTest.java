package rivulet.flow.pretransform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.wavelet.PyramidCoefficients;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** An image through the pyramid and the pre-transforms, there and back, allocates nothing. */
class PreTransformAllocationTest {
  private static final WaveletPyramid PYRAMID = new WaveletPyramid(Wavelet.HAAR, 1, 8, 8, 2);

  private final double[] image = new double[64];
  private final PyramidCoefficients levels = PYRAMID.newCoefficients();

  @ParameterizedTest
  @ValueSource(strings = {"logit,affine", "cdf", "none"})
  void noHeap(String text) {
    PreTransformChain[] chains = {fit(text, 0), fit(text, 1)};
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    read(7);
    thereAndBack(chains, 50);
    // The least of several batches: the compiler may install code or give it up during one of them.
    long least = Long.MAX_VALUE;
    for (int batch = 0; batch < 20; batch++) {
      least = Math.min(least, allocated(threads, chains, 100));
    }
    assertEquals(0, least, "bytes per 100 images");
  }

  private long allocated(ThreadMXBean threads, PreTransformChain[] chains, int times) {
    long before = threads.getCurrentThreadAllocatedBytes();
    thereAndBack(chains, times);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private void thereAndBack(PreTransformChain[] chains, int times) {
    for (int i = 0; i < times; i++) {
      PYRAMID.analyse(image, 0, levels);
      chains[0].forward(levels.data(0), 0, 1, 16);
      chains[1].forward(levels.data(1), 0, 3, 16);
      chains[1].inverse(levels.data(1), 0, 3, 16);
      chains[0].inverse(levels.data(0), 0, 1, 16);
      PYRAMID.synthesise(levels, image, 0);
    }
  }

  private PreTransformChain fit(String text, int level) {
    PreTransformFit.Source source =
        (number, values) -> {
          read(number);
          System.arraycopy(levels.data(level), 0, values, 0, values.length);
        };
    return PreTransformRecipe.parse(text)
        .fit(level, new PreTransformFit(source, 40, PYRAMID.shape(level).channels(), 16));
  }

  private void read(int number) {
    Random random = new Random(number);
    for (int i = 0; i < image.length; i++) {
      image[i] = random.nextDouble();
    }
    PYRAMID.analyse(image, 0, levels);
  }
}
