package rivulet.flow;

import java.lang.foreign.MemorySegment;
import rivulet.autodiff.Jvp;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.plan.Plan;
import rivulet.flow.network.AugmentedDynamics;
import rivulet.flow.network.CnfLevel;
import rivulet.ode.FieldBatch;
import rivulet.tensor.Tensor;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Elementwise;

/**
 * Single evaluations of a vector field and their reverse for a group of images, outside any solve:
 * for checks, benchmarks and inspection. Lane n is image n; arrays are planar.
 */
public final class FieldEvaluation {
  private static final int STATE = 0;
  private static final int DERIVATIVE = 1;
  private static final int COTANGENT = 2;
  private static final int RESULT = 3;

  private final CnfLevel level;
  private final GroupSystem system;
  private final FieldBatch batch;
  private final double[] rates;
  private final int[] lanes;
  private final MemorySegment sums;

  /** Memory for {@code images} images of a level of one block. */
  public FieldEvaluation(CnfLevel level, int images, Workspace workspace) {
    this.level = level;
    int slots = level.reversible() ? 1 : 0;
    this.system = new GroupSystem(level, images, RESULT + 1, 1, slots, 1, workspace);
    this.batch = new FieldBatch(images);
    this.rates = new double[images * system.quadratures()];
    this.lanes = new int[images];
    for (int n = 0; n < images; n++) {
      lanes[n] = n;
    }
    this.sums = workspace.allocate(4L * level.sumFloats());
    system.frame().bind(level.blocks().getFirst().memory());
    system.frame().bindSums(sums, 0);
  }

  /** Sets the state of one image. */
  public void state(int image, double[] planar) {
    system.registers().set(image, STATE, planar, 0);
  }

  /** Sets an input that stays through a solve: the condition or a probe {@code z'k}. */
  public void input(String name, int image, double[] planar) {
    system.frame().setImage(name, image, planar, 0);
  }

  /** Computes what depends on condition and probe alone; to be called after they were set. */
  public void prepare() {
    system.frame().select(lanes, lanes.length);
    system.frame().run(Plan.Phase.SOLVE);
    system.begin(0);
  }

  /** Evaluates f and its quadrature rates for all images at time t. */
  public void evaluate(double t) {
    list(t, STATE, DERIVATIVE, true);
    system.evaluate(batch);
  }

  /** Evaluates f alone. */
  public void evaluatePrimal(double t) {
    batch.begin(STATE, DERIVATIVE, false, rates);
    for (int lane : lanes) {
      batch.add(lane, t, -1);
    }
    system.evaluate(batch);
  }

  private void list(double t, int state, int derivative, boolean quadratures) {
    batch.begin(state, derivative, quadratures, rates);
    for (int lane : lanes) {
      batch.add(lane, t, level.reversible() ? 0 : -1);
    }
  }

  /** f of one image. */
  public void derivative(int image, double[] planar) {
    system.registers().get(image, DERIVATIVE, planar, 0);
  }

  /** Jε of one image for probe k. */
  public void tangent(int image, int k, double[] planar) {
    Tensor view = system.frame().output(Jvp.tangentName(TracedField.OUTPUT, k), image);
    System.arraycopy(view.toPlanar(), 0, planar, 0, planar.length);
  }

  /** The diagonal of J of one image, where the divergence is exact. */
  public void diagonal(int image, double[] planar) {
    system.frame().readOutput(AugmentedDynamics.DIAGONAL, image, planar, 0);
  }

  /** A quadrature rate of one image, by its name in {@link AugmentedDynamics}. */
  public double rate(int image, String name) {
    return rates[image * system.quadratures() + AugmentedDynamics.quadrature(name)];
  }

  /** Sets the cotangent of f of one image. */
  public void cotangent(int image, double[] planar) {
    system.registers().set(image, COTANGENT, planar, 0);
  }

  /**
   * Reverses the last evaluation at time t; {@code weights} are the cotangents of the rates in the
   * order of {@link AugmentedDynamics#QUADRATURES}, the same for every image.
   */
  public void pullBack(double t, double... weights) {
    Elementwise.fill(0f, sums, 0, level.sumFloats());
    pullBackAdding(t, weights);
  }

  private void pullBackAdding(double t, double... weights) {
    double[] perLane = new double[lanes.length * weights.length];
    for (int lane : lanes) {
      system.frame().clearSolveSums(lane);
      System.arraycopy(weights, 0, perLane, lane * weights.length, weights.length);
    }
    list(t, COTANGENT, RESULT, true);
    system.pullBack(batch, perLane);
    system.frame().run(Plan.Phase.REVERSE_SOLVE);
    level.parameterGradients(sums);
  }

  /** Gradient by the state of one image after {@link #pullBack}. */
  public void stateGradient(int image, double[] planar) {
    system.registers().get(image, RESULT, planar, 0);
  }
}
