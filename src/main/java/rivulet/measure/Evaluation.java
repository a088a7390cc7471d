package rivulet.measure;

import java.util.Arrays;
import rivulet.data.ImageSet;
import rivulet.flow.LevelWorker;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.PixelShares;
import rivulet.flow.network.Divergence;
import rivulet.parallel.Crews;
import rivulet.parallel.ScalarSum;
import rivulet.parallel.TaskFailure;
import rivulet.tensor.Workspace;

/**
 * The likelihood of images: log p per noise, level and image, with and without the flow. An image's
 * numbers depend on seed and image alone, not on its batch, thread or neighbours.
 */
public final class Evaluation {
  /** Rows of {@link #pixels}: ln q(u|X), and −ln |det| of the pixel transform. */
  private static final int NOISE = 0;

  private static final int TRANSFORM = 1;

  private final ModelSpec spec;
  private final EvaluationOptions options;
  private final Divergence divergence;
  private final int images;
  private final NoiseTable logLikelihood;
  private final NoiseTable preTransform;
  private final NoiseTable logDet;
  private final NoiseTable noFlow;
  private final NoiseTable evaluations;
  private final NoiseTable probeVariance;

  /** What pixels take off ln p of all levels, in nats. */
  private final NoiseTable pixels;

  private final PixelShares[][][] shares;
  private final boolean probesToldApart;

  private Evaluation(MultiResolutionFlow flow, EvaluationOptions options, int images) {
    this.spec = flow.spec();
    this.options = options;
    this.divergence = flow.divergence();
    this.images = images;
    int noises = options.noises();
    this.logLikelihood = new NoiseTable(noises, spec.levels(), images);
    this.preTransform = new NoiseTable(noises, spec.levels(), images);
    this.logDet = new NoiseTable(noises, spec.levels(), images);
    this.noFlow = new NoiseTable(noises, spec.levels(), images);
    this.evaluations = new NoiseTable(noises, spec.levels(), images);
    this.probeVariance = new NoiseTable(noises, spec.levels(), images);
    this.pixels = new NoiseTable(noises, 2, images);
    this.probesToldApart = divergence instanceof Divergence.Hutchinson h && h.probes() > 1;
    this.shares = new PixelShares[options.maps() ? noises : 0][spec.levels()][images];
    for (PixelShares[][] noise : shares) {
      for (int level = 0; level < spec.levels(); level++) {
        int pixels = spec.state(level).pixels();
        Arrays.setAll(noise[level], n -> PixelShares.of(pixels));
      }
    }
  }

  /** Told, by any worker, how much of the work is done: dimensions of images that were encoded. */
  public interface Listener {
    void progress(long done, long all);
  }

  /**
   * How the work is shared out.
   *
   * @param threads workers; where groups of images times noises are fewer, the rest of them share
   *     the larger kernel calls
   * @param group images that one of them solves together
   */
  public record Workers(int threads, int group) {
    public Workers {
      if (threads < 1 || group < 1) {
        throw new IllegalArgumentException(
            "eval: threads and group must be at least 1, found " + threads + " and " + group);
      }
    }
  }

  /** Evaluates every image of the set on the cpu. */
  public static Evaluation of(
      MultiResolutionFlow flow,
      ImageSet data,
      EvaluationOptions options,
      int threads,
      Listener listener) {
    return of(flow, data, options, new Workers(threads, Decoding.group(flow.spec())), listener);
  }

  /**
   * Evaluates every image of the set.
   *
   * @throws IllegalArgumentException if the images are not the model's, or the options ask for what
   *     the flow's divergence cannot give
   * @throws IllegalStateException if a solve does not arrive
   */
  public static Evaluation of(
      MultiResolutionFlow flow,
      ImageSet data,
      EvaluationOptions options,
      Workers workers,
      Listener listener) {
    if (data.count() < 1) {
      throw new IllegalArgumentException("eval: no images selected; check `offset` and `limit`");
    }
    ImageFit.require("eval", flow.spec(), data);
    options.check(flow.spec(), flow.divergence());
    Evaluation result = new Evaluation(flow, options, Math.toIntExact(data.count()));
    int group = Math.min(workers.group(), result.images);
    try (Workspace workspace = new Workspace();
        Crews crews =
            EvaluationWork.crews(workers.threads(), result.images, group, options.noises())) {
      new EvaluationWork(flow, data, options, group, crews, workspace, result, listener).run();
    } catch (TaskFailure failure) {
      throw failure.unwrapped();
    }
    return result;
  }

