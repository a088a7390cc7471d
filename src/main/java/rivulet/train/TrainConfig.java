package rivulet.train;

import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.flow.ProbeKind;
import rivulet.ode.SolverOptions;
import rivulet.tensor.backend.Offloading;

/**
 * What determines a training run besides the model's description and the data. Numbers of steps and
 * threads are not part of it.
 *
 * @param seed of initialisation, order of images, dequantisation and probes
 * @param batch images per update
 * @param group images that one worker solves together; determines the order of sums, so the bits
 * @param solver name of the Runge–Kutta method
 * @param tolerance of its step control, absolute and relative
 * @param learningRate of Adam after warm-up
 * @param warmUp updates over which the rate rises linearly
 * @param cosineSteps updates over which the rate falls to zero along a cosine; 0: it does not
 * @param clip gradient norm per level above which the gradient is scaled down to it
 * @param skip gradient norm per level from which on an update is left out
 * @param kinetic weight of the kinetic energy
 * @param jacobian weight of the Jacobian norm
 * @param probes Hutchinson probes per image
 * @param probeKind their distribution
 * @param offloading who computes the larger convolutions
 */
public record TrainConfig(
    long seed,
    int batch,
    int group,
    String solver,
    double tolerance,
    double learningRate,
    int warmUp,
    int cosineSteps,
    double clip,
    double skip,
    double kinetic,
    double jacobian,
    int probes,
    ProbeKind probeKind,
    Offloading offloading) {
  public TrainConfig {
    require(batch >= 1 && batch <= 1_000_000, "batch", batch, "1 to 1000000");
    require(group >= 1 && group <= 256, "group", group, "1 to 256");
    require(learningRate > 0 && learningRate < 10, "learning rate", learningRate, "0 to 10");
    require(warmUp >= 0, "warm-up", warmUp, "at least 0");
    require(cosineSteps >= 0, "cosine steps", cosineSteps, "at least 0");
    require(clip > 0, "clip", clip, "positive (Infinity: never)");
    require(skip > 0, "skip", skip, "positive (Infinity: only what is not finite)");
    require(kinetic >= 0 && kinetic < 1e6, "kinetic", kinetic, "0 to 1e6");
    require(jacobian >= 0 && jacobian < 1e6, "jacobian", jacobian, "0 to 1e6");
    require(probes >= 1 && probes <= 64, "probes", probes, "1 to 64");
    SolverOptions.adaptive(solver, tolerance);
    Objects.requireNonNull(offloading, "offloading");
  }

  /** A run on the cpu alone, under the bits contract. */
  public TrainConfig(
      long seed,
      int batch,
      int group,
      String solver,
      double tolerance,
      double learningRate,
      int warmUp,
      int cosineSteps,
      double clip,
      double skip,
      double kinetic,
      double jacobian,
      int probes,
      ProbeKind probeKind) {
    this(
        seed,
        batch,
        group,
        solver,
        tolerance,
        learningRate,
        warmUp,
        cosineSteps,
        clip,
        skip,
        kinetic,
        jacobian,
        probes,
        probeKind,
        Offloading.NONE);
  }

  /** The same run with another backend. */
  public TrainConfig with(Offloading other) {
    return new TrainConfig(
        seed,
        batch,
        group,
        solver,
        tolerance,
        learningRate,
        warmUp,
        cosineSteps,
        clip,
        skip,
        kinetic,
        jacobian,
        probes,
        probeKind,
        other);
  }

  private static void require(boolean holds, String name, double value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(
          "train: " + name + " must be " + range + ", found " + plain(value));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** Options of the solver in training. */
  public SolverOptions solverOptions() {
    return SolverOptions.adaptive(solver, tolerance);
  }

  /** Learning rate of update number {@code step}, from 0. */
  public double rate(long step) {
    double rate = learningRate;
    if (step < warmUp) {
      rate *= (step + 1.0) / warmUp;
    }
    if (cosineSteps > 0) {
      double phase = Math.min(1.0, (double) step / cosineSteps);
      rate *= 0.5 * (1 + StrictMath.cos(StrictMath.PI * phase));
    }
    return rate;
  }

  /** As metadata of model files and checkpoints. */
  public SortedMap<String, String> provenance(String dataDigest) {
    SortedMap<String, String> map = new TreeMap<>();
    map.put("seed", Long.toString(seed));
    map.put("batch", Integer.toString(batch));
    map.put("group", Integer.toString(group));
    map.put("solver", solver);
    map.put("tolerance", Double.toString(tolerance));
    map.put("learning_rate", Double.toString(learningRate));
    map.put("warm_up", Integer.toString(warmUp));
    map.put("cosine_steps", Integer.toString(cosineSteps));
    map.put("clip", Double.toString(clip));
    map.put("skip", Double.toString(skip));
    map.put("kinetic", Double.toString(kinetic));
    map.put("jacobian", Double.toString(jacobian));
    map.put("probes", Integer.toString(probes));
    map.put("probe_kind", probeKind.label());
    map.put("data_sha256", dataDigest);
    map.putAll(offloading.provenance());
    return map;
  }
}
