package baselines;

import java.util.Map;
import rivulet.autodiff.Value;
import rivulet.tensor.Shape;

/**
 * How one step of a coupling divides an image: into what its network sees, which stays, and what
 * moves. Traced on the way forward, plain loops on the way back.
 */
sealed interface Halves permits ChannelHalves, PixelHalves {
  /**
   * An image divided.
   *
   * @param whole the image
   * @param seen what stays
   * @param moving what moves; may hold more, which {@link #joined} leaves out
   * @param key what joins both again
   */
  record Parts(Value whole, Value seen, Value moving, Value key) {}

  /** Shape of what is seen. */
  Shape seen();

  /** Channels of what moves. */
  int moving();

  /** Values that move. */
  int entries();

  /** Divides an image. */
  Parts divide(Layers layers, String name, Value whole);

  /** The image with its moving part moved. */
  Value joined(Layers layers, Parts parts, Value moved);

  /** Adds the sum of a map over the values that move to the program's outputs. */
  void sum(Layers layers, Parts parts, String output, Value map);

  /**
   * What is seen of an image, planar.
   *
   * @param weights of the program
   */
  double[] seen(String name, Map<String, double[]> weights, double[] whole);

  /**
   * Moves an image back, in place.
   *
   * @param scale of the step, planar
   * @param shift of the step, planar
   */
  void undo(
      String name, Map<String, double[]> weights, double[] whole, double[] scale, double[] shift);
}