  /** Takes over what a worker found. */
  void store(int level, int noise, int image, LevelWorker from, int lane) {
    logLikelihood.set(noise, level, image, from.logLikelihood(lane));
    preTransform.set(noise, level, image, from.preTransformLogDet(lane));
    logDet.set(noise, level, image, from.flowLogDet(lane));
    noFlow.set(noise, level, image, from.noFlowLogLikelihood(lane));
    evaluations.set(noise, level, image, from.evaluations(lane));
    probeVariance.set(noise, level, image, probeVariance(from, lane));
    if (level == 0) {
      pixels.set(noise, TRANSFORM, image, 0 - from.pixelLogDet(lane));
    }
  }

  /** Takes over ln q(u|X) of an image's noise, in nats. */
  void storeNoise(int noise, int image, double logDensity) {
    pixels.set(noise, NOISE, image, logDensity);
  }

  /** Variance of the sum of k shares, from their spread: k/(k−1) Σ (share − mean)². */
  private static double probeVariance(LevelWorker from, int lane) {
    int k = from.probeShares();
    double mean = 0;
    for (int i = 0; i < k; i++) {
      mean += from.probeShare(lane, i) / k;
    }
    double squares = 0;
    for (int i = 0; i < k; i++) {
      double gap = from.probeShare(lane, i) - mean;
      squares += gap * gap;
    }
    return k < 2 ? 0 : squares * k / (k - 1.0);
  }

  PixelShares shares(int noise, int level, int image) {
    return shares[noise][level][image];
  }

  public int images() {
    return images;
  }

  public ModelSpec spec() {
    return spec;
  }

  public EvaluationOptions options() {
    return options;
  }

  public Divergence divergence() {
    return divergence;
  }

  /** ln p of one image at one level, in nats, averaged over its noises. */
  public double logLikelihood(int level, int image) {
    return logLikelihood.mean(level, image);
  }

  /** ln N(z; 0, I) of one image's latents at one level, in nats, averaged over its noises. */
  public double latentLogDensity(int level, int image) {
    return logLikelihood.mean(level, image)
        - preTransform.mean(level, image)
        - logDet.mean(level, image);
  }

  /**
   * Where the bits of one image come from at one level, by pixel of that level and in bits,
   * averaged over its noises: −(pre-transform + log-det + base)/ln 2, the finest level's
   * pre-transform with that of the pixels. Summed over pixels and levels and with 8 bits for each
   * dimension and {@link #logNoiseDensity} in bits this is D times the image's one-sample bits/dim.
   *
   * @throws IllegalStateException if maps were not asked for
   */
  public PixelShares pixelBits(int level, int image) {
    if (shares.length == 0) {
      throw new IllegalStateException("evaluation: maps were not asked for");
    }
    PixelShares sum = PixelShares.of(shares[0][level][image].pixels());
    for (PixelShares[][] noise : shares) {
      sum.add(noise[level][image]);
    }
    sum.scale(-1 / (shares.length * ModelSpec.LN_2));
    return sum;
  }

  /** bits/dim of every image, averaged over its draws. */
  public double[] perImage() {
    double[] bits = new double[images];
    for (int n = 0; n < images; n++) {
      double sum = 0;
      for (int draw = 0; draw < options.draws(); draw++) {
        sum += bits(draw, n);
      }
      bits[n] = sum / options.draws();
    }
    return bits;
  }

  /** bits/dim of one draw: of its K-sample bound, log (1/K) Σ p(X + u_k)/q(u_k|X). */
  private double bits(int draw, int image) {
    int samples = options.importance();
    return spec.bitsPerDim(logLikelihood.logMeanExp(draw * samples, samples, image, pixels));
  }

