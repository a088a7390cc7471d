package rivulet.perf.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rivulet.flow.network.NetworkSpec;
import rivulet.perf.ConvolutionCase;
import rivulet.perf.Kernel;
import rivulet.perf.Role;
import rivulet.perf.Workers;
import rivulet.tensor.Workspace;

/**
 * How fast our convolutions are alone: from hidden layer to hidden layer, on as many threads as the
 * tasks, measured once per shape.
 */
public final class KernelSpeed {
  private static final int IMAGES = 4;
  private static final int TURNS = 5;
  private static final int BURSTS = 6;
  private static final double BURST = 0.01;

  private final int threads;
  private final Map<ConvolutionCase, Double> speeds = new HashMap<>();

  /** On so many threads. */
  public KernelSpeed(int threads) {
    this.threads = threads;
  }

  /**
   * Seconds in which the kernels alone would make the operations.
   *
   * @param networks by level
   * @param flops by level
   * @param gradients whether a third of them each are of the field and of both gradients
   */
  public double seconds(List<NetworkSpec> networks, double[] flops, boolean gradients) {
    List<Role> roles = gradients ? List.of(Role.values()) : List.of(Role.FORWARD);
    double seconds = 0;
    for (int level = 0; level < flops.length; level++) {
      NetworkSpec network = networks.get(level);
      int width = network.hidden().getLast();
      for (Role role : roles) {
        var shape = ConvolutionCase.of(role, width, width, network.state().height(), IMAGES);
        seconds += flops[level] / roles.size() / speeds.computeIfAbsent(shape, this::measured);
      }
    }
    return seconds;
  }

  private double measured(ConvolutionCase shape) {
    try (Workspace workspace = new Workspace()) {
      List<Kernel> kernels = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        kernels.add(shape.kernel(i * shape.images(), workspace));
      }
      try (Workers workers = new Workers(kernels)) {
        workers.warmUp();
        int count = (int) Math.clamp(BURST / workers.seconds(1), 1, 100_000);
        double[] turns = new double[TURNS];
        Arrays.setAll(turns, _ -> best(workers, count));
        Arrays.sort(turns);
        return workers.flops() / turns[TURNS / 2];
      }
    }
  }

  private static double best(Workers workers, int count) {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < BURSTS; i++) {
      best = Math.min(best, workers.seconds(count) / count);
    }
    return best;
  }
}
