package rivulet.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.ode.SolverOptions;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;

/** An image's numbers are the same to the last bit in any group and at any place in it. */
final class GroupBitsTest {
  private static final int IMAGES = 8;
  private static final SolverOptions ADAPTIVE = SolverOptions.adaptive("bosh3", 1e-4);
  private static final LossWeights LOSS = new LossWeights(0.1, 0.01, 0.01);
  private static final long TAPE = 1L << 20;

  /** Two blocks and two probes on an odd image, wide enough for every convolution algorithm. */
  private static CnfLevel level(LayerKind layer, Workspace workspace) {
    NetworkSpec spec = SampleLevels.spec(layer, 20, new Shape(3, 5, 7), 2);
    return SampleLevels.level(spec, 2, 2, workspace);
  }

  /** Bits of state, log-det, kinetic energy, Jacobian norm and evaluations of each image. */
  private static long[][] encode(CnfLevel level, int lanes, int... order) {
    long[][] bits = new long[IMAGES][];
    try (Workspace workspace = new Workspace()) {
      FlowGroup group = new FlowGroup(level, ADAPTIVE, lanes, TAPE, workspace);
      for (int start = 0; start < IMAGES; start += lanes) {
        int count = Math.min(lanes, IMAGES - start);
        int[] chosen = Arrays.stream(order).filter(lane -> lane < count).toArray();
        for (int i = 0; i < count; i++) {
          SampleLevels.load(group, level, chosen[i], start + i);
        }
        group.encode(chosen, count);
        for (int i = 0; i < count; i++) {
          bits[start + i] = bits(group, chosen[i], level);
        }
      }
    }
    return bits;
  }

  private static long[] bits(FlowGroup group, int lane, CnfLevel level) {
    int entries = (int) level.spec().state().elements();
    double[] numbers = new double[entries + 5];
    group.state(lane, numbers, 0);
    numbers[entries] = group.logDet(lane);
    numbers[entries + 1] = group.kinetic(lane);
    numbers[entries + 2] = group.jacobian(lane);
    numbers[entries + 3] = group.evaluations(lane);
    numbers[entries + 4] = group.baseLogDensity(lane);
    return Arrays.stream(numbers).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void imageDoesNotDependOnItsGroup(LayerKind layer) {
    try (Workspace workspace = new Workspace()) {
      CnfLevel level = level(layer, workspace);
      long[][] alone = encode(level, 1, 0);
      assertArrayEquals(alone, encode(level, 3, 0, 1, 2), "groups of 3");
      assertArrayEquals(alone, encode(level, 3, 2, 0, 1), "groups of 3, other lanes");
      assertArrayEquals(alone, encode(level, 8, 0, 1, 2, 3, 4, 5, 6, 7), "one group of 8");
      assertArrayEquals(alone, encode(level, 8, 5, 2, 7, 0, 3, 6, 1, 4), "8 in other lanes");
      int last = alone[0].length - 2;
      assertTrue(
          Arrays.stream(alone).mapToLong(image -> image[last]).distinct().count() > 1,
          "images take different steps, or the test says little");
    }
  }

  /** Sums of a group's cotangents; a small tape makes the adjoint evaluate steps again. */
  private static float[] sums(CnfLevel level, long tape, int... images) {
    try (Workspace workspace = new Workspace()) {
      int count = images.length;
      FlowGroup group = new FlowGroup(level, ADAPTIVE, count, tape, workspace);
      int[] lanes = IntStream.range(0, count).toArray();
      for (int lane : lanes) {
        SampleLevels.load(group, level, lane, images[lane]);
      }
      group.encode(lanes, count);
      group.clearSums();
      group.gradient(lanes, count, LOSS);
      MemorySegment sums = group.sums();
      float[] values = new float[level.sumFloats()];
      for (int i = 0; i < values.length; i++) {
        values[i] = sums.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      }
      return values;
    }
  }

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void equalGroupsHaveEqualGradientSums(LayerKind layer) {
    try (Workspace workspace = new Workspace()) {
      CnfLevel level = level(layer, workspace);
      float[] sums = sums(level, TAPE, 0, 1, 2);
      assertArrayEquals(sums, sums(level, TAPE, 0, 1, 2), "again");
      assertArrayEquals(sums, sums(level, 0, 0, 1, 2), "with steps evaluated again");
      assertNotEquals(0, IntStream.range(0, sums.length).filter(i -> sums[i] != 0).count());
      assertTrue(
          !Arrays.equals(sums, sums(level, TAPE, 0, 1, 3)), "another image, another gradient");
    }
  }

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void decodingInvertsEncoding(LayerKind layer) {
    SolverOptions fine = SolverOptions.adaptive("dopri5", 1e-6);
    try (Workspace workspace = new Workspace()) {
      CnfLevel level = level(layer, workspace);
      FlowGroup group = new FlowGroup(level, fine, IMAGES, TAPE, workspace);
      int[] lanes = IntStream.range(0, IMAGES).toArray();
      int entries = (int) level.spec().state().elements();
      double[][] before = new double[IMAGES][entries];
      for (int lane : lanes) {
        SampleLevels.load(group, level, lane, lane);
        group.state(lane, before[lane], 0);
      }
      group.encode(lanes, IMAGES);
      double[] latent = new double[entries];
      group.state(0, latent, 0);
      assertTrue(largestDifference(latent, before[0]) > 0.1, "the flow moves its images");
      group.decode(lanes, IMAGES);
      for (int lane : lanes) {
        double[] after = new double[entries];
        group.state(lane, after, 0);
        assertEquals(0, largestDifference(before[lane], after), 1e-4, "image " + lane);
      }
    }
  }

  private static double largestDifference(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElseThrow();
  }
}
