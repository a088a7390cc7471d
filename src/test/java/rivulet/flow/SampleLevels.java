package rivulet.flow;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.plan.Plan;
import rivulet.flow.network.BlockWeights;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;

/** Levels with fixed random weights, and images for them. */
public final class SampleLevels {
  private SampleLevels() {}

  public static NetworkSpec spec(LayerKind layer, int width, Shape state, int condition) {
    return new NetworkSpec(layer, Activation.SOFTPLUS, List.of(width, width), state, condition, 3);
  }

  /** A trainable level whose weights depend on the seed alone. */
  public static CnfLevel level(TracedField spec, int blocks, int probes, Workspace workspace) {
    return level(spec, blocks, new Divergence.Hutchinson(probes), true, workspace);
  }

  /** The same weights with another divergence. */
  public static CnfLevel level(
      TracedField spec, int blocks, Divergence divergence, boolean trainable, Workspace workspace) {
    CnfLevel level = new CnfLevel(spec, blocks, divergence, trainable, Tuning.DEFAULT, workspace);
    SplittableRandom random = new SplittableRandom(5);
    for (BlockWeights block : level.blocks()) {
      for (Map.Entry<String, Plan.Parameter> entry : block.places().entrySet()) {
        block.set(entry.getKey(), weights(random, entry.getValue().floats()));
      }
    }
    level.update();
    return level;
  }

  private static float[] weights(SplittableRandom random, int count) {
    float[] weights = new float[count];
    double scale = 2 / Math.sqrt(Math.max(9, count / 8.0));
    for (int i = 0; i < count; i++) {
      weights[i] = (float) (scale * random.nextDouble(-1, 1));
    }
    return weights;
  }

  /** Entries in [−size, size), exact in float32. */
  public static double[] image(int count, long seed, double size) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] planar = new double[count];
    for (int i = 0; i < count; i++) {
      planar[i] = (float) (size * random.nextDouble(-1, 1));
    }
    return planar;
  }

  /** A Rademacher probe. */
  static double[] probe(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] planar = new double[count];
    for (int i = 0; i < count; i++) {
      planar[i] = random.nextBoolean() ? 1 : -1;
    }
    return planar;
  }

  /** Puts image number {@code image} with its condition and probes into a lane. */
  public static void load(FlowGroup group, CnfLevel level, int lane, int image) {
    TracedField spec = level.spec();
    int entries = (int) spec.state().elements();
    double[] sizes = {0.5, 2, 8}; // so that adaptive solves take different steps
    group.state(lane, image(entries, image, sizes[image % sizes.length]));
    if (spec.condition() > 0) {
      group.condition(lane, condition(spec, image));
    }
    for (int k = 0; k < level.blocks().size(); k++) {
      double[] probes = group.probes(k, lane);
      System.arraycopy(probe(probes.length, 100L * image + k), 0, probes, 0, probes.length);
    }
  }

  public static double[] condition(TracedField spec, int image) {
    return image(spec.condition() * spec.state().pixels(), 1000 + image, 1);
  }
}
