package rivulet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.store.StoreException;
import rivulet.tensor.Activation;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/** A field that nobody here thought of is trained, measured, drawn from and kept. */
final class OwnDynamicsTest {
  private static final PointData MOONS = PointData.density("moons");
  private static final TrainingListener GO_ON = (_, _) -> true;

  /** f = V tanh(W z + b + t c). */
  private record Own(int width, Activation activation) implements TracedField {
    @Override
    public Shape state() {
      return Shape.vector(2);
    }

    @Override
    public SequencedMap<String, Extent> parameters() {
      return new TreeMap<>(
          Map.of(
              "W",
              new KernelShape(width, 2, 1),
              "V",
              new KernelShape(2, width, 1),
              "b",
              Shape.vector(width),
              "c",
              Shape.vector(width)));
    }

    @Override
    public double initialBound(String parameter) {
      return parameter.equals("V") ? 0 : 1;
    }

    @Override
    public Value trace(Tracer trace, Inputs x) {
      Value moved = trace.add(x.parameter("b"), trace.multiply(x.parameter("c"), x.time()));
      Value inner = trace.add(trace.convolve(x.state(), x.parameter("W")), moved);
      return trace.convolve(trace.activate(activation, inner), x.parameter("V"));
    }
  }

  /** f = b − z, whose divergence no number moves; b may be declared and not used, or neither. */
  private record Drift(boolean declared, boolean used) implements TracedField {
    @Override
    public Shape state() {
      return Shape.vector(2);
    }

    @Override
    public SequencedMap<String, Extent> parameters() {
      return new TreeMap<>(declared ? Map.of("b", Shape.vector(2)) : Map.of());
    }

    @Override
    public Value trace(Tracer trace, Inputs x) {
      Value inward = trace.scale(x.state(), -1);
      return used ? trace.add(inward, x.parameter("b")) : inward;
    }
  }

  private static final Own OWN = new Own(64, Activation.TANH);

  @TempDir Path folder;

  private static double nll(PointFlow flow) {
    double[] found = flow.logLikelihood(MOONS.heldOut(300, 1));
    return -Arrays.stream(found).average().orElseThrow();
  }

  @Test
  void matchingAndLikelihoodBothLearn() {
    PointTraining training = PointTraining.of(MOONS).field(OWN).threads(2);
    double start = nll(training.updates(1).learningRate(1e-9).run((_, _) -> true));
    double matched = nll(training.updates(1000).learningRate(1e-2).run((_, _) -> true));
    double likely = nll(training.objective("likelihood").updates(40).run((_, _) -> true));
    assertTrue(matched < start - 0.02, matched + " after matching, " + start + " before");
    assertTrue(likely < start - 0.02, likely + " after likelihood, " + start + " before");
  }

  @Test
  void filesKnowTheirField() {
    PointFlow flow = PointTraining.of(MOONS).field(OWN).updates(20).threads(1).run((_, _) -> true);
    Path file = folder.resolve("own.safetensors");
    flow.save(file);
    double[][] points = MOONS.heldOut(5, 2);
    PointFlow again = PointFlow.open(file, new Own(64, Activation.TANH));
    assertArrayEquals(flow.logLikelihood(points), again.logLikelihood(points));
    assertArrayEquals(
        flow.sample(3, Sampling.usual())[2], again.sample(3, Sampling.usual().withThreads(1))[2]);
    assertThrows(StoreException.class, () -> PointFlow.open(file, new Own(64, Activation.ELU)));
    assertThrows(StoreException.class, () -> PointFlow.open(file, new Own(8, Activation.TANH)));
    assertThrows(StoreException.class, () -> PointFlow.open(file));
  }

  @Test
  void numbersDoNotDependOnThreads() {
    PointTraining training = PointTraining.of(MOONS).field(OWN).updates(20);
    assertEquals(
        nll(training.threads(1).run((_, _) -> true)), nll(training.threads(3).run((_, _) -> true)));
  }

  @Test
  void aFieldWhoseDivergenceIsConstantIsTrainedAndReversed() {
    Drift drift = new Drift(true, true);
    try (CompiledField field = new CompiledField(drift, Map.of("b", new float[] {1, 2}))) {
      assertArrayEquals(new double[] {-2, 6}, field.value(0, new double[] {3, -4}));
      CompiledField.Reverse back = field.reverse(0, new double[] {3, -4}, new double[] {5, 7});
      assertArrayEquals(new double[] {-5, -7}, back.state());
      assertArrayEquals(new float[] {5, 7}, back.parameters().get("b"));
    }
    PointTraining training = PointTraining.of(MOONS).field(drift).objective("likelihood");
    double start = nll(training.updates(1).learningRate(1e-9).run((_, _) -> true));
    double likely = nll(training.updates(40).learningRate(1e-2).run((_, _) -> true));
    assertTrue(likely <= start, likely + " after likelihood, " + start + " before");
  }

  @Test
  void aFieldThatNoTrainingCanChangeIsTold() {
    for (Drift fixed : List.of(new Drift(false, false), new Drift(true, false))) {
      PointTraining training = PointTraining.of(MOONS).field(fixed).updates(1);
      String expected =
          "train: the field has nothing to train, f depends on none of its parameters "
              + fixed.parameters().keySet()
              + "; declare some in `parameters` and use them in `trace`";
      for (Executable asked : List.<Executable>of(training::checked, () -> training.run(GO_ON))) {
        assertEquals(expected, assertThrows(IllegalArgumentException.class, asked).getMessage());
      }
      assertEquals(3, training.untrained().sample(3, Sampling.usual()).length);
    }
  }

  /** Says nothing where something is asked. */
  private record Silent(boolean named) implements TracedField {
    @Override
    public Shape state() {
      return Shape.vector(2);
    }

    @Override
    public SequencedMap<String, Extent> parameters() {
      return named ? new TreeMap<>() : null;
    }

    @Override
    public Value trace(Tracer trace, Inputs x) {
      return null;
    }
  }

  @Test
  void aFieldThatGivesNullIsTold() {
    PointTraining training = PointTraining.of(MOONS);
    assertEquals(
        "vector field: trace gave no value",
        assertThrows(NullPointerException.class, training.field(new Silent(true))::checked)
            .getMessage());
    assertEquals(
        "vector field: parameters gave no map",
        assertThrows(NullPointerException.class, training.field(new Silent(false))::checked)
            .getMessage());
  }

  @Test
  void aFieldOfAnotherShapeIsTold() {
    double[][] three = new double[20][3];
    for (int n = 0; n < 20; n++) {
      three[n] = new double[] {n, n * n, 1.0 / (n + 1)};
    }
    PointTraining training = PointTraining.of(PointData.of(three)).field(OWN).updates(1);
    assertThrows(IllegalArgumentException.class, () -> training.run((_, _) -> true));
    assertThrows(IllegalArgumentException.class, () -> PointData.of(new double[][] {{1}, {1, 2}}));
  }
}
