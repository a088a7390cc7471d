package rivulet.training;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import rivulet.autodiff.ShapedField;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.ConditionKind;
import rivulet.flow.ImageClasses;
import rivulet.flow.ModelSpec;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.LevelFields;
import rivulet.flow.network.Networks;
import rivulet.flow.network.OwnFields;
import rivulet.flow.pretransform.PreTransformRecipe;
import rivulet.tensor.Activation;
import rivulet.wavelet.Wavelet;
import rivulet.wavelet.WaveletPyramid;

/**
 * What a model of images looks like before it is trained: levels, their vector fields, and the
 * transforms around them. Immutable: each setter returns another and refuses null. What a name or
 * number must be is checked with the images that it is for.
 */
public final class Network {
  private static final Network USUAL = new Network();
  private static final String AUTO = "auto";

  private OptionalInt levels = OptionalInt.empty();
  private String hidden = Recipe.HIDDEN;
  private int blocks = 1;
  private String layer = Recipe.LAYER;
  private String activation = Recipe.ACTIVATION;
  private boolean residual = true;
  private int timeFeatures;
  private Optional<ShapedField> own = Optional.empty();
  private boolean classes;
  private String condition = Recipe.CONDITION;
  private String wavelet = Recipe.WAVELET;
  private String preTransform = Recipe.PRE_TRANSFORM;
  private String pixelTransform = Recipe.PIXEL_TRANSFORM;
  private int knots = Recipe.KNOTS;
  private double alpha = Recipe.ALPHA;

  private Network() {}

  private Network(Network from, Consumer<Network> change) {
    levels = from.levels;
    hidden = from.hidden;
    blocks = from.blocks;
    layer = from.layer;
    activation = from.activation;
    residual = from.residual;
    timeFeatures = from.timeFeatures;
    own = from.own;
    classes = from.classes;
    condition = from.condition;
    wavelet = from.wavelet;
    preTransform = from.preTransform;
    pixelTransform = from.pixelTransform;
    knots = from.knots;
    alpha = from.alpha;
    change.accept(this);
    Objects.requireNonNull(hidden, "network: hidden");
    Objects.requireNonNull(layer, "network: layer");
    Objects.requireNonNull(activation, "network: activation");
    Objects.requireNonNull(condition, "network: condition");
    Objects.requireNonNull(wavelet, "network: wavelet");
    Objects.requireNonNull(preTransform, "network: preTransform");
    Objects.requireNonNull(pixelTransform, "network: pixelTransform");
  }

  /** The best that is known for short trainings. */
  public static Network usual() {
    return USUAL;
  }

  /** Resolutions in all: 3, or what fits. */
  public Network levels(int resolutions) {
    return new Network(this, to -> to.levels = OptionalInt.of(resolutions));
  }

  /** Hidden widths of every level's network: 64, 64, 64. */
  public Network hidden(Integer... widths) {
    Objects.requireNonNull(widths, "network: hidden");
    return hidden(Arrays.stream(widths).map(String::valueOf).collect(Collectors.joining(",")));
  }

  /** The same as text, by level from the coarsest if there are several: {@code 32,32/64,64}. */
  public Network hidden(String widths) {
    return new Network(this, to -> to.hidden = widths);
  }

  /** Blocks per level: 1. */
  public Network blocks(int number) {
    return new Network(this, to -> to.blocks = number);
  }

  /** How time enters a layer: concat or concatsquash. */
  public Network layer(String name) {
    return new Network(this, to -> to.layer = name);
  }

  /** Between layers: swish, softplus, tanh, elu, sigmoid. */
  public Network activation(String name) {
    return new Network(this, to -> to.activation = name);
  }

  /** Whether layers add their input: they do. */
  public Network residual(boolean adds) {
    return new Network(this, to -> to.residual = adds);
  }

  /** Waves of time beside t, so many of each: 0. */
  public Network timeFeatures(int waves) {
    return new Network(this, to -> to.timeFeatures = waves);
  }

  /**
   * A vector field of one's own at every level, in place of the published network, whose widths,
   * layers and features of time then mean nothing. Muon descends what it names as {@link
   * rivulet.autodiff.TracedField#hiddenKernels}, Adam the others.
   */
  public Network field(ShapedField field) {
    Objects.requireNonNull(field, "network: field");
    return new Network(this, to -> to.own = Optional.of(field));
  }

  /** Whether fields see the class of each image, which must all have one: they do not. */
  public Network classes(boolean seen) {
    return new Network(this, to -> to.classes = seen);
  }

  /** How fields see the coarser image: log or raw. */
  public Network condition(String name) {
    return new Network(this, to -> to.condition = name);
  }

  /** Of the pyramid: unimodular, haar, orthonormal. */
  public Network wavelet(String name) {
    return new Network(this, to -> to.wavelet = name);
  }

  /** Transforms of each level's data, separated by commas: interpolated-cdf. */
  public Network preTransform(String names) {
    return new Network(this, to -> to.preTransform = names);
  }

  /**
   * Transform of the pixels: atoms, none, logit, cdf, affine; or auto: the images choose between
   * none and atoms, by a short training of each.
   */
  public Network pixelTransform(String name) {
    return new Network(this, to -> to.pixelTransform = name);
  }

  /** Knots of the splines of every cdf: 64. */
  public Network knots(int number) {
    return new Network(this, to -> to.knots = number);
  }

  /** The logit is of α + (1−2α)x: 0.05. */
  public Network alpha(double margin) {
    return new Network(this, to -> to.alpha = margin);
  }

  /**
   * The model of such images; without a transform of pixels where they choose it.
   *
   * @throws IllegalArgumentException if settings do not fit each other or the images
   * @throws rivulet.data.DataException if classes are to be seen and an image has none
   */
  ModelSpec spec(ImageSet images) {
    return new ModelSpec(
        new WaveletPyramid(
            Wavelet.parse(wavelet),
            images.channels(),
            images.height(),
            images.width(),
            levels.orElseGet(() -> Recipe.levels(images))),
        fields(),
        blocks,
        PreTransformRecipe.parse(preTransform, alpha, knots),
        ConditionKind.parse(condition),
        classes ? ImageLabels.of(images).imageClasses() : ImageClasses.NONE,
        PreTransformRecipe.parse(choosesPixelTransform() ? "none" : pixelTransform, alpha, knots));
  }

  boolean choosesPixelTransform() {
    return pixelTransform.equals(AUTO);
  }

  private LevelFields fields() {
    return own.isPresent()
        ? new OwnFields(own.get())
        : new Networks(
            Networks.widths(hidden),
            LayerKind.named(layer),
            Activation.parse(activation),
            residual,
            timeFeatures);
  }

  /** What a file of such a model is opened with. */
  List<ShapedField> own() {
    return own.stream().toList();
  }
}
