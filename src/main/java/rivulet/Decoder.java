package rivulet;

import java.util.OptionalInt;
import rivulet.data.ImageSet;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.flow.MultiResolutionFlow;
import rivulet.flow.network.Divergence;
import rivulet.measure.Decoding;
import rivulet.measure.Evaluation;
import rivulet.measure.FinerImage;
import rivulet.measure.LatentMap;
import rivulet.store.StoredModel;
import rivulet.tensor.Workspace;
import rivulet.tensor.backend.OpenBackend;
import rivulet.wavelet.WaveletPyramid;

/** A model loaded for the way from latents to images. */
final class Decoder implements AutoCloseable {
  private final FlowModel model;
  private final ModelSpec spec;
  private final Sampling how;
  private final OpenBackend opened;
  private final MultiResolutionFlow flow;
  private final int bits;
  private final long[] seeds;
  private final double[] temperatures;

  Decoder(StoredModel stored, Sampling how) {
    this.model = stored.complete();
    this.spec = model.spec();
    this.bits = stored.dequantisation().bits();
    this.how = how;
    require(spec, how);
    this.seeds = how.seedsPerLevel(spec.levels());
    this.temperatures = how.temperaturesPerLevel(spec.levels());
    Divergence divergence = how.measured() ? new Divergence.Exact() : new Divergence.None();
    this.opened = how.backend().offloading().open();
    try {
      this.flow = new MultiResolutionFlow(model, divergence, false, opened.tuning());
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /** Checks that settings fit a model. */
  static void require(ModelSpec spec, Sampling how) {
    how.seedsPerLevel(spec.levels());
    how.temperaturesPerLevel(spec.levels());
    if (how.label() != ModelSpec.NO_LABEL) {
      spec.requireLabel(how.label());
    }
  }

  private Decoding decoding(int group) {
    return new Decoding(
        flow,
        how.solver(),
        new Evaluation.Workers(how.threads(), group),
        seeds,
        temperatures,
        this::label);
  }

  private int label(int image) {
    return how.label() == ModelSpec.NO_LABEL ? Decoding.turn(spec, image) : how.label();
  }

  Samples samples(int count, Progress progress) {
    Decoding decoding = decoding(opened.offloading().group(Decoding.group(spec), count));
    double[][] images = decoding.sample(count, progress::done);
    WaveletPyramid pyramid = spec.pyramid();
    return new Samples(
        pyramid.channels(),
        pyramid.height(),
        pyramid.width(),
        images,
        decoding.coarser(),
        decoding.logLikelihood(),
        decoding.evaluations(),
        Backend.Transfers.of(opened),
        bits);
  }

  /** How many levels can be added to an image of that size; none if it is none of the model's. */
  static OptionalInt above(ModelSpec spec, Images coarse) {
    OptionalInt from = FinerImage.level(spec, coarse.set());
    return from.isEmpty() ? from : OptionalInt.of(spec.levels() - 1 - from.getAsInt());
  }

  /** Checks that so many levels can be added to an image. */
  static void requireFiner(ModelSpec spec, Images coarse, int levels) {
    if (coarse.count() != 1 || levels < 1 || levels > above(spec, coarse).orElse(0)) {
      throw new IllegalArgumentException(
          "upscale: found %s and %d levels to add; the model takes one image of its %s halved 1 to %d times, and adds at most as many"
              .formatted(coarse, levels, Decoding.shape(spec, 0), spec.levels() - 1));
    }
  }

  /** Of the latents that the sample of that number has. */
  Upscaled finer(Images coarse, int levels, int number) {
    spec.requireLabel(how.label());
    ImageSet given = coarse.set();
    int from = FinerImage.level(spec, given).orElseThrow();
    Decoding decoding = decoding(1);
    FinerImage fine = FinerImage.draw(decoding, model, given, from, from + levels, number);
    return new Upscaled(
        fine.unclipped(),
        Images.of(
            fine.pixels(), given.channels(), given.height() << levels, given.width() << levels),
        fine.clipped(),
        Upscaled.Errors.of(fine.plain()),
        Upscaled.Errors.of(fine.transformed()),
        decoding.evaluations(),
        Backend.Transfers.of(opened));
  }

  double[] image(Latents latents) {
    spec.requireLabel(how.label());
    try (Workspace workspace = new Workspace()) {
      return new LatentMap(flow, how.solver(), workspace)
          .decode(latents.levels(), how.label())
          .clone();
    }
  }

  @Override
  public void close() {
    flow.close();
    opened.close();
  }
}
