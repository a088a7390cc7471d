package rivulet.train;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import rivulet.noise.Dequantisation;
import rivulet.noise.DequantisationKind;
import rivulet.ode.adjoint.Adjoint;
import rivulet.tensor.backend.Offloading;
import rivulet.train.descent.OptimiserKind;
import rivulet.train.descent.Schedule;

/**
 * What determines a training run besides the model's description and the data. Numbers of steps and
 * threads are not part of it.
 *
 * @param seed of initialisation, order of images, dequantisation, probes, times and base samples
 * @param batch images per update
 * @param group images whose gradients one worker sums, or {@link #BY_PIXELS}; determines the order
 *     of sums, so the bits
 * @param schedule of the learning rate
 * @param clip gradient norm per level above which the gradient is scaled down to it
 * @param skip gradient norm per level from which on an update is left out
 * @param averaging decay of the exponential moving average of the weights that the model is made
 *     of; 0: the model has the last weights
 * @param likelihood settings of the likelihood phase
 * @param matching settings of the matching phase that comes before it
 * @param dequantisation noise of the pixels
 * @param offloading who computes the larger convolutions
 * @param optimiser rule by which gradients become new weights
 * @param augmentation what is done by chance to images that are trained on
 * @param bits of a pixel's value that count, the upper ones; a model that is trained on keeps its
 *     own, which 8 does not change
 */
