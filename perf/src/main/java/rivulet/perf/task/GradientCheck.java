package rivulet.perf.task;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import rivulet.Measuring;
import rivulet.flow.AnalysedImage;
import rivulet.flow.FlowGroup;
import rivulet.flow.LossWeights;
import rivulet.flow.MatchingWorker;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.NetworkSpec;
import rivulet.ode.SolverOptions;
import rivulet.perf.BlockSolve;
import rivulet.perf.Joined;
import rivulet.perf.TestValues;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/**
 * Our gradients of both objectives by all weights of a {@link TaskModel}, level by level, on its
 * first images with noise and probes of {@link TestValues}: what a library's own must be.
 */
public final class GradientCheck {
  public static final int IMAGES = 4;

  /** Of all images, under matching. */
  public static final double TIME = 0.375;

  /** Equal steps of bosh3, under likelihood. */
  public static final int STEPS = 3;

  private static final float NOISE_SCALE = 4;
  private static final long TAPE_BYTES = 512L << 20;

  private GradientCheck() {}

  /** Noise of the images of a level, planar. */
  public static float[] noise(NetworkSpec network) {
    int entries = (int) network.state().elements();
    float[] values = TestValues.floats(TestValues.STATE, 0, IMAGES * entries);
    for (int i = 0; i < values.length; i++) {
      values[i] *= NOISE_SCALE;
    }
    return values;
  }

  /** Probes of the images of a level, ±1, planar. */
  public static float[] probes(NetworkSpec network) {
    int entries = (int) network.state().elements();
    float[] values = TestValues.floats(TestValues.PROBE, 0, IMAGES * entries);
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] < 0 ? -1 : 1;
    }
    return values;
  }

  /** Gradients of the task's loss; by likelihood without the Jacobian term. */
  public static float[] gradients(UserTask task, TaskModel model) {
    List<float[]> all = new ArrayList<>();
    boolean matches = task == UserTask.TRAIN_MATCHING;
    int probes = matches ? 0 : 1;
    List<LevelImages> images = model.levels(IMAGES);
    try (Workspace workspace = new Workspace();
        MultiResolutionFlow flow =
            new MultiResolutionFlow(model.numbers(), probes, true, Tuning.DEFAULT)) {
      for (int number = 0; number < images.size(); number++) {
        CnfLevel level = flow.level(number);
        level.parameterGradients(
            matches
                ? matching(flow, number, model, workspace)
                : likelihood(level, model.networks().get(number), images.get(number), workspace));
        for (String name : level.spec().parameters().keySet()) {
          all.add(level.blocks().getFirst().gradient(name));
        }
      }
    }
    return Joined.of(all);
  }

  private static MemorySegment matching(
      MultiResolutionFlow flow, int number, TaskModel model, Workspace workspace) {
    MatchingWorker worker = new MatchingWorker(flow, number, IMAGES, workspace);
    double[][] pixels = model.model().dequantised(model.images().first(IMAGES), Measuring.usual());
    float[] noise = noise(model.networks().get(number));
    for (int n = 0; n < IMAGES; n++) {
      AnalysedImage image = new AnalysedImage(model.numbers()).analyse(pixels[n]);
      worker.load(n, image, TIME, image(noise, n));
    }
    worker.sumInto(workspace.allocate(4L * flow.level(number).sumFloats()));
    worker.gradient(IMAGES, 1.0 / IMAGES);
    return worker.sums();
  }

  private static MemorySegment likelihood(
      CnfLevel level, NetworkSpec network, LevelImages images, Workspace workspace) {
    SolverOptions options = SolverOptions.fixed("bosh3", STEPS);
    FlowGroup flow = new FlowGroup(level, options, IMAGES, TAPE_BYTES, workspace);
    float[] probes = probes(network);
    int[] lanes = new int[IMAGES];
    for (int n = 0; n < IMAGES; n++) {
      lanes[n] = n;
      flow.state(n, image(images.states(), n));
      double[] probe = image(probes, n);
      System.arraycopy(probe, 0, flow.probes(0, n), 0, probe.length);
      if (network.condition() > 0) {
        flow.condition(n, image(images.conditions(), n));
      }
    }
    flow.encode(lanes, IMAGES);
    flow.clearSums();
    double share = 1.0 / IMAGES;
    double perEntry = share / network.state().elements();
    flow.gradient(lanes, IMAGES, new LossWeights(perEntry, BlockSolve.REGULARISER * share, 0));
    return flow.sums();
  }

  /** One of the images. */
  private static double[] image(float[] all, int number) {
    double[] one = new double[all.length / IMAGES];
    for (int i = 0; i < one.length; i++) {
      one[i] = all[number * one.length + i];
    }
    return one;
  }
}
