package rivulet.noise;

import java.util.ArrayList;
import java.util.List;
import rivulet.data.Part;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;

/**
 * What a {@link CouplingFlow} is made of: networks of two 3×3 convolutions, one per step.
 *
 * @param channels of the images
 * @param hidden channels between the convolutions
 * @param steps couplings, in turn of one half of a checkerboard and of the other
 */
public record CouplingShape(int channels, int hidden, int steps) {
  static final int TAPS = 9;

  /** Keys of initial values lie beyond those of any level of a flow. */
  private static final int KEY = NoiseStream.MAX_LEVEL;

  /** A named run of parameters. */
  public record Part(String name, int offset, List<Integer> shape) {
    /** Numbers in it. */
    public int size() {
      return shape.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
    }
  }

  public CouplingShape {
    boolean fits = channels >= 1 && channels <= 16 && hidden >= 1 && hidden <= 256;
    if (!fits || steps < 2 || steps > 64) {
      throw new IllegalArgumentException(
          "variational noise: 1 to 16 channels, 1 to 256 hidden channels and 2 to 64 steps are"
              + " possible, found %d, %d and %d".formatted(channels, hidden, steps));
    }
  }

  /**
   * Planes that a network sees of every channel: {@link PixelFeatures} and the other half's noise.
   */
  int inputs() {
    return (PixelFeatures.COUNT + 1) * channels;
  }

  /** Planes that it gives: every channel's shift and logarithmic scale. */
  int outputs() {
    return 2 * channels;
  }

  int firstBias() {
    return hidden * inputs() * TAPS;
  }

  int last() {
    return firstBias() + hidden;
  }

  int lastBias() {
    return last() + outputs() * hidden * TAPS;
  }

  /** Parameters of one step. */
  int perStep() {
    return lastBias() + outputs();
  }

  /** Parameters of all steps. */
  public int parameters() {
    return steps * perStep();
  }

  /** The parameters by name, in their order. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (int k = 0; k < steps; k++) {
      String name = "steps." + k + ".";
      int at = k * perStep();
      parts.add(new Part(name + "first.weight", at, List.of(hidden, inputs(), 3, 3)));
      parts.add(new Part(name + "first.bias", at + firstBias(), List.of(hidden)));
      parts.add(new Part(name + "last.weight", at + last(), List.of(outputs(), hidden, 3, 3)));
      parts.add(new Part(name + "last.bias", at + lastBias(), List.of(outputs())));
    }
    return parts;
  }

  /**
   * First values: first layers uniform in ±1/√fan-in, last layers zero, with which the noise is
   * uniform.
   */
  public float[] initial(long seed) {
    float[] values = new float[parameters()];
    NoiseStream noise = new NoiseStream();
    double bound = 1 / Math.sqrt((double) inputs() * TAPS);
    for (int k = 0; k < steps; k++) {
      noise.reset(seed, Purpose.INITIALISATION, 0, k, KEY, 0, 0);
      for (int i = 0; i < last(); i++) {
        values[k * perStep() + i] = (float) (bound * (2 * noise.nextUniform() - 1));
      }
    }
    return values;
  }
}
