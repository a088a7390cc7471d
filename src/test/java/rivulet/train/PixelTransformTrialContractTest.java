package rivulet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import rivulet.data.ImageSet;
import rivulet.data.ImageSets;
import rivulet.flow.ModelSpec;
import rivulet.flow.TimeSampling;
import rivulet.measure.Evaluation;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.store.PixelTransformChoice;
import rivulet.tensor.kernel.Tuning;

/** Images choose their transform of pixels, and nothing else does. */
final class PixelTransformTrialContractTest {
  private static final int COUNT = 200;
  private static final int UPDATES = 60;
  private static final ModelSpec SPEC = AtomModel.spec(1, 2, "none");

  private static TrainConfig matching() {
    return TrainingFixture.bent(
        TrainingFixture.config(7, new Matching(Matching.ALL, TimeSampling.UNIFORM, false, 1e-3)));
  }

  /** Slopes of values of which none is much more frequent than those near it. */
  private static ImageSet smooth() {
    return slopes("smooth", 0);
  }

  /** The same, half of the pixels black: to the left of an edge that moves from image to image. */
  private static ImageSet halfBlack() {
    return slopes("half black", 4);
  }

  private static ImageSet slopes(String name, int black) {
    int side = AtomModel.SIDE;
    byte[] pixels = new byte[COUNT * side * side];
    NoiseStream noise = new NoiseStream();
    for (int n = 0; n < COUNT; n++) {
      noise.reset(11, Purpose.DATA, 0, n, 0, 0, 0);
      double from = 40 + 100 * noise.nextUniform();
      double slope = 8 * noise.nextUniform();
      int edge = black == 0 ? 0 : black - 2 + (int) (5 * noise.nextUniform());
      for (int i = 0; i < side * side; i++) {
        double value = from + slope * (i % side) + 30 * noise.nextUniform() - (i / side);
        pixels[n * side * side + i] = (byte) (i % side < edge ? 0 : (int) value);
      }
    }
    return ImageSets.of(name, 1, side, side, pixels);
  }

  private static PixelTransformChoice choose(ImageSet images, TrainConfig config, int threads) {
    return new PixelTransformTrial(SPEC, config, images, UPDATES)
        .run(
            new PixelTransformTrial.Execution(
                new Evaluation.Workers(threads, threads), 1 << 20, Tuning.DEFAULT),
            (done, all) -> assertTrue(done >= 1 && done <= all && all == 2 * UPDATES));
  }

  @Test
  void imagesWithAtomsChooseAtomsOnAnyNumberOfThreads() {
    ImageSet images = halfBlack();
    PixelTransformChoice choice = choose(images, matching(), 1);
    assertEquals("atoms", choice.chosen().transform());
    assertFalse(choice.tie());
    assertEquals(20, choice.images());
    assertEquals(UPDATES, choice.updates());
    double gap = choice.simpler().bitsPerDim() - choice.other().bitsPerDim();
    assertTrue(gap > 0.1, choice.toString());
    assertEquals(gap, choice.gain().mean(), 1e-12);
    for (PixelTransformChoice.Candidate each : choice.candidates()) { // trained, and not for naught
      assertTrue(each.bitsPerDim() < each.noFlowBitsPerDim() - 0.01, choice.toString());
    }
    assertEquals(choice, choose(images, matching(), 2));
    assertEquals(choice, choose(images, matching(), 3));
  }

  /** Without atoms the transform is none: all but the files' rounding of it is the same. */
  @Test
  void imagesWithoutAtomsAreATie() {
    PixelTransformChoice choice = choose(smooth(), matching(), 2);
    assertEquals("none", choice.chosen().transform());
    assertTrue(choice.tie(), choice.toString());
    assertTrue(Math.abs(choice.gain().mean()) < 0.01, choice.toString());
  }

  /** The model's own transform is not part of the question; the seed is. */
  @Test
  void theChoiceDependsOnSeedAndImagesAlone() {
    ImageSet images = halfBlack();
    PixelTransformTrial.Execution execution =
        new PixelTransformTrial.Execution(new Evaluation.Workers(1, 4), 1 << 20, Tuning.DEFAULT);
    PixelTransformChoice plain =
        new PixelTransformTrial(SPEC, matching(), images, 3).run(execution, (done, all) -> {});
    PixelTransformChoice asked =
        new PixelTransformTrial(SPEC.withPixelTransform("atoms"), matching(), images, 3)
            .run(execution, (done, all) -> {});
    assertEquals(plain, asked);
    TrainConfig other =
        TrainingFixture.bent(
            TrainingFixture.config(
                8, new Matching(Matching.ALL, TimeSampling.UNIFORM, false, 1e-3)));
    PixelTransformChoice seeded =
        new PixelTransformTrial(SPEC, other, images, 3).run(execution, (done, all) -> {});
    assertTrue(plain.simpler().bitsPerDim() != seeded.simpler().bitsPerDim());
  }

