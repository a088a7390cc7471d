package rivulet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.FlowModel;
import rivulet.flow.ImageGradient;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.Differentiation;
import rivulet.flow.network.Divergence;
import rivulet.measure.Audit;
import rivulet.measure.Decoding;
import rivulet.measure.Evaluation;
import rivulet.measure.EvaluationOptions;
import rivulet.measure.ImageFit;
import rivulet.measure.LatentMap;
import rivulet.noise.Dequantiser;
import rivulet.ode.SolverOptions;
import rivulet.store.StoredModel;
import rivulet.tensor.Workspace;
import rivulet.tensor.backend.Offloading;
import rivulet.tensor.backend.OpenBackend;
import rivulet.tensor.kernel.Tuning;
import rivulet.wavelet.PyramidCoefficients;

/** The way from images to their likelihoods, latents and gradients. */
final class Encoder {
  private static final long TAPE_BYTES = 64L << 20;

  private Encoder() {}

  static Likelihood likelihood(
      StoredModel stored, ImageSet images, Measuring how, Progress progress) {
    FlowModel model = stored.complete();
    ImageFit.require("eval", model.spec(), images);
    EvaluationOptions options = how.evaluation(stored);
    Offloading offloading = how.backend().offloading();
    int group = offloading.group(Decoding.group(model.spec()), Math.toIntExact(images.count()));
    try (OpenBackend opened = offloading.open();
        MultiResolutionFlow flow =
            new MultiResolutionFlow(model, how.divergence(model.spec()), false, opened.tuning())) {
      Evaluation found =
          Evaluation.of(
              flow, images, options, new Evaluation.Workers(how.threads(), group), progress::done);
      return new Likelihood(found, how, Backend.Transfers.of(opened));
    }
  }

  static Likelihood.Audit audit(
      StoredModel stored, ImageSet images, Measuring how, SolverOptions finer) {
    FlowModel model = stored.complete();
    ImageFit.require("audit", model.spec(), images);
    return Likelihood.Audit.of(
        Audit.of(
            model,
            images,
            how.divergence(model.spec()),
            how.evaluation(stored),
            finer,
            how.threads()));
  }

  static List<Gradient> gradients(StoredModel stored, Measuring how, double[][] images) {
    FlowModel model = stored.complete();
    require(model.spec(), images);
    if (images.length == 0) {
      return List.of();
    }
    List<Gradient> found = new ArrayList<>();
    try (Workspace workspace = new Workspace();
        MultiResolutionFlow flow =
            new MultiResolutionFlow(
                model, how.divergence(model.spec()), Differentiation.BY_INPUTS, Tuning.DEFAULT)) {
      int lanes = Math.min(Decoding.group(model.spec()), images.length);
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

  static double[][] dequantised(StoredModel stored, ImageSet images, Measuring how) {
    EvaluationOptions options = how.evaluation(stored);
    Dequantiser reader = options.practice().reader(options, images, ImageLabels.none());
    double[][] pixels = new double[Math.toIntExact(images.count())][images.imageBytes()];
    for (int n = 0; n < pixels.length; n++) {
      reader.read(n, 0, pixels[n]);
    }
    return pixels;
  }

  /** Latents of {@link #dequantised}. */
  static List<Latents> latents(StoredModel stored, ImageSet images, Measuring how) {
    FlowModel model = stored.complete();
    ImageFit.require("latents", model.spec(), images);
    double[][] pixels = dequantised(stored, images, how);
    ImageLabels labels = ImageLabels.of(images, model.spec().imageClasses());
    List<Latents> found = new ArrayList<>();
    try (Workspace workspace = new Workspace();
        MultiResolutionFlow flow =
            new MultiResolutionFlow(model, Divergence.probes(1), false, Tuning.DEFAULT)) {
      LatentMap map = new LatentMap(flow, how.solver(), workspace);
      for (int n = 0; n < pixels.length; n++) {
        double[][] levels = map.encode(pixels[n], labels.at(n));
        found.add(new Latents(Arrays.stream(levels).map(double[]::clone).toArray(double[][]::new)));
      }
    }
    return List.copyOf(found);
  }

  static double[] coarser(StoredModel stored, double[] image, int halvings) {
    ModelSpec spec = stored.spec();
    requireSize(spec, image);
    if (halvings < 0 || halvings >= spec.levels()) {
      throw new IllegalArgumentException(
          "coarser: a model of "
              + spec.levels()
              + " levels halves an image at most "
              + (spec.levels() - 1)
              + " times, asked "
              + halvings);
    }
    for (double value : image) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("coarser: pixels must be finite, found " + value);
      }
    }
    if (halvings == 0) {
      return image.clone();
    }
    int channels = spec.pyramid().channels();
    double[] transformed = image.clone();
    stored.pixelTransform().forward(transformed, 0, channels, image.length / channels);
    PyramidCoefficients coefficients = spec.pyramid().newCoefficients();
    spec.pyramid().analyse(transformed, 0, coefficients);
    int level = spec.levels() - halvings;
    double[] pixels = coefficients.condition(level).clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] /= spec.pyramid().coarseGain(level - 1);
    }
    stored.pixelTransform().inverse(pixels, 0, channels, pixels.length / channels);
    return pixels;
  }

  private static void requireSize(ModelSpec spec, double[] image) {
    if (image.length != spec.dimensions()) {
      throw new IllegalArgumentException(
          "encode: an image of the model has "
              + spec.dimensions()
              + " values, found "
              + image.length);
    }
  }

  private static void require(ModelSpec spec, double[]... images) {
    if (spec.classes() > 0) {
      throw new IllegalArgumentException(
          "encode: the model has " + spec.classes() + " classes; only models without are encoded");
    }
    for (double[] image : images) {
      requireSize(spec, image);
      for (double value : image) {
        if (!(value >= 0 && value < 1)) {
          throw new IllegalArgumentException(
              "encode: pixels must lie in [0,1), found " + value + "; divide bytes by 256");
        }
      }
    }
  }
}
