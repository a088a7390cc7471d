package baselines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.autodiff.Value;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.sum.SummationTree;
import rivulet.train.descent.ParameterRun;

/** Losses and gradients of the vector kernels against the interpreter's and their differences. */
final class LossGradientTest {
  private static final int IMAGES = 3;
  private static final double STEP = 1e-5;
  private static final double FACTOR = 0.25;

  static Stream<LossProgram> programs() {
    Shape grey = new Shape(1, 4, 3);
    Shape detail = new Shape(3, 4, 3);
    return Stream.of(
        new Coupling(grey, 0, Coupling.Kind.PIXELS.halves(grey, 2), 5, 1).program(1, 0),
        new Coupling(detail, 1, Coupling.Kind.BOTH.halves(detail, 2), 5, 1).program(1, 1),
        new Vae(new Shape(4, 3, 2), 2, 5, 1).program(1));
  }

  /** Inputs of the program for one image; masks are those of a few extreme pixels. */
  private static Map<String, double[]> images(LossProgram loss, SplittableRandom random) {
    Map<String, double[]> images = new LinkedHashMap<>();
    for (Map.Entry<String, Value> input : loss.program().inputs().entrySet()) {
      if (input.getValue().perImage()) {
        int size = (int) input.getValue().extent().elements();
        images.put(input.getKey(), Programs.uniform(random, size, 1));
      }
    }
    if (images.containsKey(Vae.INNER)) {
      for (int i = 0; i < images.get(Vae.INNER).length; i++) {
        int kind = random.nextInt(4);
        double between = random.nextInt(200) / 200.0;
        images.get(LossProgram.STATE)[i] = kind == 0 ? -1 : kind == 1 ? 1 : between;
        images.get(Vae.LEAST)[i] = kind == 0 ? 1 : 0;
        images.get(Vae.NOT_LEAST)[i] = kind == 0 ? 0 : 1;
        images.get(Vae.NOT_MOST)[i] = kind == 1 ? 0 : 1;
        images.get(Vae.INNER)[i] = kind > 1 ? 1 : 0;
      }
    }
    return images;
  }

  @ParameterizedTest
  @MethodSource("programs")
  void kernelsAgreeWithDifferences(LossProgram loss) {
    Map<String, double[]> weights = Programs.weights(loss, 0.3, 11);
    SplittableRandom random = new SplittableRandom(13);
    List<Map<String, double[]>> images = new ArrayList<>();
    for (int n = 0; n < IMAGES; n++) {
      images.add(images(loss, random));
    }
    try (Workspace workspace = new Workspace();
        SummationTree tree = planned(loss, weights, images, workspace)) {
      PlannedNetwork network = new PlannedNetwork(loss, workspace);
      Programs.set(network, weights);
      network.gradients(tree, 1);
      for (ParameterRun run : network.runs()) {
        for (int i = 0; i < run.floats(); i += Math.max(1, run.floats() / 5)) {
          double expected = FACTOR * difference(loss, weights, images, run.name(), i);
          double found = run.gradients().get(Layout.FLOAT, run.offset() + 4L * i);
          double tolerance = 2e-3 + 1e-4 * Math.abs(expected);
          assertEquals(expected, found, tolerance, run.name() + "[" + i + "]");
        }
      }
    }
  }

  /** Sums of the group's gradients, with its losses compared on the way. */
  private static SummationTree planned(
      LossProgram loss,
      Map<String, double[]> weights,
      List<Map<String, double[]>> images,
      Workspace workspace) {
    PlannedNetwork network = new PlannedNetwork(loss, workspace);
    Programs.set(network, weights);
    GroupWorker worker = new GroupWorker(network, IMAGES, workspace);
    for (int n = 0; n < IMAGES; n++) {
      int lane = n;
      images
          .get(n)
          .forEach((name, values) -> {
            if (name.equals(LossProgram.STATE)) {
              worker.state(lane, values);
            } else {
              worker.image(name, lane, values);
            }
          });
    }
    worker.evaluate(IMAGES);
    for (int n = 0; n < IMAGES; n++) {
      double expected = Programs.loss(loss, weights, images.get(n));
      assertEquals(expected, worker.loss(n), 1e-5 * Math.abs(expected) + 1e-4);
    }
    worker.clearSums();
    worker.addGradients(IMAGES, FACTOR);
    SummationTree tree = new SummationTree(network.sums());
    tree.submit(0, worker.sums());
    return tree;
  }

  private static double difference(
      LossProgram loss,
      Map<String, double[]> weights,
      List<Map<String, double[]>> images,
      String name,
      int entry) {
    double[] values = weights.get(name);
    double before = values[entry];
    double sum = 0;
    for (Map<String, double[]> image : images) {
      values[entry] = before + STEP;
      sum += Programs.loss(loss, weights, image);
      values[entry] = before - STEP;
      sum -= Programs.loss(loss, weights, image);
    }
    values[entry] = before;
    return sum / (2 * STEP);
  }
}
