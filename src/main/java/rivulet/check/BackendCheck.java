package rivulet.check;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Offload;
import rivulet.tensor.OffloadBackend;
import rivulet.tensor.Shape;
import rivulet.tensor.Transfers;

/**
 * Holds a backend against the kernels of this JVM on the convolutions of the usual networks: right
 * results, time per size, and the size from which on handing over pays.
 */
public final class BackendCheck {
  /** Widths of a level's first, middle and last convolution. */
  private static final int[][] CHANNELS = {{9, 64}, {64, 64}, {64, 9}};

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
    /** Operations per image, as the threshold counts them. */
    public long flops() {
      return Offload.flops(image.pixels(), kernel);
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
   * Measures every size, in ascending order of operations.
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
    trials.sort((a, b) -> Long.compare(a.flops(), b.flops()));
    for (ConvolutionTrial trial : trials) {
      Row row = trial.run(backend, setting);
      rows.add(row);
      listener.accept(row);
    }
    return rows;
  }

  /** The least operations per image from which on every size pays; empty if the largest does not. */
  public static OptionalLong breakEven(List<Row> rows) {
    OptionalLong least = OptionalLong.empty();
    for (Row row : rows.reversed()) {
      if (!row.pays()) {
        return least;
      }
      least = OptionalLong.of(row.flops());
    }
    return least;
  }
}
