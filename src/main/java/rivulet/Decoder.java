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

  Upscaled finer(Images coarse) {
    ImageSet given = coarse.set();
    OptionalInt from = given.count() == 1 ? FinerImage.level(spec, given) : OptionalInt.empty();
    if (from.isEmpty()) {
      throw new IllegalArgumentException(
          "upscale: found "
              + coarse
              + "; the model of "
              + spec.levels()
              + " levels takes one image of its own "
              + Decoding.shape(spec, 0)
              + " halved one or more times");
    }
    FinerImage fine = FinerImage.draw(decoding(), model, given, from.getAsInt(), spec.levels() - 1);
    WaveletPyramid pyramid = spec.pyramid();
    return new Upscaled(
        fine.unclipped(),
        Images.of(fine.pixels(), pyramid.channels(), pyramid.height(), pyramid.width()));
  }

  double[] image(Latents latents) {
    try (Workspace workspace = new Workspace()) {
      return new LatentMap(flow, how.options(), workspace)
          .decode(latents.levels(), label(0))
          .clone();
    }
  }

  @Override
  public void close() {
    flow.close();
  }
}
