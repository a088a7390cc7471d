package rivulet.check;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Layout;
import rivulet.tensor.Shape;
import rivulet.tensor.Tensor;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Offload;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.OffloadThreshold;
import rivulet.tensor.kernel.Transfers;
import rivulet.tensor.kernel.Tuning;
import rivulet.tensor.kernel.convolution.Convolution;
import rivulet.tensor.kernel.convolution.ImageBatch;

/**
 * One 3×3 convolution by two algorithms on the same random images and weights.
 *
 * @param image input channels, height and width
 * @param kernel its extent
 */
record ConvolutionTrial(Shape image, KernelShape kernel) {
  private static final long SEED = 17;
  private static final long NOISE_BYTES = 1024;
  private static final int ROUNDS = 3;

  BackendCheck.Row run(OffloadBackend backend, BackendCheck.Setting setting) {
    int images = setting.images();
    Tuning offloaded =
        new Tuning(Tuning.DEFAULT.tile(), Optional.of(new Offload(backend, OffloadThreshold.ALL)));
    try (Workspace workspace = new Workspace()) {
      Side ours = new Side(this, Tuning.DEFAULT, images, workspace);
      Side theirs = new Side(this, offloaded, images, workspace);
      Side magnitudes = new Side(this, Tuning.DEFAULT, images, workspace);
      magnitudes.absolute();
      ours.run();
      magnitudes.run();
      Transfers before = backend.transfers();
      theirs.run();
      Transfers moved = backend.transfers().since(before);
      double error = error(ours, theirs, magnitudes);
      return new BackendCheck.Row(
          image,
          kernel,
          error,
          1e3 * seconds(ours, setting) / setting.threads(),
          1e3 * seconds(theirs, setting),
          moved);
    }
  }

  private static double error(Side ours, Side theirs, Side magnitudes) {
    double largest = 0;
    for (int n = 0; n < ours.to.length; n++) {
      double[] a = ours.to[n].toPlanar();
      double[] b = theirs.to[n].toPlanar();
      double[] m = magnitudes.to[n].toPlanar();
      for (int i = 0; i < a.length; i++) {
        largest = Math.max(largest, Math.abs(a[i] - b[i]) / m[i]); // keeps what is not a number
      }
    }
    return largest / 0x1p-24;
  }

  /** Seconds per call, the best of some rounds after a warm-up. */
  private static double seconds(Side side, BackendCheck.Setting setting) {
    double one = warmUp(side, setting.seconds());
    int repetitions = Math.clamp((long) (setting.seconds() / ROUNDS / one), 1, 100_000);
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      best = Math.min(best, timed(side, repetitions));
    }
    return best;
  }

  /**
   * Runs until compiled code allocates nothing any more (kernels allocate only while they are
   * interpreted) for a while, or that took ten times as long.
   *
   * @return seconds of the last call
   */
  private static double warmUp(Side side, double seconds) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double all = 0;
    double quiet = 0;
    double one;
    do {
      long before = threads.getCurrentThreadAllocatedBytes();
      one = timed(side, 1);
      boolean clean = threads.getCurrentThreadAllocatedBytes() - before < NOISE_BYTES;
      quiet = clean ? quiet + one : 0;
      all += one;
    } while (quiet < seconds && all < 10 * seconds);
    return one;
  }

  private static double timed(Side side, int repetitions) {
    long from = System.nanoTime();
    for (int i = 0; i < repetitions; i++) {
      side.run();
    }
    return (System.nanoTime() - from) * 1e-9 / repetitions;
  }

  /** The convolution by one algorithm, with memory of its own. */
  private static final class Side {
    private final Convolution convolution;
    private final KernelShape kernel;
    private final MemorySegment weights;
    private final MemorySegment packed;
    private final MemorySegment scratch;
    private final Tensor[] from;
    private final Tensor[] to;
    private final ImageBatch batch;

    Side(ConvolutionTrial trial, Tuning tuning, int images, Workspace workspace) {
      Shape output = trial.image.withChannels(trial.kernel.outputs());
      this.kernel = trial.kernel;
      this.convolution = Convolution.of(trial.image, kernel.outputs(), kernel.size(), tuning);
      this.weights = workspace.allocate(4 * kernel.elements());
      this.packed = workspace.allocate(convolution.packedBytes());
      this.scratch = workspace.allocate(convolution.scratchBytes());
      this.from = new Tensor[images];
      this.to = new Tensor[images];
      this.batch = new ImageBatch(images);
      int border = Convolution.border(kernel.size());
      NoiseStream noise = new NoiseStream();
      for (int n = 0; n < images; n++) {
        from[n] = Tensor.allocate(new Layout(trial.image, border), workspace);
        to[n] = Tensor.allocate(new Layout(output, border), workspace);
        batch.add(from[n].segment(), from[n].offset(), to[n].segment(), to[n].offset());
        noise.reset(SEED, Purpose.DATA, 0, n, 0, 0, 0);
        double[] planar = new double[(int) trial.image.elements()];
        noise.gaussian(planar, 0, planar.length);
        from[n].fromPlanar(planar);
      }
      noise.reset(SEED, Purpose.INITIALISATION, 0, 0, 0, 0, 0);
      double[] values = new double[(int) kernel.elements()];
      noise.gaussian(values, 0, values.length);
      setWeights(values);
    }

    private void setWeights(double[] values) {
      Layout flat = new Layout(Shape.vector(values.length), 0);
      flat.scatter(values, 0, weights, 0);
      convolution.pack(weights, 0, false, packed, 0);
    }

    /** Replaces images and weights by their magnitudes. */
    void absolute() {
      for (Tensor image : from) {
        image.fromPlanar(magnitudes(image.toPlanar()));
      }
      double[] values = new double[(int) kernel.elements()];
      new Layout(Shape.vector(values.length), 0).gather(weights, 0, values, 0);
      setWeights(magnitudes(values));
    }

    private static double[] magnitudes(double[] values) {
      double[] result = values.clone();
      for (int i = 0; i < result.length; i++) {
        result[i] = Math.abs(result[i]);
      }
      return result;
    }

    void run() {
      convolution.run(batch, packed, 0, scratch, 0);
    }
  }
}