public record TrainConfig(
    long seed,
    int batch,
    int group,
    Schedule schedule,
    double clip,
    double skip,
    double averaging,
    Likelihood likelihood,
    Matching matching,
    DequantisationKind dequantisation,
    Offloading offloading,
    OptimiserKind optimiser,
    Augmentation augmentation,
    int bits) {
  /**
   * Groups by the pixels of a level, {@link #GROUP_PIXELS} at least, the batch dealt evenly: adding
   * up the sums of a group costs the same at every level, work on its images does not.
   */
  public static final int BY_PIXELS = 0;

  /**
   * Pixels of a group. Measured with three levels of 28×28, 64,64,64, batches of 50: an update of
   * matching takes 1.2 times as long in groups of five images.
   */
  private static final int GROUP_PIXELS = 2048;

  private static final int MOST = 256;

  /**
   * What is done by chance to images that are trained on, as a function of seed, epoch and image.
   *
   * @param crop most rows and columns of a level that are trained on at once, a random window of a
   *     larger one; 0: always the whole level
   * @param flip whether an image is mirrored left to right in every second case
   */
  public record Augmentation(int crop, boolean flip) {
    public static final Augmentation NONE = new Augmentation(0, false);

    public Augmentation {
      require(crop == 0 || crop >= 8, "crop", crop, "at least 8 (0: none)");
    }

    /** The same on windows of larger levels. */
    public Augmentation cropped(int side) {
      return new Augmentation(side, flip);
    }

    /** The same on images mirrored by chance, or never. */
    public Augmentation flipped(boolean mirrored) {
      return new Augmentation(crop, mirrored);
    }

    private void describe(SortedMap<String, String> map) {
      if (crop > 0) {
        map.put("crop", Integer.toString(crop));
      }
      if (flip) {
        map.put("flip", "true");
      }
    }
  }

  public TrainConfig {
    require(batch >= 1 && batch <= 1_000_000, "batch", batch, "1 to 1000000");
    if (group != BY_PIXELS) {
      requireGroup(group);
    }
    require(clip > 0, "clip", clip, "positive (Infinity: never)");
    require(skip > 0, "skip", skip, "positive (Infinity: only what is not finite)");
    require(averaging >= 0 && averaging < 1, "averaging", averaging, "0 to below 1");
    Objects.requireNonNull(dequantisation, "dequantisation");
    Objects.requireNonNull(offloading, "offloading");
    Objects.requireNonNull(optimiser, "optimiser");
    Objects.requireNonNull(augmentation, "augmentation");
    require(bits >= 1 && bits <= Dequantisation.WHOLE_BITS, "bits", bits, "1 to 8");
  }

  /** A run by Adam with uniform noise on the cpu alone, under the bits contract. */
  public TrainConfig(
      long seed,
      int batch,
      int group,
      Schedule schedule,
      double clip,
      double skip,
      double averaging,
      Likelihood likelihood,
      Matching matching) {
    this(
        seed,
        batch,
        group,
        schedule,
        clip,
        skip,
        averaging,
        likelihood,
        matching,
        DequantisationKind.UNIFORM,
        Offloading.NONE,
        OptimiserKind.ADAM,
        Augmentation.NONE,
        Dequantisation.WHOLE_BITS);
  }

  /** The same run on images changed by chance. */
  public TrainConfig with(Augmentation other) {
    return with(schedule, matching, dequantisation, offloading, optimiser, other, bits);
  }

  /** The same run with another schedule of the rate. */
  public TrainConfig with(Schedule other) {
    return with(other, matching, dequantisation, offloading, optimiser, augmentation, bits);
  }

  /** The same run with another matching phase. */
  public TrainConfig with(Matching other) {
    return with(schedule, other, dequantisation, offloading, optimiser, augmentation, bits);
  }

  /** The same run with another backend. */
  public TrainConfig with(Offloading other) {
    return with(schedule, matching, dequantisation, other, optimiser, augmentation, bits);
  }

  /** The same run on pixels of which so many bits count. */
  public TrainConfig onBits(int number) {
    return with(schedule, matching, dequantisation, offloading, optimiser, augmentation, number);
  }

  /** The same run with other noise of the pixels. */
  public TrainConfig with(DequantisationKind other) {
    return with(schedule, matching, other, offloading, optimiser, augmentation, bits);
  }

  /** The same run with another optimiser. */
  public TrainConfig with(OptimiserKind other) {
    return with(schedule, matching, dequantisation, offloading, other, augmentation, bits);
  }

  private TrainConfig with(
      Schedule fall,
      Matching phase,
      DequantisationKind noise,
      Offloading backend,
      OptimiserKind rule,
      Augmentation change,
      int upper) {
    return new TrainConfig(
        seed,
        batch,
        group,
        fall,
        clip,
        skip,
        averaging,
        likelihood,
        phase,
        noise,
        backend,
        rule,
        change,
        upper);
  }

  public static void require(boolean holds, String name, double value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(
          "train: " + name + " must be " + range + ", found " + plain(value));
    }
  }

  /**
   * Checks a highest rate of Adam.
   *
   * @throws IllegalArgumentException if no training could go by it
   */
  public static void requireRate(double rate) {
    require(rate > 0 && rate < 10, "learning rate", rate, "above 0 and below 10");
  }

  /**
   * A number of images as it is, if a group can have it.
   *
   * @throws IllegalArgumentException if not
   */
  public static int requireGroup(int images) {
    require(images >= 1 && images <= MOST, "group", images, "1 to " + MOST);
    return images;
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** Images of a group, the last perhaps without some, at a level of so many pixels. */
  public int groupOf(int pixels) {
    if (group != BY_PIXELS) {
      return Math.min(group, batch);
    }
    int most = Math.clamp(Math.ceilDiv(GROUP_PIXELS, pixels), 1, MOST);
    return Math.ceilDiv(batch, Math.ceilDiv(batch, most));
  }

  /** What a flow is trained by: matching, then likelihood; either may have no updates. */
  public List<Phase> phases() {
    return List.of(first(), second());
  }

  private Phase first() {
    return new Phase(matching, 0, matching.updates(), schedule.rate());
  }

  private Phase second() {
    long from = matching.updates();
    double rate = from > 0 ? matching.fineRate() : schedule.rate();
    return new Phase(likelihood, from, Phase.ALWAYS, rate);
  }

  /** Learning rate of update number {@code step}, from 0. */
  public double rate(long step) {
    Phase phase = step < matching.updates() ? first() : second();
    return phase.rate(schedule, step);
  }

  /** As metadata of model files and checkpoints. */
  public SortedMap<String, String> provenance(String dataDigest) {
    SortedMap<String, String> map = new TreeMap<>();
    map.put("seed", Long.toString(seed));
    map.put("batch", Integer.toString(batch));
    map.put("group", group == BY_PIXELS ? "auto" : Integer.toString(group));
    schedule.describe(map);
    map.put("clip", Double.toString(clip));
    map.put("skip", Double.toString(skip));
    map.put("averaging", Double.toString(averaging));
    if (matching.updates() < Matching.ALL) {
      map.put("solver", likelihood.solver());
      map.put("tolerance", Double.toString(likelihood.tolerance()));
      map.put("kinetic", Double.toString(likelihood.kinetic()));
      map.put("jacobian", Double.toString(likelihood.jacobian()));
      map.put("probes", Integer.toString(likelihood.probes()));
      map.put("probe_kind", likelihood.probeKind().label());
      if (likelihood.minStep() > 0) {
        map.put("min_step", Double.toString(likelihood.minStep()));
      }
      if (likelihood.adjoint() != Adjoint.Kind.DISCRETE) {
        map.put("adjoint", likelihood.adjoint().label());
      }
      if (likelihood.steer() > 0) {
        map.put("steer", Double.toString(likelihood.steer()));
      }
    }
    map.put(
        "matching_updates", matching.updates() == Matching.ALL ? "all" : "" + matching.updates());
    if (matching.updates() > 0) {
      map.put("times", matching.times().text());
      map.put("paired", Boolean.toString(matching.paired()));
      map.put("fine_rate", Double.toString(matching.fineRate()));
    }
    if (dequantisation != DequantisationKind.UNIFORM) {
      map.put("dequantisation", dequantisation.id());
    }
    if (optimiser != OptimiserKind.ADAM) {
      map.put(OptimiserKind.KEY, optimiser.label());
    }
    if (bits < Dequantisation.WHOLE_BITS) {
      map.put("bits", Integer.toString(bits));
    }
    augmentation.describe(map);
    map.put("data_sha256", dataDigest);
    map.putAll(offloading.provenance());
    return map;
  }
}
