package rivulet.store.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Run;

/**
 * Checkpoints as the published code saves them by PyTorch: imported, they have the bits/dim that
 * PyTorch computes in float64 by other means.
 */
final class PublishedCheckpointGoldenTest {
  /** Of float32 fields; what is promised is 2e-4. */
  private static final double BITS = 1e-6;

  @TempDir private Path folder;

  private void assertBits(String name, Path file) throws IOException {
    Measuring how =
        Measuring.usual()
            .withFault("bin-centre")
            .withDivergence("exact")
            .withSolver("dopri5", 1e-6);
    try (Model model = Model.open(file)) {
      assertArrayEquals(
          Fixtures.bits(name),
          model.logLikelihood(Fixtures.images(name), how).bitsPerDimByImage(),
          BITS);
    }
  }

  private Map<String, String> shape(String name) throws IOException {
    return Map.of("shape", Fixtures.shape(name));
  }

  @Test
  void checkpointsOfLevelsBecomeOneModelInAnyOrder() throws IOException {
    Path coarse = Fixtures.of("level0.pth");
    Path fine = Fixtures.of("level1.pth");
    Path model = folder.resolve("model.safetensors");
    for (List<Path> files : List.of(List.of(coarse, fine), List.of(fine, coarse), List.of(fine))) {
      Run.importWeights(files, shape("levels"), model);
      assertBits("levels", model);
    }
  }

  @Test
  void anUntrainedLevelIsTold() throws IOException {
    Path coarse = Fixtures.of("level0.pth");
    List<String> notes = Run.importWeights(List.of(coarse), Map.of(), folder.resolve("model"));
    assertEquals(
        List.of(
            "not said by the file, so as by default in the published code: shape 1x32x32,"
                + " activation softplus, logit-alpha 1.0E-6",
            "level 1 is untrained: its last layers are zero"),
        notes);
  }

  /**
   * {@code odd}: layers without time and coarser image, T = 0.81, swish of x·σ(βx), one block
   * against two; {@code squash}: concatsquash, T = 1.21, swish.
   */
  @ParameterizedTest
  @ValueSource(strings = {"odd", "squash"})
  void whatThisProgramHasNoNamesForIsWorkedIntoTheWeights(String name) throws IOException {
    Path model = folder.resolve("model.safetensors");
    Run.importWeights(List.of(Fixtures.of(name + ".pth")), shape(name), model);
    assertBits(name, model);
  }

  @Test
  void goesOutAndInAgain() throws IOException {
    Path first = folder.resolve("first.safetensors");
    Run.importWeights(List.of(Fixtures.of("level1.pth")), shape("levels"), first);
    Path out = folder.resolve("out.pth");
    assertEquals(List.of(), Run.exportWeights(first, out));
    assertEquals(-1, Files.mismatch(Fixtures.of("exported.pth"), out), "what PyTorch has loaded");
    Path second = folder.resolve("second.safetensors");
    Run.importWeights(List.of(out), Map.of(), second);
    assertBits("levels", second);
  }
}
