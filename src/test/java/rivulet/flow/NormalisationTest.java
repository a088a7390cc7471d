package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rivulet.flow.network.BlockWeights;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.Divergence;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.flow.pretransform.Logit;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Activation;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;

/**
 * Densities integrate to one, and probabilities of images to no more (docs/mathematics.md, section
 * 6).
 */
final class NormalisationTest {
  private static final int LANES = 64;

  private Workspace workspace;

  @BeforeEach
  void open() {
    workspace = new Workspace();
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  /** Encodes points in groups and hands on their ln p. */
  private final class Density {
    private final CnfLevel level;
    private final FlowGroup group;
    private final int[] lanes = new int[LANES];

    Density(NetworkSpec spec, double tolerance) {
      level = SampleLevels.level(spec, 1, Divergence.exact(), false, workspace);
      SolverOptions options = SolverOptions.adaptive("dopri5", tolerance);
      group = new FlowGroup(level, options, LANES, 0, workspace);
      for (int i = 0; i < LANES; i++) {
        lanes[i] = i;
      }
    }

    /** A weaker last layer leaves most of the mass of N(0, I) where it is. */
    void weaken(double factor) {
      BlockWeights block = level.blocks().getFirst();
      String last = "layers." + (((NetworkSpec) level.spec()).layers() - 1) + "._layer.";
      for (String name : List.of(last + "weight", last + "bias")) {
        float[] values = block.get(name);
        for (int i = 0; i < values.length; i++) {
          values[i] *= (float) factor;
        }
        block.set(name, values);
      }
      level.update();
    }

    double[] logDensities(double[][] points) {
      double[] result = new double[points.length];
      for (int from = 0; from < points.length; from += LANES) {
        int count = Math.min(LANES, points.length - from);
        for (int i = 0; i < count; i++) {
          group.state(i, points[from + i]);
        }
        group.encode(lanes, count);
        for (int i = 0; i < count; i++) {
          result[from + i] = group.logDet(i) + group.baseLogDensity(i);
        }
      }
      return result;
    }
  }

  /** A random two-dimensional flow on a grid of spacing 0.1: the trapezium rule is exact here. */
  @Test
  void densityOfThePlaneIntegratesToOne() {
    NetworkSpec spec =
        new NetworkSpec(
            LayerKind.CONCAT, Activation.TANH, List.of(16, 16), new Shape(2, 1, 1), 0, 1);
    Density density = new Density(spec, 1e-5);
    int side = 161;
    double[][] points = new double[side * side][];
    for (int i = 0; i < points.length; i++) {
      points[i] = new double[] {(i / side - 80) * 0.1, (i % side - 80) * 0.1};
    }
    double mass = 0;
    for (double logDensity : density.logDensities(points)) {
      mass += 0.01 * StrictMath.exp(logDensity);
    }
    assertEquals(1, mass, 1e-4);
  }

  /**
   * The 16 images of 2×2 pixels with one bit each. A flow behind a logit with α = 0.05 puts a
   * little mass outside [0,1]: exact probabilities, integrated over each bin with four Gauss points
   * per axis, sum to less than one; so do, and are smaller for each image, the averaged bounds.
   */
  @Test
  void sixteenImagesHaveLessThanOneInAll() {
    NetworkSpec spec = SampleLevels.spec(LayerKind.CONCAT, 3, new Shape(1, 2, 2), 0);
    Density density = new Density(spec, 1e-5);
    density.weaken(0.2);
    Logit logit = new Logit(0.05);
    double exact = 0;
    double bounds = 0;
    for (int image = 0; image < 16; image++) {
      double[][] points = new double[256][4];
      double[] weights = new double[256];
      double[] logDets = new double[256];
      for (int i = 0; i < 256; i++) {
        weights[i] = place(points[i], image, i);
        logDets[i] = logit.forward(points[i], 1, 4);
      }
      double[] logDensities = density.logDensities(points);
      double probability = 0;
      double bound = 0;
      for (int i = 0; i < 256; i++) {
        double logProbability = logDensities[i] + logDets[i] - 4 * StrictMath.log(2);
        probability += weights[i] * StrictMath.exp(logProbability);
        bound += weights[i] * logProbability;
      }
      assertTrue(StrictMath.exp(bound) < probability, "image " + image);
      exact += probability;
      bounds += StrictMath.exp(bound);
    }
    assertTrue(exact > 0.8 && exact <= 1 + 1e-4, "probabilities sum to " + exact);
    assertTrue(bounds < exact, bounds + " of bounds against " + exact);
  }

  /** Nodes and weights of four Gauss–Legendre points on [0,1]. */
  private static final double[] NODES = {
    0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970263
  };

  private static final double[] WEIGHTS = {
    0.17392742256872692, 0.32607257743127307, 0.32607257743127307, 0.17392742256872692
  };

  /** Sets point number i of an image's bins, (X + u)/2, and returns its weight. */
  private static double place(double[] point, int image, int i) {
    double weight = 1;
    for (int d = 0; d < 4; d++) {
      int node = (i >> (2 * d)) & 3;
      point[d] = (((image >> d) & 1) + NODES[node]) / 2;
      weight *= WEIGHTS[node];
    }
    return weight;
  }
}
