package rivulet.cli.option;

import java.util.Optional;
import picocli.CommandLine.Option;
import rivulet.training.Network;
import rivulet.training.Recipe;

/** What the model looks like; the defaults are the best that is known for short trainings. */
@Section(Section.MODEL)
public final class ModelShapeOption {
  @Option(
      names = "--levels",
      paramLabel = "S",
      description = "Resolutions in all (default: 3, or what fits)")
  private Optional<Integer> levels = Optional.empty();

  @Option(
      names = "--hidden",
      paramLabel = "W,W",
      description = "Hidden widths, or by level W,W/W,W (default: 64,64,64)")
  private String hidden = Recipe.HIDDEN;

  @Option(
      names = "--blocks",
      paramLabel = "K",
      description = "CNF blocks per level (default: ${DEFAULT-VALUE})")
  private int blocks = 1;

  @Option(
      names = "--activation",
      completionCandidates = Values.Activations.class,
      paramLabel = "NAME",
      description = "softplus tanh elu swish sigmoid (default: ${DEFAULT-VALUE})")
  private String activation = Recipe.ACTIVATION;

  @Option(
      names = "--residual",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Layers add their input (default: they do)")
  private boolean residual = true;

  @Option(
      names = "--time-features",
      paramLabel = "K",
      description = "Waves of time beside t, K of each (default: ${DEFAULT-VALUE})")
  private int timeFeatures;

  @Option(names = "--conditional", description = "Learn the classes of labelled images")
  private boolean conditional;

  @Option(
      names = "--layer",
      completionCandidates = Values.Layers.class,
      paramLabel = "KIND",
      description = "Time: concat or concatsquash (default: ${DEFAULT-VALUE})")
  private String layer = Recipe.LAYER;

  @Option(
      names = "--wavelet",
      completionCandidates = Values.Wavelets.class,
      paramLabel = "NAME",
      description = "unimodular haar orthonormal (default: ${DEFAULT-VALUE})")
  private String wavelet = Recipe.WAVELET;

  @Option(
      names = "--pre-transform",
      completionCandidates = Values.PreTransforms.class,
      paramLabel = "LIST",
      description = "interpolated-cdf (default) conditional-cdf cdf none ...")
  private String preTransform = Recipe.PRE_TRANSFORM;

  @Option(
      names = "--pixel-transform",
      completionCandidates = Values.PixelTransforms.class,
      paramLabel = "T",
      description = "atoms (default) none auto (tries both) logit cdf affine")
  private String pixelTransform = Recipe.PIXEL_TRANSFORM;

  @Option(
      names = "--cdf-knots",
      paramLabel = "N",
      description = "Knots of the cdf splines (default: ${DEFAULT-VALUE})")
  private int knots = Recipe.KNOTS;

  @Option(
      names = "--logit-alpha",
      paramLabel = "A",
      description = "Logit of A + (1-2A)x (default: ${DEFAULT-VALUE})")
  private double alpha = Recipe.ALPHA;

  @Option(
      names = "--condition",
      completionCandidates = Values.Conditions.class,
      paramLabel = "KIND",
      description = "Coarser image as log or raw (default: ${DEFAULT-VALUE})")
  private String condition = Recipe.CONDITION;

  /** The model. */
  public Network network() {
    Network network =
        Network.usual()
            .hidden(hidden)
            .blocks(blocks)
            .layer(layer)
            .activation(activation)
            .residual(residual)
            .timeFeatures(timeFeatures)
            .classes(conditional)
            .condition(condition)
            .wavelet(wavelet)
            .preTransform(preTransform)
            .pixelTransform(pixelTransform)
            .knots(knots)
            .alpha(alpha);
    return levels.map(network::levels).orElse(network);
  }
}
