package rivulet.perf;

import java.util.Map;
import rivulet.flow.FlowGroup;
import rivulet.flow.LossWeights;
import rivulet.flow.network.CnfLevel;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Extent;
import rivulet.tensor.Workspace;

/**
 * The encoding of one worker's images and, of a trainable level, the gradient of the training loss:
 * −log p per dimension + 0.01·KE + 0.01·JF, mean over the images of all workers.
 */
public final class BlockSolve implements Kernel {
  /** Weight of both regularisers. */
  public static final double REGULARISER = 0.01;

  private static final long TAPE_BYTES = 512L << 20;

  private final BlockProblem problem;
  private final CnfLevel level;
  private final FlowGroup flow;
  private final double[][] states;
  private final int[] lanes;
  private final LossWeights loss;
  private final LossWeights comparable;

  BlockSolve(
      BlockProblem problem,
      CnfLevel level,
      SolverOptions options,
      int workers,
      int first,
      Workspace workspace) {
    this.problem = problem;
    this.level = level;
    int images = problem.images();
    this.flow = new FlowGroup(level, options, images, TAPE_BYTES / workers, workspace);
    this.states = new double[images][];
    this.lanes = new int[images];
    double share = 1.0 / images / workers;
    double perEntry = share / problem.spec().state().elements();
    this.loss = new LossWeights(perEntry, REGULARISER * share, REGULARISER * share);
    this.comparable = new LossWeights(perEntry, REGULARISER * share, 0);
    for (int n = 0; n < images; n++) {
      lanes[n] = n;
      states[n] = BlockProblem.widened(problem.state(first + n));
      double[] probe = BlockProblem.widened(problem.probe(first + n));
      System.arraycopy(probe, 0, flow.probes(0, n), 0, probe.length);
      if (problem.condition() > 0) {
        flow.condition(n, BlockProblem.widened(problem.condition(first + n)));
      }
    }
  }

  @Override
  public void run() {
    run(loss);
  }

  private void run(LossWeights weights) {
    for (int n = 0; n < lanes.length; n++) {
      flow.state(n, states[n]);
    }
    flow.encode(lanes, lanes.length);
    if (level.trainable()) {
      flow.clearSums();
      flow.gradient(lanes, lanes.length, weights);
    }
  }

  /** Evaluations per image of the last encoding, their mean. */
  public double evaluations() {
    double sum = 0;
    for (int lane : lanes) {
      sum += flow.evaluations(lane);
    }
    return sum / lanes.length;
  }

  /** Counts a reverse as two evaluations; 0 before the first run. */
  @Override
  public double flops() {
    double passes = evaluations() * (level.trainable() ? 3 : 1);
    return level.plan().program().flops() * passes * problem.images();
  }

  /**
   * Encoded images; of a trainable level the gradients by all parameters in the order of {@code
   * spec().parameters()}, without the Jacobian term: libraries that have only vector-Jacobian
   * products regularise ‖εᵀJ‖ where this program regularises ‖Jε‖.
   */
  @Override
  public float[] result() {
    run(comparable);
    return level.trainable() ? gradients() : latents();
  }

  private float[] latents() {
    int entries = (int) problem.spec().state().elements();
    double[] planar = new double[entries * lanes.length];
    for (int lane : lanes) {
      flow.state(lane, planar, lane * entries);
    }
    float[] values = new float[planar.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) planar[i];
    }
    return values;
  }

  private float[] gradients() {
    level.parameterGradients(flow.sums());
    Map<String, Extent> parameters = problem.spec().parameters();
    long count = parameters.values().stream().mapToLong(Extent::elements).sum();
    float[] all = new float[(int) count];
    int at = 0;
    for (String name : parameters.keySet()) {
      float[] one = level.blocks().getFirst().gradient(name);
      System.arraycopy(one, 0, all, at, one.length);
      at += one.length;
    }
    return all;
  }
}
