package rivulet.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import rivulet.Backend;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.backend.OpenBackend;
import rivulet.tensor.kernel.OffloadBackend;
import rivulet.tensor.kernel.OffloadThreshold;
import rivulet.tensor.kernel.Transfers;

/**
 * Holds a backend against the kernels of this JVM on the convolutions of the usual networks: right
 * results, time per size, and the size from which on handing over pays.
 */
public final class BackendCheck {
  /** Inputs and outputs: a level's first and last convolution, and middle ones of three widths. */
  private static final int[][] CHANNELS = {{9, 64}, {64, 9}, {32, 32}, {64, 64}, {128, 128}};

  private BackendCheck() {}

  /**
   * One convolution, forward, for a group of images.
   *
   * @param image height and width, input channels
   * @param kernel its extent
   * @param error largest difference to our kernels, in 2⁻²⁴ relative to Σ|w·x| of the element
   * @param cpuMilliseconds of all threads together, by our kernels
   * @param milliseconds of one worker that hands over, transfers included
   * @param moved of one call
   */
  public record Row(
      Shape image,
      KernelShape kernel,
      double error,
      double cpuMilliseconds,
      double milliseconds,
      Transfers moved) {
    /** Bytes brought to the backend by one call. */
    public long bytesUp() {
      return moved.bytesUp();
    }

    /** Bytes brought back. */
    public long bytesDown() {
      return moved.bytesDown();
    }

    /** Operations per image, as the threshold counts them. */
    public long flops() {
      return OffloadThreshold.flops(image.pixels(), kernel);
    }

    /** Operations per float moved, as the threshold counts them. */
    public int intensity() {
      return OffloadThreshold.intensity(kernel);
    }

    /** Whether the difference is what rounding explains. */
    public boolean agrees() {
      return error <= LARGEST_ERROR;
    }

    /** Whether handing over is faster. */
    public boolean pays() {
      return milliseconds < cpuMilliseconds;
    }
  }

  /**
   * A size from which on handing over pays.
   *
   * @param flops least operations of one image
   * @param intensity least operations per float moved
   */
  public record Size(long flops, int intensity) {}

  /** A backend that is open to be measured. */
  public record Opened(OpenBackend backend) {
    /** What it is called. */
    public String name() {
      return library().name();
    }

    /** What it computes on. */
    public String device() {
      return library().device();
    }

    /** Measures every size, as {@link BackendCheck#run}. */
    public List<Row> run(Setting setting, Consumer<Row> listener) {
      return BackendCheck.run(library(), setting, listener);
    }

    private OffloadBackend library() {
      return backend.backend().orElseThrow();
    }
  }

  /**
   * Opens a backend for as long as the work with it takes.
   *
   * @throws IllegalStateException with the reason if this machine has none
   */
  public static <T> T with(Backend backend, Function<Opened, T> work) {
    try (OpenBackend opened = backend.offloading().open()) {
      return work.apply(new Opened(opened));
    }
  }

  /** Of the difference of two float32 convolutions; sums of 576 terms in any order stay below. */
  public static final double LARGEST_ERROR = 32;

  /**
   * What is measured, and how long.
   *
   * @param sides heights and widths of the images
   * @param images of a group
   * @param threads among which the cpu would share the group out; its time is taken on one and
   *     divided by them
   * @param seconds of one measurement, after a warm-up of one to ten times as long
   */
  public record Setting(List<Integer> sides, int images, int threads, double seconds) {
    public Setting {
      sides = List.copyOf(sides);
      if (images < 1 || threads < 1 || !(seconds > 0)) {
        throw new IllegalArgumentException(
            "gpu-check: images and threads must be at least 1 and seconds positive, found "
                + images
                + ", "
                + threads
                + ", "
                + seconds);
      }
    }
  }

  /**
   * Measures every size.
   *
   * @param listener told of every row when it is there
   */
  public static List<Row> run(OffloadBackend backend, Setting setting, Consumer<Row> listener) {
    List<Row> rows = new ArrayList<>();
    List<ConvolutionTrial> trials = new ArrayList<>();
    for (int side : setting.sides()) {
      for (int[] channels : CHANNELS) {
        Shape image = new Shape(channels[0], side, side);
        trials.add(new ConvolutionTrial(image, new KernelShape(channels[1], channels[0], 3)));
      }
    }
    for (ConvolutionTrial trial : trials) {
      Row row = trial.run(backend, setting);
      rows.add(row);
      listener.accept(row);
    }
    return rows;
  }

  /**
   * The threshold from which on every convolution measured pays: first the least operations per
   * float such that the largest convolutions with as many or more pay, then the least operations
   * such that all with as many or more do.
   *
   * @return nothing if the largest with the most operations per float does not pay
   */
  public static Optional<Size> breakEven(List<Row> rows) {
    OptionalInt intensity = OptionalInt.empty();
    for (int one : rows.stream().mapToInt(Row::intensity).distinct().sorted().toArray()) {
      boolean pays = rows.stream().filter(row -> row.intensity() >= one).allMatch(last(rows));
      if (pays && intensity.isEmpty()) {
        intensity = OptionalInt.of(one);
      }
    }
    return intensity.isEmpty() ? Optional.empty() : leastFlops(rows, intensity.getAsInt());
  }

  /** Whether a row pays or is not the largest of its kernel. */
  private static Predicate<Row> last(List<Row> rows) {
    return row ->
        row.pays()
            || rows.stream()
                .anyMatch(
                    other -> other.kernel().equals(row.kernel()) && other.flops() > row.flops());
  }

  private static Optional<Size> leastFlops(List<Row> rows, int intensity) {
    List<Row> descending =
        rows.stream()
            .filter(row -> row.intensity() >= intensity)
            .sorted(Comparator.comparingLong(Row::flops).reversed())
            .toList();
    Optional<Size> least = Optional.empty();
    for (Row row : descending) {
      if (!row.pays()) {
        return least;
      }
      least = Optional.of(new Size(row.flops(), intensity));
    }
    return least;
  }
}
