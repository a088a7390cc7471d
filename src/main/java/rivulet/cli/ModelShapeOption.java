package rivulet.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.ConditionKind;
import rivulet.flow.ImageClasses;
import rivulet.flow.LayerKind;
import rivulet.flow.ModelSpec;
import rivulet.flow.PreTransformRecipe;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/** What the model looks like. */
final class ModelShapeOption {
  @Option(
      names = "--levels",
      paramLabel = "S",
      description = "Levels in all: one coarsest image, S-1 details (default: ${DEFAULT-VALUE}).")
  private int levels = 3;

  @Option(
      names = "--hidden",
      split = ",",
      paramLabel = "W",
      description = "Hidden widths of every network (default: 32,32).")
  private List<Integer> hidden = new ArrayList<>(List.of(32, 32));

  @Option(
      names = "--blocks",
      paramLabel = "K",
      description = "CNF blocks per level (default: ${DEFAULT-VALUE}).")
  private int blocks = 1;

  @Option(
      names = "--layer",
      paramLabel = "KIND",
      description = "How time enters: concat or concatsquash (default: ${DEFAULT-VALUE}).")
  private String layer = "concat";

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description = "softplus, tanh, elu, swish or sigmoid (default: ${DEFAULT-VALUE}).")
  private String activation = "softplus";

  @Option(
      names = "--wavelet",
      paramLabel = "NAME",
      description = "unimodular, haar or orthonormal (default: ${DEFAULT-VALUE}).")
  private String wavelet = "unimodular";

  @Option(
      names = "--pre-transform",
      paramLabel = "LIST",
      description = {
        "Fixed transform before the flow, measured from the training images: conditional-cdf (a",
        "cdf per context of the coarser image), cdf, logit,affine, affine, logit (the published",
        "model) or none (default: ${DEFAULT-VALUE})."
      })
  private String preTransform = "conditional-cdf";

  @Option(
      names = "--logit-alpha",
      paramLabel = "A",
      description = "Logit of A + (1-2A)x (default: ${DEFAULT-VALUE}).")
  private double alpha = PreTransformRecipe.DEFAULT_ALPHA;

  @Option(
      names = "--cdf-knots",
      paramLabel = "N",
      description = "Knots of the cdf splines (default: ${DEFAULT-VALUE}).")
  private int knots = PreTransformRecipe.DEFAULT_KNOTS;

  @Option(
      names = "--condition",
      paramLabel = "KIND",
      description = {
        "What networks see of the coarser image: its pixels (raw) or their logit-like logarithm",
        "(log), which tells black from dark grey (default: ${DEFAULT-VALUE})."
      })
  private String condition = "log";

  @Option(
      names = "--residual",
      description = "Hidden layers as wide as the one before add their input.")
  private boolean residual;

  @Option(
      names = "--time-features",
      paramLabel = "K",
      description = {
        "Beside the time t every layer sees sin and cos of 2 pi k t for k = 1 to K",
        "(default: ${DEFAULT-VALUE})."
      })
  private int timeFeatures;

  @Option(
      names = "--conditional",
      description = {
        "Networks of every level see the image's class: labels beside IDX or NPY images, or one",
        "subfolder of pictures per class."
      })
  private boolean conditional;

  /** The model for images of that kind. */
  ModelSpec spec(ImageSet data) {
    WaveletPyramid pyramid =
        new WaveletPyramid(
            Wavelet.parse(wavelet), data.channels(), data.height(), data.width(), levels);
    return new ModelSpec(
        pyramid,
        hidden,
        blocks,
        LayerKind.named(layer),
        Activation.parse(activation),
        PreTransformRecipe.parse(preTransform, alpha, knots),
        ConditionKind.parse(condition),
        residual,
        timeFeatures,
        conditional ? ImageLabels.of(data).imageClasses() : ImageClasses.NONE);
  }
}
