package baselines;

import java.util.Arrays;
import java.util.Map;
import rivulet.autodiff.Interpreter;
import rivulet.autodiff.Program;
import rivulet.data.ImageSet;
import rivulet.flow.ModelSpec;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.tensor.Workspace;

/** A trained {@link Vae}: its bounds of bits/dim, and samples. */
final class VaeModel {
  private static final int GROUP = 16;

  /** Keys of the noise of codes lie beyond those of pixels, which have level 0. */
  private static final int LEVEL = 1;

  private final Vae vae;
  private final Squeeze squeeze;
  private final PlannedNetwork network;
  private final NoiseStream stream = new NoiseStream();

  VaeModel(Vae vae, Squeeze squeeze, PlannedNetwork network) {
    this.vae = vae;
    this.squeeze = squeeze;
    this.network = network;
  }

  /**
   * Of every image the importance-weighted bound of K draws, and beside it −ELBO, mean over the
   * draws:
   *
   * <pre>
   *   ln P(X) ≥ E ln (1/K) Σ_k w_k ≥ E ln w      ln w = ln P(X | code) + ln N(code) − ln q(code | X)
   * </pre>
   */
  Measured measure(ImageSet images, int draws, long seed, Workspace workspace) {
    int count = (int) images.count();
    double[] weighted = new double[count];
    double[] plain = new double[count];
    GroupWorker worker = new GroupWorker(network, Math.min(GROUP, draws), workspace);
    VaeImage image = new VaeImage(squeeze);
    byte[] pixels = new byte[images.imageBytes()];
    double unit = 1 / (pixels.length * ModelSpec.LN_2);
    double[] logWeights = new double[draws];
    for (int n = 0; n < count; n++) {
      images.read(n, pixels);
      image.take(pixels);
      double loss = draw(worker, image, seed, images.originalIndex(n), logWeights);
      plain[n] = unit * loss;
      weighted[n] = -unit * logMeanExp(logWeights);
    }
    return new Measured(weighted, plain);
  }

  /** Writes ln w of every draw and returns the mean of −ELBO, in nats. */
  private double draw(
      GroupWorker worker, VaeImage image, long seed, long index, double[] logWeights) {
    double[] noise = new double[(int) vae.code().elements()];
    double loss = 0;
    for (int first = 0; first < logWeights.length; first += worker.capacity()) {
      int group = Math.min(worker.capacity(), logWeights.length - first);
      for (int lane = 0; lane < group; lane++) {
        stream.reset(seed, Purpose.EVALUATION, 0, index, LEVEL, 0, first + lane);
        stream.gaussian(noise, 0, noise.length);
        image.load(worker, lane);
        worker.image(Vae.NOISE, lane, noise);
        logWeights[first + lane] = 0.5 * Arrays.stream(noise).map(e -> e * e).sum();
      }
      worker.evaluate(group);
      for (int lane = 0; lane < group; lane++) {
        loss += worker.loss(lane);
        logWeights[first + lane] += logWeight(worker, lane);
      }
    }
    return loss / logWeights.length;
  }

  /** ln w less ½ Σ noise²: what is exact in KL is a draw of it here. */
  private double logWeight(GroupWorker worker, int lane) {
    double exact =
        worker.sum("mean", lane) + worker.sum("deviation", lane) + network.loss().constant();
    return exact - worker.loss(lane) - worker.sum(Vae.CODE, lane);
  }

  private static double logMeanExp(double[] values) {
    double most = Arrays.stream(values).max().orElseThrow();
    double sum = 0;
    for (double value : values) {
      sum += StrictMath.exp(value - most);
    }
    return most + StrictMath.log(sum / values.length);
  }

  /** Images drawn, planar in [0,1]: codes of the prior, then pixels of their distribution. */
  double[][] samples(int count, long seed) {
    Map<String, double[]> weights = network.values();
    Program decoder = vae.decoder();
    double[][] samples = new double[count][];
    for (int n = 0; n < count; n++) {
      double[] code = new double[(int) vae.code().elements()];
      stream.reset(seed, Purpose.LATENT, 0, n, 0, 0, 0);
      stream.gaussian(code, 0, code.length);
      Interpreter interpreter = new Interpreter(1, decoder.values().size());
      decoder
          .inputs()
          .forEach(
              (name, input) -> interpreter.set(input, input.perImage() ? code : weights.get(name)));
      interpreter.run(decoder.values());
      samples[n] =
          pixels(
              interpreter.get(decoder.output(Vae.LOCATION), 0),
              interpreter.get(decoder.output(Vae.INVERSE_SCALE), 0));
    }
    return samples;
  }

  private double[] pixels(double[] location, double[] inverseScale) {
    double[] image = new double[location.length];
    for (int i = 0; i < image.length; i++) {
      double u = Math.max(stream.nextUniform(), 0x1p-54);
      double logistic = (StrictMath.log(u) - StrictMath.log1p(-u)) / inverseScale[i];
      double k = Math.rint(Vae.RANGE * (location[i] + 1) + logistic);
      image[squeeze.source(i)] = (Math.clamp(k, 0, 255) + 0.5) / 256;
    }
    return image;
  }
}
