package rivulet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.autodiff.ShapedField;
import rivulet.autodiff.TracedField;
import rivulet.flow.network.GatedField;
import rivulet.store.StoreException;
import rivulet.tensor.Shape;
import rivulet.training.Network;
import rivulet.training.Training;
import rivulet.training.TrainingObjective;

/** A field that nobody here has written before, at every level of a model of images. */
final class OwnImageFieldTest {
  private static final int SIDE = 8;
  private static final ShapedField GATED = new Gated("gated");

  @TempDir private Path folder;

  private record Gated(String name) implements ShapedField {
    @Override
    public TracedField of(Shape state, int condition) {
      return new GatedField(state, condition);
    }
  }

  private static Images pictures() {
    byte[] pixels = new byte[24 * SIDE * SIDE];
    new Random(7).nextBytes(pixels);
    return Images.of(pixels, 1, SIDE, SIDE);
  }

  private static Training training() {
    return Training.of(pictures())
        .network(Network.usual().levels(2).field(GATED))
        .batch(8)
        .updates(12)
        .seed(2);
  }

  private Model trained(Training training, String run) {
    return training.run(folder.resolve(run), (_, _) -> true).model().orElseThrow();
  }

  @Test
  void bothObjectivesTrainItWhateverTheThreads() throws IOException {
    trained(training().threads(1), "one");
    trained(training().threads(2), "two");
    assertArrayEquals(bytes("one"), bytes("two"));
    Model solved =
        trained(training().objective(TrainingObjective.likelihood()).updates(4), "likelihood");
    assertTrue(solved.logLikelihood(pictures()).bitsPerDim() > 0);
  }

  private byte[] bytes(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("model.safetensors"));
  }

  @Test
  void anInterruptedRunGoesOn() throws IOException {
    trained(training(), "whole");
    training().run(folder.resolve("parts"), (update, _) -> update < 5);
    trained(training(), "parts");
    assertArrayEquals(bytes("whole"), bytes("parts"));
  }

  @Test
  void filesNameIt() {
    Model model = trained(training(), "run");
    Path file = folder.resolve("own.safetensors");
    model.save(file);
    double before = model.logLikelihood(pictures()).bitsPerDim();
    assertEquals(before, Model.open(file, GATED).logLikelihood(pictures()).bitsPerDim());
    String missing =
        assertThrows(StoreException.class, () -> Model.open(file, new Gated("other"))).getMessage();
    assertTrue(missing.contains("'gated'") && missing.contains("[other]"), missing);
  }

  @Test
  void gradientsArePixelDifferencesOfTheExactLikelihood() {
    Model model = trained(training(), "run");
    Measuring exact = Measuring.usual().withDivergence("exact").withSolver("dopri5", 1e-6);
    double[] x = new Random(3).doubles(SIDE * SIDE, 0.2, 0.8).toArray();
    Gradient found = model.gradients(exact, x).getFirst();
    double h = 0x1p-10;
    for (int pixel : new int[] {0, 13, 40, 63}) {
      double[] high = x.clone();
      double[] low = x.clone();
      high[pixel] += h;
      low[pixel] -= h;
      List<Gradient> sides = model.gradients(exact, high, low);
      double slope = (sides.get(0).logLikelihood() - sides.get(1).logLikelihood()) / (2 * h);
      assertEquals(slope, found.byPixel()[pixel], 0.02 * Math.abs(slope) + 0.2, "pixel " + pixel);
    }
  }

  @Test
  void latentsLeadBack() {
    Model model = trained(training(), "run");
    double[] x = new Random(3).doubles(SIDE * SIDE, 0.2, 0.8).toArray();
    Latents there = model.encode(x, Measuring.usual());
    assertArrayEquals(x, model.decode(there, Sampling.usual()), 1e-3);
  }

  @Test
  void aFieldOfAnotherShapeIsRefused() {
    ShapedField wrong =
        new ShapedField() {
          @Override
          public String name() {
            return "wrong";
          }

          @Override
          public TracedField of(Shape state, int condition) {
            return new GatedField(state, condition + 1);
          }
        };
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    training()
                        .network(Network.usual().levels(2).field(wrong))
                        .run(folder.resolve("wrong"), (_, _) -> true))
            .getMessage();
    assertTrue(message.startsWith("field 'wrong': level 0"), message);
  }
}
