package rivulet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.ode.RecordedSolve;
import rivulet.training.Network;
import rivulet.training.Training;

/** What is told of one image is what a measurement of many says of it, to the last bit. */
final class CourseBitsTest {
  private static final int INDEX = 9;

  @TempDir private Path folder;

  @Test
  void courseAddsUpToTheMeasurement() {
    byte[] pixels = new byte[16 * 64];
    new Random(7).nextBytes(pixels);
    Images images = Images.of(pixels, 1, 8, 8);
    Training training =
        Training.of(images).network(Network.usual().levels(2).hidden(8)).batch(8).updates(10);
    Measuring how = Measuring.usual().withDivergence("exact");
    try (Model model = training.run(folder, (_, _) -> true).model().orElseThrow()) {
      Likelihood all = model.logLikelihood(images, how);
      Course course = model.follow(images, INDEX, how, 4);
      assertEquals(all.bitsPerDimByImage()[INDEX], course.likelihood().bitsPerDim());
      double unit = -64 * Math.log(2);
      for (int level = 0; level < 2; level++) {
        RecordedSolve solve = course.levels().get(level).getFirst();
        Likelihood.Level told = course.likelihood().level(level);
        assertEquals(told.logDet(), solve.steps().getLast().sums()[0] / unit, 1e-12);
        assertEquals(told.evaluations(), solve.evaluations());
        assertEquals(told.base(), base(solve.end()) / unit, 1e-9);
      }
      double[][] latents = model.encode(course.pixels(), how).levels();
      for (int level = 0; level < 2; level++) {
        assertArrayEquals(latents[level], course.levels().get(level).getLast().end(), 1e-5);
      }
      assertThrows(IllegalArgumentException.class, () -> model.follow(images, 16, how, 4));
      assertThrows(IllegalArgumentException.class, () -> model.follow(images, 0, how, 0));
    }
  }

  private static double base(double[] latent) {
    double sum = 0;
    for (double z : latent) {
      sum += z * z + Math.log(2 * Math.PI);
    }
    return -0.5 * sum;
  }
}
