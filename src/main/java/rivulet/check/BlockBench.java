package rivulet.check;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import rivulet.autodiff.TracedField;
import rivulet.flow.FieldEvaluation;
import rivulet.flow.FlowGroup;
import rivulet.flow.LevelParameters;
import rivulet.flow.LossWeights;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.NetworkSpec;
import rivulet.ode.SolverOptions;
import rivulet.parallel.WorkerPool;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Workspace;
import rivulet.tensor.backend.OpenBackend;
import rivulet.tensor.kernel.Transfers;

/**
 * Times one block on this machine: an evaluation of (f, Jε), a solve, or the gradient of the
 * training loss. Weights are random in every layer, as in the golden flow cases; states are N(0,
 * I). Every worker has one group of images.
 */
public final class BlockBench implements AutoCloseable {
  private static final double SECONDS_PER_ROUND = 0.5;
  private static final int ROUNDS = 5;
  private static final double SECONDS_QUIET = 1.5;
  private static final double LONGEST_WARM_UP = 40;
  private static final long NOISE_BYTES = 4096;
  private static final long SEED = 7;

  /** What is timed. */
  public enum What {
    EVALUATE,
    SOLVE,
    GRADIENT
  }

  /**
   * One measurement; times and evaluations are per image.
   *
   * @param millisecondsPerImage best round's wall time × workers / images
   * @param evaluations of the vector field per image, forward
   * @param gigaflops effective rate by the direct algorithms' FLOPs
   * @param heapBytes heap allocated by the workers per image, after warm-up
   * @param nativeBytes native memory of all workers
   * @param moved what the backend did for one image
   */
  public record Result(
      double millisecondsPerImage,
      double evaluations,
      double gigaflops,
      double heapBytes,
      long nativeBytes,
      Moved moved) {}

  /**
   * What a backend moved for one image, in bytes; zeros for the cpu.
   *
   * @param up to the device
   * @param down from the device
   */
  public record Moved(double up, double down) {}

  private final Workspace workspace = new Workspace();
  private final WorkerPool pool;
  private final OpenBackend backend;
  private final What what;
  private final int group;
  private final CnfLevel level;
  private final FlowGroup[] groups;
  private final FieldEvaluation[] fields;
  private final double[][] states;
  private final int[] lanes;
  private final long[] allocated;
  private final LossWeights loss;

  /**
   * Prepares {@code threads} workers with {@code group} images each.
   *
   * @param backend who computes the larger convolutions; closed by the caller, after this
   */
  public BlockBench(
      NetworkSpec spec,
      What what,
      SolverOptions options,
      int group,
      int threads,
      long tapeBytes,
      OpenBackend backend) {
    this.what = what;
    this.backend = backend;
    this.group = group;
    this.pool = new WorkerPool(threads);
    this.level = new CnfLevel(spec, 1, 1, what == What.GRADIENT, backend.tuning(), workspace);
    List<Map<String, float[]>> weights = LevelParameters.initial(spec, 1, SEED, 0, false);
    weights.getFirst().forEach(level.blocks().getFirst()::set);
    level.update();
    this.groups = new FlowGroup[threads];
    this.fields = new FieldEvaluation[threads];
    this.states = new double[threads * group][(int) spec.state().elements()];
    this.lanes = new int[group];
    this.allocated = new long[threads];
    double scale = 1.0 / (group * spec.state().elements());
    this.loss = new LossWeights(scale, 0.01 / group, 0.01 / group);
    for (int n = 0; n < group; n++) {
      lanes[n] = n;
    }
    for (int worker = 0; worker < threads; worker++) {
      if (what == What.EVALUATE) {
        fields[worker] = new FieldEvaluation(level, group, workspace);
      } else {
        groups[worker] = new FlowGroup(level, options, group, tapeBytes, workspace);
      }
      fill(worker, spec);
    }
  }

