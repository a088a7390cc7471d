package rivulet;

import java.util.Arrays;
import rivulet.data.ImageSet;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.Sampler;
import rivulet.flow.network.Divergence;
import rivulet.measure.Decoding;
import rivulet.measure.Evaluation;
import rivulet.store.StoredModel;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.wavelet.WaveletPyramid;

/** A model loaded for the way from latents to images. */
final class Decoder implements AutoCloseable {
  private final FlowModel model;
  private final ModelSpec spec;
  private final Sampling how;
  private final MultiResolutionFlow flow;
  private final double[] temperatures;

  Decoder(StoredModel stored, Sampling how) {
    this.model = stored.complete();
    this.spec = model.spec();
    this.how = how;
    this.temperatures = how.perLevel(spec.levels());
    if (how.label() != ModelSpec.NO_LABEL) {
      spec.requireLabel(how.label());
    }
    Divergence divergence = how.measured() ? new Divergence.Exact() : new Divergence.None();
    this.flow = new MultiResolutionFlow(model, divergence, false, Tuning.DEFAULT);
  }

  Decoding decoding() {
    return new Decoding(
        flow,
        how.options(),
        new Evaluation.Workers(how.threads(), Decoding.GROUP),
        how.seed(),
        temperatures,
        this::label);
  }

  private int label(int image) {
    return how.label() == ModelSpec.NO_LABEL ? Decoding.turn(spec, image) : how.label();
  }

  Samples finer(Images coarse) {
    int from = level(coarse);
    WaveletPyramid pyramid = spec.pyramid();
    double[] start = coarse.centred(0);
    model.pixelTransform().forward(start, 0, coarse.channels(), coarse.height() * coarse.width());
    double gain = pyramid.coarseGain(from);
    Arrays.setAll(start, i -> start[i] * gain);
    double[] fine = decoding().refine(start, from, spec.levels() - 1);
    model.pixelTransform().inverse(fine, 0, pyramid.channels(), pyramid.height() * pyramid.width());
    return new Samples(
        pyramid.channels(),
        pyramid.height(),
        pyramid.width(),
        new double[][] {fine},
        new double[0]);
  }

  /** The level that completes images of that size. */
  private int level(Images coarse) {
    ImageSet set = coarse.set();
    WaveletPyramid pyramid = spec.pyramid();
    for (int level = 0; level < spec.levels() - 1 && set.count() == 1; level++) {
      int shift = spec.levels() - 1 - level;
      if (set.channels() == pyramid.channels()
          && set.height() == pyramid.height() >> shift
          && set.width() == pyramid.width() >> shift) {
        return level;
      }
    }
    throw new IllegalArgumentException(
        "upscale: found "
            + coarse
            + "; the model of "
            + spec.levels()
            + " levels takes one image of its own "
            + Decoding.shape(spec, 0)
            + " halved one or more times");
  }

  double[] image(Latents latents) {
    double[][] levels = latents.levels();
    if (levels.length != spec.levels()) {
      throw new IllegalArgumentException(
          "decode: the model has " + spec.levels() + " levels, found " + levels.length);
    }
    for (int level = 0; level < levels.length; level++) {
      long size = spec.state(level).elements();
      if (levels[level].length != size) {
        throw new IllegalArgumentException(
            "decode: level " + level + " has " + size + " values, found " + levels[level].length);
      }
    }
    try (Workspace workspace = new Workspace()) {
      Sampler sampler = new Sampler(flow, how.options(), 1, workspace);
      sampler.label(0, label(0));
      sampler.sample(
          1,
          levels.length,
          (_, level, z) -> System.arraycopy(levels[level], 0, z, 0, levels[level].length));
      return sampler.pixels(0).clone();
    }
  }

  @Override
  public void close() {
    flow.close();
  }
}
