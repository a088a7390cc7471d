package baselines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rivulet.Images;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.check.TinyUniverse;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.ProbeKind;
import rivulet.store.ModelFile;
import rivulet.store.RunDirectory;
import rivulet.store.StoredModel;
import rivulet.tensor.Workspace;
import rivulet.train.Likelihood;
import rivulet.train.Matching;
import rivulet.train.TrainConfig;
import rivulet.train.Trainer;
import rivulet.train.descent.Schedule;
import rivulet.training.Network;
import rivulet.training.Training;

/** Couplings on the levels of a small model of ours, on images of 2×2 pixels. */
final class CouplingModelTest {
  @TempDir private Path folder;

  /** Sixteen of each diagonal, black and white. */
  private static Images diagonals() {
    int[] counts = new int[TinyUniverse.SIZE];
    counts[6] = 16;
    counts[9] = 16;
    return TinyUniverse.copies(counts);
  }

  private static ImageSet set(Images images) {
    byte[] pixels = new byte[images.count() * images.dimensions()];
    for (int n = 0; n < images.count(); n++) {
      byte[] image = images.image(n);
      System.arraycopy(image, 0, pixels, n * image.length, image.length);
    }
    return ImageSets.of("tiny", images.channels(), images.height(), images.width(), pixels);
  }

  private StoredModel ours() {
    Training.of(diagonals())
        .network(Network.usual().levels(2).hidden(4).preTransform("affine"))
        .updates(1)
        .threads(1)
        .run(folder, (update, value) -> true);
    return ModelFile.read(folder.resolve(RunDirectory.MODEL));
  }

  private static TrainConfig config(long updates) {
    return new TrainConfig(
        1,
        32,
        8,
        new Schedule(0.02, 10, updates),
        1,
        500,
        0.9,
        new Likelihood("bosh3", 1e-3, 0, 0, 1, ProbeKind.RADEMACHER),
        Matching.NONE);
  }

  /** The sum over 16 of the 256⁴ images rises and stays below one. */
  @Test
  void probabilitiesOfAllImagesAddUpToOneAtMost() {
    StoredModel ours = ours();
    List<Coupling> levels =
        CouplingModel.levels(ours.spec(), Coupling.Kind.CHANNELS, List.of(4), 8, 1);
    TrainConfig config = config(300);
    CouplingImages source =
        new CouplingImages(ours.complete(), ours.dequantisation(), config, set(diagonals()));
    ProgramProblem problem = new ProgramProblem(CouplingModel.programs(levels, 1), config, source);
    ImageSet universe = set(TinyUniverse.all());
    try (Trainer trainer = new Trainer("test", config, problem, 1)) {
      CouplingModel model = new CouplingModel(ours, levels, problem.networks());
      double before = total(model, universe, problem.workspace());
      trainer.run(300, () -> false, _ -> {});
      problem.finish();
      double after = total(model, universe, problem.workspace());
      assertTrue(before > 0 && after <= 1, before + " and " + after);
      assertTrue(after > 0.3 && after > 2 * before, before + " and " + after);
    }
  }

  /** Σ exp of the mean of ln p/q over 8 noises: each a bound of P(X) from below. */
  private static double total(CouplingModel model, ImageSet universe, Workspace workspace) {
    double[] bits = new double[16];
    for (int seed = 0; seed < 8; seed++) {
      double[] found = model.measure(universe, seed, workspace).bits();
      Arrays.setAll(bits, n -> bits[n] + found[n] / 8);
    }
    return Arrays.stream(bits).map(b -> StrictMath.exp(-b * 4 * ModelSpec.LN_2)).sum();
  }

  /** Without a flow the figure is that of eval; fresh couplings are none. */
  @Test
  void withoutAFlowItIsWhatEvalSays() {
    Path home = Path.of(System.getProperty("rivulet.home"));
    Path file = home.resolve("models/fashion.safetensors");
    StoredModel ours = ModelFile.read(file);
    ImageSet images = ImageSets.open(home.resolve("testdata/fashion-mnist")).slice(0, 4);
    List<Coupling> levels =
        CouplingModel.levels(ours.spec(), Coupling.Kind.CHANNELS, List.of(1), 16, 0);
    try (Workspace workspace = new Workspace();
        Model model = Model.open(file)) {
      List<PlannedNetwork> networks =
          CouplingModel.programs(levels, 1).stream()
              .map(program -> new PlannedNetwork(program, workspace))
              .toList();
      Measured found = new CouplingModel(ours, levels, networks).measure(images, 1, workspace);
      double expected =
          model
              .logLikelihood(
                  Images.read(home.resolve("testdata/fashion-mnist")).first(4),
                  Measuring.usual().withSeed(1).withSolver("bosh3", 1e-1).withThreads(1))
              .noFlowBitsPerDim();
      assertEquals(expected, Measured.mean(found.beside()), 1e-9);
      assertEquals(expected, Measured.mean(found.bits()), 1e-5);
    }
  }

  /** Images drawn go back to the latents that they were drawn from. */
  @Test
  void samplesAreTheInverseOfTheLikelihoodsWay() {
    Path home = Path.of(System.getProperty("rivulet.home"));
    StoredModel ours = ModelFile.read(home.resolve("models/fashion.safetensors"));
    ImageLevels there = new ImageLevels(ours.complete());
    ImageLevels back = new ImageLevels(ours.complete());
    double[] image = new double[784];
    Arrays.setAll(image, i -> (i % 251 + 0.5) / 256);
    there.take(image);
    double[] again = back.image((level, condition) -> there.data(level).clone());
    for (int i = 0; i < image.length; i++) {
      assertEquals(image[i], again[i], 1e-6);
    }
  }
}
