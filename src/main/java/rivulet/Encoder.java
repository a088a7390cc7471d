package rivulet;

import java.util.ArrayList;
import java.util.List;
import rivulet.flow.FlowModel;
import rivulet.flow.ImageGradient;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.Differentiation;
import rivulet.flow.network.Divergence;
import rivulet.measure.LatentMap;
import rivulet.store.StoredModel;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/** The way from dequantised images to latents and gradients. */
final class Encoder {
  private static final long TAPE_BYTES = 64L << 20;
  private static final int GROUP = 8;

  private Encoder() {}

  static List<Gradient> gradients(StoredModel stored, Measuring how, double[][] images) {
    FlowModel model = stored.complete();
    require(model.spec(), images);
    List<Gradient> found = new ArrayList<>();
    try (Workspace workspace = new Workspace();
        MultiResolutionFlow flow =
            new MultiResolutionFlow(
                model, how.divergence(model.spec()), Differentiation.BY_INPUTS, Tuning.DEFAULT)) {
      int lanes = Math.min(GROUP, images.length);
      ImageGradient worker =
          new ImageGradient(flow, how.solver(), how.probeKind(), lanes, TAPE_BYTES, workspace);
      for (int from = 0; from < images.length; from += lanes) {
        int count = Math.min(lanes, images.length - from);
        for (int lane = 0; lane < count; lane++) {
          int n = from + lane;
          worker.load(lane, images[n], ModelSpec.NO_LABEL, how.seed(), 0, n);
        }
        worker.solve(count);
        for (int lane = 0; lane < count; lane++) {
          double[] byPixel = new double[model.spec().dimensions()];
          worker.gradient(lane, byPixel);
          found.add(new Gradient(worker.logLikelihood(lane), byPixel));
        }
      }
    }
    return List.copyOf(found);
  }

  static Latents latents(StoredModel stored, Measuring how, double[] image) {
    FlowModel model = stored.complete();
    ModelSpec spec = model.spec();
    require(spec, image);
    try (Workspace workspace = new Workspace();
        MultiResolutionFlow flow =
            new MultiResolutionFlow(model, Divergence.probes(1), false, Tuning.DEFAULT)) {
      return new Latents(
          new LatentMap(flow, how.solver(), workspace).encode(image, ModelSpec.NO_LABEL));
    }
  }

  private static void require(ModelSpec spec, double[]... images) {
    if (spec.classes() > 0) {
      throw new IllegalArgumentException(
          "encode: the model has " + spec.classes() + " classes; only models without are encoded");
    }
    for (double[] image : images) {
      if (image.length != spec.dimensions()) {
        throw new IllegalArgumentException(
            "encode: an image of the model has "
                + spec.dimensions()
                + " values, found "
                + image.length);
      }
      for (double value : image) {
        if (!(value >= 0 && value < 1)) {
          throw new IllegalArgumentException(
              "encode: pixels must lie in [0,1), found " + value + "; divide bytes by 256");
        }
      }
    }
  }
}
