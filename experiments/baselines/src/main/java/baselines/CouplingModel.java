package baselines;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rivulet.data.ImageLabels;
import rivulet.data.ImageSet;
import rivulet.flow.FlowModel;
import rivulet.flow.ModelSpec;
import rivulet.noise.Dequantiser;
import rivulet.random.NoiseStream;
import rivulet.random.Purpose;
import rivulet.store.StoredModel;
import rivulet.tensor.Workspace;

/** Trained couplings of all levels: bits/dim on the scale of {@code eval}, and samples. */
final class CouplingModel {
  private static final int GROUP = 16;

  private final StoredModel like;
  private final FlowModel model;
  private final List<Coupling> levels;
  private final List<PlannedNetwork> networks;

  /**
   * @param like a model of ours, whose noise and transforms are used
   */
  CouplingModel(StoredModel like, List<Coupling> levels, List<PlannedNetwork> networks) {
    this.like = like;
    this.model = like.complete();
    this.levels = levels;
    this.networks = networks;
  }

  /**
   * Couplings for the levels of a model.
   *
   * @param steps of all levels, or of each from the coarsest
   */
  static List<Coupling> levels(
      ModelSpec spec, Coupling.Kind kind, List<Integer> steps, int width, int layers) {
    if (steps.size() != 1 && steps.size() != spec.levels()) {
      throw new IllegalArgumentException(
          "coupling: steps of one level or of all %d are needed, found %s"
              .formatted(spec.levels(), steps));
    }
    List<Coupling> levels = new ArrayList<>();
    for (int level = 0; level < spec.levels(); level++) {
      int seen = level == 0 ? 0 : spec.pyramid().channels();
      var halves = kind.halves(spec.state(level), steps.get(steps.size() == 1 ? 0 : level));
      levels.add(new Coupling(spec.state(level), seen, halves, width, layers));
    }
    return levels;
  }

  /** Their programs, with fresh weights. */
  static List<LossProgram> programs(List<Coupling> levels, long seed) {
    List<LossProgram> programs = new ArrayList<>();
    for (int level = 0; level < levels.size(); level++) {
      programs.add(levels.get(level).program(seed, level));
    }
    return programs;
  }

  /** One draw of noise for each image, the one that {@code eval} makes of this seed. */
  Measured measure(ImageSet images, long seed, Workspace workspace) {
    int count = (int) images.count();
    double[] bits = new double[count];
    double[] noFlow = new double[count];
    ImageLevels[] lanes = new ImageLevels[Math.min(GROUP, count)];
    Arrays.setAll(lanes, _ -> new ImageLevels(model));
    List<GroupWorker> workers = new ArrayList<>();
    networks.forEach(network -> workers.add(new GroupWorker(network, lanes.length, workspace)));
    Dequantiser reader =
        new Dequantiser(
            images, seed, like.evaluationNoise(), like.dequantisation(), ImageLabels.none());
    double[] image = new double[images.imageBytes()];
    for (int first = 0; first < count; first += lanes.length) {
      int group = Math.min(lanes.length, count - first);
      for (int lane = 0; lane < group; lane++) {
        reader.read(first + lane, 0, image);
        lanes[lane].take(image);
        noFlow[first + lane] = lanes[lane].noFlow() - reader.logDensity();
        bits[first + lane] = lanes[lane].logDet() - reader.logDensity();
      }
      for (int level = 0; level < workers.size(); level++) {
        add(workers.get(level), level, lanes, group, first, bits);
      }
    }
    Arrays.setAll(bits, n -> like.spec().bitsPerDim(bits[n]));
    Arrays.setAll(noFlow, n -> like.spec().bitsPerDim(noFlow[n]));
    return new Measured(bits, noFlow);
  }

  private static void add(
      GroupWorker worker, int level, ImageLevels[] lanes, int group, int first, double[] sums) {
    for (int lane = 0; lane < group; lane++) {
      CouplingImages.load(lanes[lane], level, worker, lane);
    }
    worker.evaluate(group);
    for (int lane = 0; lane < group; lane++) {
      sums[first + lane] -= worker.loss(lane);
    }
  }

  /** Images drawn, planar in [0,1] or a little beyond. */
  double[][] samples(int count, long seed) {
    List<CouplingInverse> inverses = new ArrayList<>();
    for (int level = 0; level < levels.size(); level++) {
      inverses.add(new CouplingInverse(levels.get(level), networks.get(level).values()));
    }
    ImageLevels way = new ImageLevels(model);
    NoiseStream noise = new NoiseStream();
    double[][] samples = new double[count][];
    for (int n = 0; n < count; n++) {
      int number = n;
      samples[n] =
          way.image((level, condition) -> {
            double[] latent = new double[(int) levels.get(level).state().elements()];
            noise.reset(seed, Purpose.LATENT, 0, number, level, 0, 0);
            noise.gaussian(latent, 0, latent.length);
            return inverses.get(level).data(latent, condition);
          });
    }
    return samples;
  }
}