  /** A hybrid run's matching may be shorter than the trial, which matches all the same. */
  @Test
  void hybridRunsChooseByMatchingAlone() {
    ImageSet images = halfBlack();
    TrainConfig hybrid = matching().with(new Matching(1, TimeSampling.UNIFORM, false, 1e-3));
    assertEquals(choose(images, matching(), 1), choose(images, hybrid, 1));
  }

  @Test
  void aCloseCallOrNoiseLeavesTheSimplerAndSaysSo() {
    PixelTransformChoice clear = choice(4, 3.9, 3.5, 3.4, 0.04);
    assertEquals("atoms", clear.chosen().transform());
    assertFalse(clear.tie() || clear.disagreesWithoutFlow());
    PixelTransformChoice close = choice(4, 3.9, 3.5, 3.4, 0.06);
    assertEquals("none", close.chosen().transform());
    assertTrue(close.tie() && close.disagreesWithoutFlow());
    PixelTransformChoice against = choice(4, 4.1, 3.5, 3.4, 0.01);
    assertEquals("atoms", against.chosen().transform());
    assertTrue(against.disagreesWithoutFlow());
    PixelTransformChoice worse = choice(4, 4.1, 3.5, 3.6, 0.01);
    assertEquals("none", worse.chosen().transform());
    assertFalse(worse.tie() || worse.disagreesWithoutFlow());
    PixelTransformChoice equal = choice(4, 4, 3.5, 3.5, 0);
    assertEquals("none", equal.chosen().transform());
    assertTrue(equal.tie());
  }

  private static PixelTransformChoice choice(
      double none, double atoms, double noneTrained, double atomsTrained, double error) {
    return new PixelTransformChoice(
        new PixelTransformChoice.Candidate("none", none, noneTrained),
        new PixelTransformChoice.Candidate("atoms", atoms, atomsTrained),
        new PixelTransformChoice.Gain(noneTrained - atomsTrained, error),
        10,
        5);
  }

  @Test
  void whatCannotBeDecidedIsRefused() {
    assertRefused(
        AtomModel.images(1, 99),
        matching(),
        "needs at least 100, the data has 99; name a transform");
    new PixelTransformTrial(SPEC, matching(), AtomModel.images(1, 100));
    assertRefused(halfBlack(), TrainingFixture.config(), "found a run by likelihood alone");
    ImageSet few = AtomModel.images(1, 100);
    assertRefused(few, batches(91), "leaves 90 of 100 images to train on, a batch has 91; choose");
    new PixelTransformTrial(SPEC, batches(90), few);
    IllegalStateException apart =
        assertThrows(
            IllegalStateException.class,
            () -> new PixelTransformChoice.Candidate("atoms", 4, Double.NaN));
    assertTrue(apart.getMessage().contains("name a transform instead"), apart.getMessage());
  }

  private static TrainConfig batches(int size) {
    TrainConfig c = matching();
    return new TrainConfig(
        c.seed(),
        size,
        c.group(),
        c.schedule(),
        c.clip(),
        c.skip(),
        c.averaging(),
        c.likelihood(),
        c.matching());
  }

  private static void assertRefused(ImageSet images, TrainConfig config, String said) {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> new PixelTransformTrial(SPEC, config, images))
            .getMessage();
    assertTrue(message.startsWith("train: ") && message.contains(said), message);
  }

  /** Updates that are all skipped end the trial as they end a run. */
  @Test
  void aTrialThatComesApartSaysOfWhat() {
    TrainConfig c = matching();
    TrainConfig never =
        new TrainConfig(
            c.seed(),
            c.batch(),
            c.group(),
            c.schedule(),
            c.clip(),
            1e-9,
            c.averaging(),
            c.likelihood(),
            c.matching());
    String message =
        assertThrows(IllegalStateException.class, () -> choose(halfBlack(), never, 1)).getMessage();
    assertTrue(message.contains("the trial of the pixel transform none: the last 11"), message);
  }
}
