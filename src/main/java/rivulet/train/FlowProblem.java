package rivulet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import rivulet.data.ImageSet;
import rivulet.data.Part;
import rivulet.flow.FlowModel;
import rivulet.flow.LevelParameters;
import rivulet.flow.MultiResolutionFlow;
import rivulet.measure.ImageFit;
import rivulet.noise.Dequantisation;
import rivulet.parallel.Crews;
import rivulet.store.StoredModel;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.descent.Descent;
import rivulet.train.descent.LevelWeights;

/** The chosen levels of a flow, by one objective, on batches of images. */
public final class FlowProblem implements Problem.OfModel {
  private final TrainConfig config;
  private final FlowModel model;
  private final SortedMap<Integer, MultiResolutionFlow> flows = new TreeMap<>();
  private final Workspace workspace = new Workspace();
  private final List<Part> parts = new ArrayList<>();
  private final BatchImages images;
  private final Crews crews;

  /**
   * @param model start values
   * @param chosen levels to train
   * @param objective what is descended
   * @param data training images
   * @param dequantisation their noise
   * @param threads workers; where groups are fewer, the rest of them share the larger kernel calls
   * @param tapeBytes native memory per worker for residuals
   * @param tuning of the kernels; its backend, if any, is closed by the caller, after this
   */
  public FlowProblem(
      FlowModel model,
      SortedSet<Integer> chosen,
      TrainConfig config,
      Objective objective,
      ImageSet data,
      Dequantisation dequantisation,
      int threads,
      long tapeBytes,
      Tuning tuning) {
    FlowRun.requireBatch(config, data);
    ImageFit.require("train", model.spec(), data);
    this.config = config;
    this.images =
        new BatchImages(
            model, config, data, dequantisation, objective instanceof Likelihood, threads);
    this.model = model;
    this.crews = new Crews(threads, chosen.stream().mapToInt(this::groups).sum());
    long share = tapeBytes / chosen.size();
    for (int number : chosen.reversed()) {
      var flow = MultiResolutionFlow.ofLevel(seen(number), number, objective.probes(), tuning);
      flows.put(number, flow);
      Loss loss =
          switch (objective) {
            case Matching _ ->
                new Matching.LevelLoss(flow, number, config, images, crews, workspace);
            case Likelihood _ ->
                new Likelihood.LevelLoss(flow, number, config, images, crews, share, workspace);
          };
      LevelWeights weights = new LevelWeights(flow.level(number), workspace);
      parts.add(new Part(number, group(number), loss, new Descent(config, weights, workspace)));
    }
  }

  /** The model by whose levels a level is trained: where it is cropped, those of a window. */
  private FlowModel seen(int number) {
    int crop = config.augmentation().crop();
    return crop > 0 ? model.window(number, crop) : model;
  }

  private int group(int number) {
    return config.groupOf(seen(number).spec().state(number).pixels());
  }

  private int groups(int number) {
    return Math.ceilDiv(config.batch(), group(number));
  }

  @Override
  public List<Part> parts() {
    return parts;
  }

  @Override
  public void choose(long step) {
    images.prepare(step);
  }

  @Override
  public int loads() {
    return config.batch();
  }

  @Override
  public void load(int worker, int j) {
    images.load(worker, j);
  }

  @Override
  public long nativeBytes() {
    return workspace.allocatedBytes()
        + flows.values().stream().mapToLong(MultiResolutionFlow::allocatedBytes).sum();
  }

  @Override
  public FlowModel finish() {
    parts.forEach(part -> part.descent().useAverages());
    List<LevelParameters> numbers = new ArrayList<>(model.levels());
    flows.forEach((level, flow) -> numbers.set(level, flow.parameters(level)));
    return new FlowModel(model.spec(), model.pixelTransform(), numbers);
  }

  /** The trained levels alone. */
  @Override
  public StoredModel result(StoredModel start) {
    SortedMap<Integer, LevelParameters> numbers = new TreeMap<>();
    for (Part part : parts) {
      LevelParameters level = flows.get(part.number()).parameters(part.number());
      numbers.put(part.number(), LevelWeights.with(level, part.descent().averaged()));
    }
    return new StoredModel(
        model.spec(), start.pixelTransform(), numbers, start.provenance(), start.dequantisation());
  }

  @Override
  public void close() {
    parts.forEach(part -> part.descent().close());
    crews.close();
    workspace.close();
    flows.values().forEach(MultiResolutionFlow::close);
  }
}
