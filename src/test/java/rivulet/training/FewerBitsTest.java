package rivulet.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Progress;
import rivulet.Samples;
import rivulet.Sampling;
import rivulet.check.TinyUniverse;
import rivulet.flow.pretransform.PreTransformChain;
import rivulet.random.NormalDistribution;
import rivulet.store.ModelFile;

/**
 * The likelihood of pixels of fewer bits. Of one bit the 16 images of 2 x 2 pixels are all that
 * there are; of a normal distribution for each pixel their probabilities are differences of Φ.
 */
final class FewerBitsTest {
  private static final double LN_2 = StrictMath.log(2);

  @TempDir private Path folder;

  private Path run(int bits, int levels, long updates) {
    Path run = folder.resolve("run");
    int[] counts = new int[TinyUniverse.SIZE];
    for (int n = 0; n < counts.length; n++) {
      counts[n] = 1 + n % 3 * n % 5;
    }
    Training.of(TinyUniverse.copies(counts))
        .network(
            Network.usual()
                .levels(levels)
                .hidden(8)
                .preTransform("affine")
                .pixelTransform("none")
                .condition("raw"))
        .dequantisation("uniform")
        .bits(bits)
        .updates(updates)
        .threads(1)
        .run(run, (_, _) -> true);
    return run;
  }

  private static Measuring samples(int count) {
    return Measuring.usual().withDivergence("exact").withNoise(1, count).withThreads(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void probabilitiesOfANormalDistributionAreItsOwn(int bits) {
    Path run = run(bits, 1, 0);
    PreTransformChain affine =
        ModelFile.read(run.resolve("model.safetensors")).levels().get(0).preTransform();
    double[] ends = {0, 1, 0, 0};
    affine.forward(ends, 0, 1, 4);
    double slope = ends[1] - ends[0];
    try (Model model = Model.open(run)) {
      Likelihood found = model.logLikelihood(TinyUniverse.all(), samples(400), Progress.SILENT);
      double total = 0;
      double mass = 0;
      int last = (1 << bits) - 1;
      for (int n = 0; n < TinyUniverse.SIZE; n++) {
        double exact = 1;
        for (int i = 0; i < 4; i++) {
          int value = (n >> i & 1) * last;
          double from = ends[0] + slope * value / (last + 1);
          double to = ends[0] + slope * (value + 1) / (last + 1);
          exact *= NormalDistribution.cumulative(to) - NormalDistribution.cumulative(from);
        }
        double told = StrictMath.exp(found.logLikelihood(n));
        assertEquals(1, told / exact, 0.12, "image " + n);
        assertEquals(-found.logLikelihood(n) / (4 * LN_2), found.bitsPerDimByImage()[n], 1e-9);
        total += told;
        mass += exact;
      }
      assertEquals(1, total / mass, 0.03);
      assertTrue(mass < 1, "a normal distribution leaves [0,1]: " + mass);
    }
  }

  /** All there are: together they have what the model does not put outside the cube. */
  @Test
  void allImagesOfOneBitTogetherHaveTheMassOfTheCube() {
    try (Model model = Model.open(run(1, 2, 150))) {
      Likelihood found = model.logLikelihood(TinyUniverse.all(), samples(200), Progress.SILENT);
      double total = 0;
      for (int n = 0; n < TinyUniverse.SIZE; n++) {
        total += StrictMath.exp(found.logLikelihood(n));
      }
      int drawn = 4000;
      Samples samples = model.sample(drawn, Sampling.usual().withThreads(1));
      double inside =
          Arrays.stream(samples.values())
              .filter(image -> Arrays.stream(image).allMatch(x -> x >= 0 && x < 1))
              .count();
      assertEquals(inside / drawn, total, 0.04);
    }
  }

  @Test
  void onlyTheUpperBitsCountAndSamplesHaveNoOthers() {
    try (Model model = Model.open(run(3, 2, 10))) {
      assertEquals(3, model.description().bits());
      byte[] pixels = {0, (byte) 0x7f, (byte) 0x9d, (byte) 0xff};
      byte[] upper = {0x1f, (byte) 0x60, (byte) 0x80, (byte) 0xe3};
      Measuring how = Measuring.usual().withThreads(1);
      double bits = measured(model, pixels, how);
      assertEquals(bits, measured(model, upper, how));
      byte[] other = {0x20, (byte) 0x7f, (byte) 0x9d, (byte) 0xff};
      assertTrue(bits != measured(model, other, how));
      Images samples = model.sample(20, Sampling.usual().withThreads(1), Progress.SILENT).images();
      int set = 0;
      for (int n = 0; n < samples.count(); n++) {
        for (byte value : samples.image(n)) {
          assertEquals(0, value & 0x1f);
          set |= value;
        }
      }
      assertTrue(set != 0, "samples are not all black");
    }
  }

  private static double measured(Model model, byte[] pixels, Measuring how) {
    return model.logLikelihood(Images.of(pixels, 1, 2, 2), how, Progress.SILENT)
        .bitsPerDimByImage()[0];
  }
}