  /** Mean bits/dim. */
  public double bitsPerDim() {
    return ScalarSum.sum(perImage(), images) / images;
  }

  /** Mean bits/dim without the gain of importance samples: of the one-sample bound. */
  public double oneSampleBitsPerDim() {
    return spec.bitsPerDim(logLikelihood.total() - pixels.total());
  }

  /** Mean bits/dim with pre-transforms and N(0,I) alone. */
  public double noFlowBitsPerDim() {
    return spec.bitsPerDim(noFlow.total() - pixels.total());
  }

  /** Standard error of {@link #bitsPerDim} over images (and with them over their u and probes). */
  public double standardError() {
    double[] bits = perImage();
    return Math.sqrt(SampleVariance.of(bits) / images);
  }

  /** The standard error and what it is made of. */
  public StandardErrors standardErrors() {
    return new ErrorParts(this).standardErrors();
  }

  /** Sample variance of bits/dim over the draws of one image. */
  double drawVariance(int image) {
    double[] bits = new double[options.draws()];
    Arrays.setAll(bits, draw -> bits(draw, image));
    return SampleVariance.of(bits);
  }

  /** Variance of one image's bits/dim that its probes cause. */
  double probeVariance(int image) {
    double nats = probeVariance.sum(image) / options.noises();
    double unit = spec.dimensions() * ModelSpec.LN_2;
    return nats / options.noises() / (unit * unit);
  }

  boolean probesToldApart() {
    return probesToldApart && options.importance() == 1;
  }

  /** What the noise's own density adds to bits/dim (0 for uniform noise): mean of ln q(u|X). */
  public double dequantisationShare() {
    return pixels.mean(NOISE) / (spec.dimensions() * ModelSpec.LN_2);
  }

  /** ln q(u|X) of one image's noise, in nats, averaged over its noises. */
  public double logNoiseDensity(int image) {
    return pixels.mean(NOISE, image);
  }

  /** What the transform of pixels adds to bits/dim (0 without one): mean of −ln |det|. */
  public double pixelTransformShare() {
    return pixels.mean(TRANSFORM) / (spec.dimensions() * ModelSpec.LN_2);
  }

  /** ln |det| of the pixel transform of one image, in nats, averaged over its noises. */
  public double pixelTransformLogDet(int image) {
    return 0 - pixels.mean(TRANSFORM, image);
  }

  /** What a level's pre-transform adds to bits/dim of the whole image (mostly negative). */
  public double preTransformShare(int level) {
    return -noFlow.mean(level) / (spec.dimensions() * ModelSpec.LN_2);
  }

  /** What a level's flow adds to bits/dim of the whole image (negative when it helps). */
  public double flowShare(int level) {
    double gain = logLikelihood.mean(level) - noFlow.mean(level);
    return -gain / (spec.dimensions() * ModelSpec.LN_2);
  }

  /** What a level adds to bits/dim of the whole image, term by term, of the one-sample bound. */
  public LevelBits levelBits(int level) {
    double unit = -spec.dimensions() * ModelSpec.LN_2;
    double pre = preTransform.mean(level);
    double flow = logDet.mean(level);
    double base = logLikelihood.mean(level) - pre - flow;
    return new LevelBits(pre / unit, flow / unit, base / unit);
  }

  /** What importance samples add to bits/dim (0 or negative). */
  public double importanceShare() {
    return options.importance() == 1 ? 0 : bitsPerDim() - oneSampleBitsPerDim();
  }

  /**
   * bits/dim of a level over its own dimensions, of the one-sample bound. Weighted by the levels'
   * shares of all dimensions these add up to that bound with {@link #dequantisationShare} and
   * {@link #pixelTransformShare}, which are no level's.
   */
  public double levelBitsPerDim(int level) {
    return ModelSpec.bitsPerDim(logLikelihood.mean(level), (int) spec.state(level).elements());
  }

  /** Mean evaluations per image and noise at a level. */
  public double evaluations(int level) {
    return evaluations.mean(level);
  }

  /** Mean evaluations per image and noise, all levels together. */
  public double evaluations() {
    return evaluations.total();
  }
}
