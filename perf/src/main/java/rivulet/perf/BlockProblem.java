package rivulet.perf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rivulet.flow.LevelParameters;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/**
 * A CNF block with weights in every layer and images to run it on: states uniform in ±2, conditions
 * in [0, 1), probes ±1. The time channel is part of every layer ({@code concat}).
 *
 * @param channels of the state
 * @param condition channels of the condition, 0 for none
 * @param side height and width
 * @param hidden widths of the hidden layers
 * @param images of one worker
 */
public record BlockProblem(
    int channels, int condition, int side, List<Integer> hidden, int images) {
  /** Equal steps, so that every run makes the same evaluations. */
  static final SolverOptions THREE_STEPS = SolverOptions.fixed("bosh3", 3);

  private static final long SEED = 7;
  private static final int KERNEL = 3;
  private static final float STATE_SCALE = 4;

  /** What is computed of a block. */
  public enum Part {
    /** f, divergence and Jacobian norm at one time. */
    EVALUATE,
    /** The encoding of the images. */
    SOLVE,
    /** The encoding and the gradient of the training loss by every weight. */
    GRADIENT
  }

  /** The block of the published 64×64 models: 9+3→9 channels, hidden 64, 64, 64. */
  public static BlockProblem wide(int side, int images) {
    return new BlockProblem(9, 3, side, List.of(64, 64, 64), images);
  }

  /** A block of the 28×28 models with 3+1→3 channels, hidden 32, 32. */
  public static BlockProblem slim(int side, int images) {
    return new BlockProblem(3, 1, side, List.of(32, 32), images);
  }

  public NetworkSpec spec() {
    return new NetworkSpec(
        LayerKind.CONCAT,
        Activation.SOFTPLUS,
        hidden,
        new Shape(channels, side, side),
        condition,
        KERNEL);
  }

  /** Weights by name, canonical order. */
  public Map<String, float[]> weights() {
    return LevelParameters.initial(spec(), 1, SEED, 0, false).getFirst();
  }

  /** State of one image, planar. */
  public float[] state(int image) {
    int entries = channels * side * side;
    float[] values = TestValues.floats(TestValues.STATE, image * entries, entries);
    for (int i = 0; i < entries; i++) {
      values[i] *= STATE_SCALE;
    }
    return values;
  }

  /** Condition of one image, planar. */
  public float[] condition(int image) {
    int entries = condition * side * side;
    float[] values = TestValues.floats(TestValues.CONDITION, image * entries, entries);
    for (int i = 0; i < entries; i++) {
      values[i] += 0.5f;
    }
    return values;
  }

  /** Probe of one image, planar. */
  public float[] probe(int image) {
    int entries = channels * side * side;
    float[] values = TestValues.floats(TestValues.PROBE, image * entries, entries);
    for (int i = 0; i < entries; i++) {
      values[i] = values[i] < 0 ? -1 : 1;
    }
    return values;
  }

  /**
   * One kernel for each worker.
   *
   * @param options of the solver, for all parts but an evaluation
   */
  public List<Kernel> kernels(Part part, SolverOptions options, int workers, Workspace workspace) {
    boolean gradient = part == Part.GRADIENT;
    CnfLevel level = new CnfLevel(spec(), 1, 1, gradient, Tuning.DEFAULT, workspace);
    weights().forEach(level.blocks().getFirst()::set);
    level.update();
    List<Kernel> kernels = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      int first = i * images;
      kernels.add(
          part == Part.EVALUATE
              ? new BlockEvaluation(this, level, first, workspace)
              : new BlockSolve(this, level, options, workers, first, workspace));
    }
    return kernels;
  }

  static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