  private void fill(int worker, NetworkSpec spec) {
    NoiseStream noise = new NoiseStream();
    double[] probe = new double[(int) spec.state().elements()];
    double[] condition = new double[Math.max(1, spec.condition()) * spec.state().pixels()];
    for (int n = 0; n < group; n++) {
      int image = worker * group + n;
      noise.reset(SEED, Purpose.LATENT, 0, image, 0, 0, 0);
      noise.gaussian(states[image], 0, probe.length);
      noise.uniform(condition, 0, condition.length);
      noise.rademacher(probe, 0, probe.length);
      if (what == What.EVALUATE) {
        fields[worker].state(n, states[image]);
        fields[worker].input("z'0", n, probe);
        if (spec.condition() > 0) {
          fields[worker].input(TracedField.CONDITION, n, condition);
        }
      } else {
        System.arraycopy(probe, 0, groups[worker].probes(0, n), 0, probe.length);
        if (spec.condition() > 0) {
          groups[worker].condition(n, condition);
        }
      }
    }
    if (what == What.EVALUATE) {
      fields[worker].prepare();
    }
  }

  /** Warms up, then measures; the best of several rounds. */
  public Result run() {
    warmUp();
    double one = round(3) / 3;
    int count = (int) Math.max(1, Math.min(100_000, SECONDS_PER_ROUND / one));
    double[] seconds = new double[ROUNDS];
    long heap = Long.MAX_VALUE;
    for (int r = 0; r < ROUNDS; r++) {
      seconds[r] = round(count) / count;
      heap = Math.min(heap, Arrays.stream(allocated).sum());
    }
    Arrays.sort(seconds);
    int images = group * pool.workers();
    double perImage = seconds[0] / group;
    double flops = flopsPerImage();
    return new Result(
        1e3 * perImage,
        evaluations(),
        flops / perImage * 1e-9 * pool.workers(),
        (double) heap / count / images,
        workspace.allocatedBytes(),
        moved(images));
  }

  private Moved moved(int images) {
    Transfers before = backend.transfers();
    round(1);
    Transfers once = backend.transfers().since(before);
    return new Moved((double) once.bytesUp() / images, (double) once.bytesDown() / images);
  }

  /**
   * Runs until compiled code allocates nothing any more (kernels allocate only while they are
   * interpreted) for a while, or the longest warm-up is over.
   */
  private void warmUp() {
    long start = System.nanoTime();
    double quiet = 0;
    while (quiet < SECONDS_QUIET && (System.nanoTime() - start) * 1e-9 < LONGEST_WARM_UP) {
      double seconds = round(1);
      boolean clean = Arrays.stream(allocated).sum() < NOISE_BYTES;
      quiet = clean ? quiet + seconds : 0;
    }
  }

  private double evaluations() {
    if (what == What.EVALUATE) {
      return 1;
    }
    double sum = 0;
    for (FlowGroup flow : groups) {
      for (int n = 0; n < group; n++) {
        sum += flow.evaluations(n);
      }
    }
    return sum / (group * groups.length);
  }

  private double flopsPerImage() {
    double one = level.plan().program().flops();
    return switch (what) {
      case EVALUATE -> one;
      case SOLVE -> one * evaluations();
      case GRADIENT -> one * (evaluations() + 2 * Math.max(1, evaluations() - 2));
    };
  }

  /** Seconds of {@code repetitions} runs of all workers. */
  private double round(int repetitions) {
    long start = System.nanoTime();
    pool.run(pool.workers(), (worker, task) -> work(task, repetitions));
    return (System.nanoTime() - start) * 1e-9;
  }

  private void work(int task, int repetitions) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < repetitions; i++) {
      once(task);
    }
    allocated[task] = threads.getCurrentThreadAllocatedBytes() - before;
  }

  private void once(int task) {
    if (what == What.EVALUATE) {
      fields[task].evaluate(0.37);
      return;
    }
    FlowGroup flow = groups[task];
    for (int n = 0; n < group; n++) {
      flow.state(n, states[task * group + n]);
    }
    flow.encode(lanes, group);
    if (what == What.GRADIENT) {
      flow.clearSums();
      flow.gradient(lanes, group, loss);
    }
  }

  @Override
  public void close() {
    pool.close();
    workspace.close();
  }
}
