package rivulet.flow;

import rivulet.flow.network.Differentiation;
import rivulet.flow.network.ProbeKind;
import rivulet.flow.pretransform.ConditionalCdf;
import rivulet.flow.pretransform.PreTransformReverse;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;
import rivulet.wavelet.PyramidCoefficients;
import rivulet.wavelet.WaveletPyramid;

/**
 * ln p of dequantised images and its gradient by their pixels, ∂ ln p(x)/∂x, on one worker: levels
 * are solved in groups of lanes, and their gradients go back through pre-transforms, conditions and
 * the transposed pyramid. Networks in float32, everything around them in float64. The gradient is
 * that of the number that the solver computes, with its steps and probes as constants; contexts of
 * {@link ConditionalCdf}, which jump, count as constants too. Allocates nothing after construction.
 */
public final class ImageGradient {
  private final ModelSpec spec;
  private final PreTransformReverse pixelReverse;
  private final LevelWorker[] levels;
  private final PyramidCoefficients[] cotangents;
  private final AnalysedImage[] images;
  private final double[] logLikelihood;
  private final double[] evaluations;

  /**
   * @param flow loaded {@link Differentiation#BY_INPUTS}, with a divergence
   * @param lanes most images of a group
   * @param tapeBytes memory for residuals of all levels; what does not fit is computed again
   * @throws IllegalArgumentException if the flow was loaded for other gradients
   */
  public ImageGradient(
      MultiResolutionFlow flow,
      SolverOptions options,
      ProbeKind probeKind,
      int lanes,
      long tapeBytes,
      Workspace workspace) {
    this.spec = flow.spec();
    WaveletPyramid pyramid = spec.pyramid();
    this.pixelReverse =
        new PreTransformReverse(
            flow.model().pixelTransform(),
            new Shape(pyramid.channels(), pyramid.height(), pyramid.width()));
    this.levels = new LevelWorker[spec.levels()];
    for (int level = 0; level < levels.length; level++) {
      if (!flow.level(level).reversible() || flow.level(level).trainable()) {
        throw new IllegalArgumentException(
            "image gradient: the flow must be loaded for gradients by inputs");
      }
      long share = tapeBytes / levels.length;
      levels[level] = new LevelWorker(flow, level, options, probeKind, lanes, share, workspace);
    }
    this.cotangents = new PyramidCoefficients[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      cotangents[lane] = spec.pyramid().newCoefficients();
    }
    this.images = AnalysedImage.lanes(flow.model(), lanes);
    this.logLikelihood = new double[lanes];
    this.evaluations = new double[lanes];
  }

  /**
   * Puts an image into a lane; lanes are filled from 0.
   *
   * @param image dequantised, planar, in [0,1); copied
   * @param label its class, {@link ModelSpec#NO_LABEL} for a model without classes
   * @param index the image's own index, which with seed and epoch determines its probes
   */
  public void load(int lane, double[] image, int label, long seed, int epoch, long index) {
    images[lane].analyse(image);
    for (LevelWorker level : levels) {
      level.label(label);
      level.load(lane, images[lane], seed, epoch, index);
    }
  }

  /**
   * Solves the first {@code count} lanes, forward and in reverse.
   *
   * @throws SolveException if a lane does not arrive
   */
  public void solve(int count) {
    for (int lane = 0; lane < count; lane++) {
      logLikelihood[lane] = levels[0].pixelLogDet(lane);
      evaluations[lane] = 0;
    }
    for (LevelWorker level : levels) {
      level.encode(count);
      for (int lane = 0; lane < count; lane++) {
        logLikelihood[lane] += level.logLikelihood(lane);
        evaluations[lane] += level.evaluations(lane);
      }
      level.inputGradient(count);
      for (int lane = 0; lane < count; lane++) {
        level.pullBack(lane, images[lane], cotangents[lane]);
      }
    }
  }

  /** ln p(x) in nats after {@link #solve}: the pixel transform, then levels from the coarsest. */
  public double logLikelihood(int lane) {
    return logLikelihood[lane];
  }

  /** Evaluations of the vector fields forward, over all levels. */
  public double evaluations(int lane) {
    return evaluations[lane];
  }

  /**
   * ∂ ln p(x)/∂x after {@link #solve}; once per lane.
   *
   * @param gradient written, planar
   */
  public void gradient(int lane, double[] gradient) {
    spec.pyramid().pullBack(cotangents[lane], gradient);
    pixelReverse.pullBack(images[lane].pixels(), gradient);
  }
}
