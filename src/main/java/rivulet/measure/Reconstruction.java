package rivulet.measure;

import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.MultiResolutionFlow;
import rivulet.noise.Dequantiser;
import rivulet.tensor.Workspace;

/**
 * How well images survive the way to the latents and back: the gap between x and decode(encode(x)),
 * in units of one grey value, 1/256.
 *
 * @param largest over all images, pixels and channels
 * @param rootMeanSquare over the same
 */
public record Reconstruction(double largest, double rootMeanSquare) {

  /** Encodes and decodes every image of the set, one after the other. */
  public static Reconstruction of(
      MultiResolutionFlow flow, ImageSet data, EvaluationOptions options) {
    double[] image = new double[flow.spec().dimensions()];
    ImageLabels labels = ImageLabels.of(data, flow.spec().imageClasses());
    Dequantiser reader = options.reader(data, labels);
    double largest = 0;
    double squares = 0;
    try (Workspace workspace = new Workspace()) {
      LatentMap map = new LatentMap(flow, options.solver(), workspace);
      for (int n = 0; n < data.count(); n++) {
        reader.read(n, 0, image);
        double[] back = map.decode(map.encode(image, reader.label(n)), reader.label(n));
        for (int i = 0; i < image.length; i++) {
          double gap = 256 * Math.abs(back[i] - image[i]);
          largest = Math.max(largest, gap);
          squares += gap * gap;
        }
      }
    }
    return new Reconstruction(largest, Math.sqrt(squares / (image.length * (double) data.count())));
  }
}
