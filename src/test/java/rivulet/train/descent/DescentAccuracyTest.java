package rivulet.train.descent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rivulet.autodiff.plan.Plan;
import rivulet.flow.network.BlockWeights;
import rivulet.flow.network.CnfLevel;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.flow.network.ProbeKind;
import rivulet.tensor.Activation;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.Workspace;
import rivulet.tensor.kernel.Tuning;
import rivulet.train.Likelihood;
import rivulet.train.Matching;
import rivulet.train.TrainConfig;

/**
 * Norm, clipping, skipping and averaging over all parameters of a level of two blocks, whose
 * gradients are given by hand.
 */
class DescentAccuracyTest {
  private static final String BIAS = "layers.0._layer.bias";
  private static final String KERNEL = "layers.0._layer.weight";

  private final List<Descent> descents = new ArrayList<>();
  private Workspace workspace;
  private CnfLevel level;

  @BeforeEach
  void open() {
    workspace = new Workspace();
    NetworkSpec network =
        new NetworkSpec(LayerKind.CONCAT, Activation.SOFTPLUS, List.of(), new Shape(1, 2, 2), 0, 1);
    level = new CnfLevel(network, 2, 1, true, Tuning.DEFAULT, workspace);
    for (BlockWeights block : level.blocks()) {
      block.set(BIAS, new float[] {1});
      block.set(KERNEL, new float[] {1, 1});
    }
  }

  @AfterEach
  void close() {
    descents.forEach(Descent::close);
    workspace.close();
  }

  private static TrainConfig config(double clip, double skip, double averaging) {
    return new TrainConfig(
        1,
        4,
        2,
        new Schedule(0.125, 4, 0),
        clip,
        skip,
        averaging,
        new Likelihood("bosh3", 1e-3, 0, 0, 1, ProbeKind.RADEMACHER),
        Matching.NONE);
  }

  /** Sets one entry of the gradient; others stay. */
  private void gradient(int block, String name, int index, double value) {
    set(level.blocks().get(block), name, index, value);
  }

  private static void set(BlockWeights weights, String name, int index, double value) {
    Plan.Parameter place = weights.places().get(name);
    weights
        .gradients()
        .set(ValueLayout.JAVA_FLOAT_UNALIGNED, place.offset() + 4L * index, (float) value);
  }

  private Descent descent(TrainConfig config, CnfLevel trained) {
    Descent descent = new Descent(config, new LevelWeights(trained, workspace), workspace);
    descents.add(descent);
    return descent;
  }

  /** With the gradients that lie in memory. */
  private static boolean apply(Descent descent, long step) {
    boolean applies = descent.begin(step, ((LevelWeights) descent.parameters()).squares());
    if (applies) {
      descent.moveAll();
    }
    return applies;
  }

  private float bias(int block) {
    return level.blocks().get(block).get(BIAS)[0];
  }

  /** 3, 4 and 12 in two blocks and two parameters: the norm is 13. */
  private void thirteen() {
    gradient(0, BIAS, 0, 3);
    gradient(0, KERNEL, 1, -4);
    gradient(1, KERNEL, 0, 12);
  }

  @ParameterizedTest
  @CsvSource({"Infinity, 1", "100, 1", "13, 1", "6.5, 0.5", "1.3, 0.1"})
  void gradientsAreScaledDownToTheClip(double clip, double scale) {
    Descent descent = descent(config(clip, Double.POSITIVE_INFINITY, 0), level);
    thirteen();
    assertTrue(apply(descent, 0));
    assertEquals(13, descent.norm(), 1e-14); // before clipping
    assertEquals(0.1 * 3 * scale, descent.rules().get("0." + BIAS).state().get("first")[0], 1e-15);
    assertEquals(
        -0.1 * 4 * scale, descent.rules().get("0." + KERNEL).state().get("first")[1], 1e-15);
    assertEquals(
        0.1 * 12 * scale, descent.rules().get("1." + KERNEL).state().get("first")[0], 1e-15);
    double square = 0.001 * 144 * scale * scale;
    assertEquals(square, descent.rules().get("1." + KERNEL).state().get("second")[0], 1e-15);
    assertEquals(0, descent.rules().get("1." + BIAS).state().get("first")[0]);
  }

  /** The first update moves by the whole rate, here a quarter of it in warm-up; then by half. */
  @Test
  void ratesAreThoseOfTheUpdate() {
    Descent descent = descent(config(1, 100, 0), level);
    thirteen();
    apply(descent, 0);
    assertEquals(1 - 0.125 / 4, bias(0), 1e-6);
    assertEquals(1, bias(1));
    apply(descent, 1);
    assertEquals(1 - 0.125 * 3 / 4, bias(0), 1e-6);
    apply(descent, 1000);
    assertEquals(1 - 0.125 * 7 / 4, bias(0), 1e-6);
    assertEquals(3, descent.updates());
  }

  @ParameterizedTest
  @ValueSource(doubles = {5, 5.0001, Double.NaN, Double.POSITIVE_INFINITY, 1e300})
  void gradientsFromTheLimitOnAreSkipped(double size) {
    Descent descent = descent(config(1, 5, 0.9), level);
    gradient(0, BIAS, 0, 1);
    assertTrue(apply(descent, 0));
    float after = bias(0);
    double first = descent.rules().get("0." + BIAS).state().get("first")[0];
    gradient(0, BIAS, 0, size);
    assertFalse(apply(descent, 1));
    assertEquals(after, bias(0));
    assertEquals(first, descent.rules().get("0." + BIAS).state().get("first")[0]);
    assertEquals(after, descent.averages().get("0." + BIAS).values()[0]);
    assertEquals(1, descent.updates());
    gradient(0, BIAS, 0, 4.9999);
    assertTrue(apply(descent, 2));
    assertEquals(2, descent.updates());
  }

  /** A skipped update is none: bias corrections and warm-up of the average count applied ones. */
  @Test
  void skippedUpdatesLeaveNoTrace() {
    Descent descent = descent(config(1, 5, 0.9), level);
    gradient(0, BIAS, 0, 50);
    assertFalse(apply(descent, 0));
    assertEquals(1, bias(0));
    descent.useAverages();
    assertEquals(1, bias(0), "no average yet");
    gradient(0, BIAS, 0, 1);
    assertTrue(apply(descent, 3));
    assertEquals(1 - 0.125, bias(0), 1e-6);
    double average = descent.averages().get("0." + BIAS).values()[0];
    assertEquals(bias(0), average, 0.0, "the average starts at the first weights");
  }

  /** Weights 0.875, 0.75, 0.625 average to 2/11 and then 1/4 of what was. */
  @Test
  void averagesBecomeTheWeights() {
    Descent descent = descent(config(1, 5, 0.9), level);
    gradient(0, BIAS, 0, 1);
    for (int update = 0; update < 3; update++) {
      apply(descent, 100 + update);
    }
    assertEquals(0.625, bias(0), 1e-6);
    double second = 0.875 * 2 / 11 + 0.75 * 9 / 11;
    descent.useAverages();
    assertEquals(0.25 * second + 0.75 * 0.625, bias(0), 1e-6);
    assertEquals(1, bias(1));
  }

  @Test
  void withoutAveragingTheLastWeightsStay() {
    Descent descent = descent(config(1, 5, 0), level);
    gradient(0, BIAS, 0, 1);
    apply(descent, 100);
    assertTrue(descent.averages().isEmpty());
    descent.useAverages();
    assertEquals(0.875, bias(0), 1e-6);
    assertArrayEquals(
        new String[] {"0." + BIAS, "0." + KERNEL, "1." + BIAS, "1." + KERNEL},
        descent.rules().keySet().toArray());
  }

  /** Of layers 0 and 1; the first update of a kernel of one column is its column, made short. */
  @Test
  void kernelsOfHiddenLayersGoByMuon() {
    NetworkSpec network =
        new NetworkSpec(
            LayerKind.CONCATSQUASH, Activation.TANH, List.of(4, 3), Shape.vector(1), 0, 1);
    CnfLevel deep = new CnfLevel(network, 1, 1, true, Tuning.DEFAULT, workspace);
    assertEquals(
        Map.of(
            KERNEL, new KernelShape(4, 1, 1), KERNEL.replace('0', '1'), new KernelShape(3, 4, 1)),
        network.hiddenKernels());
    Descent descent = descent(config(100, 500, 0).with(OptimiserKind.MUON), deep);
    descent
        .rules()
        .forEach((name, rule) ->
            assertEquals(
                name.endsWith("0._layer.weight") || name.endsWith("1._layer.weight"),
                rule.kind() == OptimiserKind.MUON,
                name));
    BlockWeights block = deep.blocks().getFirst();
    for (int i = 0; i < 4; i++) {
      set(block, KERNEL, i, i % 2 == 0 ? 8 : -8);
    }
    set(block, BIAS, 0, 8);
    float[] before = block.get(KERNEL);
    float biasBefore = block.get(BIAS)[0];
    assertTrue(apply(descent, 100));
    double one = 1;
    for (int step = 0; step < 5; step++) {
      one *= 3.4445 - 4.7750 * one * one + 2.0315 * StrictMath.pow(one, 4);
    }
    double rate = Muon.RATIO * 0.125 * Math.sqrt(4); // four rows, one column
    for (int i = 0; i < 4; i++) {
      double sign = i % 2 == 0 ? 1 : -1;
      assertEquals(before[i] - rate * sign * one / 2, block.get(KERNEL)[i], 2e-6);
    }
    assertEquals(biasBefore - 0.125, block.get(BIAS)[0], 1e-6);
  }
}
