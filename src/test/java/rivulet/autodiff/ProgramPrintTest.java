package rivulet.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import rivulet.autodiff.plan.Plan;
import rivulet.autodiff.plan.PlannedProgram;
import rivulet.flow.network.AugmentedDynamics;
import rivulet.flow.network.LayerKind;
import rivulet.flow.network.NetworkSpec;
import rivulet.tensor.Activation;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Tuning;

/** What a reader of a program sees. */
final class ProgramPrintTest {

  /** tanh(conv(z, w[:, 1:3]) + b) with its energy. */
  static Program small() {
    Tracer tracer = new Tracer();
    Value z = tracer.image("z", new Shape(2, 4, 5), Binding.EVALUATION);
    Value w = tracer.parameter("w", new KernelShape(2, 3, 3));
    Value b = tracer.parameter("b", Shape.vector(2));
    Value h = tracer.convolve(z, tracer.selectInputs(w, 1, 3));
    Value f = tracer.activate(Activation.TANH, tracer.add(h, b));
    tracer.output("f", f);
    tracer.output("energy", tracer.dot(f, f, 0.5));
    return tracer.program();
  }

  @Test
  void showsShapesBindingTimesMathematicsAndOperations() {
    assertEquals(
        """
        %0     2x4x5          evaluation input z
        %1     2x3x3x3 shared update     input w
        %2     2x1x1 shared   update     input b
        %3     2x2x3x3 shared update     %1[:, 1:3]
        %4     2x4x5          evaluation conv(%0, %3)   # 1440 FLOP
        %5     2x4x5          evaluation %4 + %2   # 40 FLOP
        %6     2x4x5          evaluation tanh(%5)   # 800 FLOP
        %7     1x1x1          evaluation 0.5 · ⟨%6, %6⟩   # 80 FLOP
        f := %6
        energy := %7
        total per evaluation and image: 2360 FLOP
        """,
        small().toString());
  }

  @Test
  void tangentsPrintTheirDerivatives() {
    Program program = InterpreterGradientTest.withoutSums(small());
    String text = Jvp.transform(program, "z", 1).toString();
    assertTrue(text.contains("solve      input z'0"), text);
    assertTrue(text.contains("tanh′(%5)"), text);
    assertTrue(text.contains("f'0 := "), text);
  }

  /**
   * The network of the paper at 16×16, 9+3 → 9 channels: both convolutions of each weight that
   * moves with the state make 2 · 2 · 84,096 · 256 = 86.1 MFLOP, elementwise work 3 % more.
   */
  @Test
  void evaluationOfThePapersNetworkTakesEightySixMegaflops() {
    NetworkSpec spec =
        new NetworkSpec(
            LayerKind.CONCAT, Activation.SOFTPLUS, List.of(64, 64, 64), new Shape(9, 16, 16), 3, 3);
    Program program = AugmentedDynamics.program(spec, 1);
    long convolutions =
        program.values().stream()
            .filter(value -> value.binding() == Binding.EVALUATION)
            .filter(value -> value.op() instanceof Op.Convolve)
            .mapToLong(ProgramPrinter::flops)
            .sum();
    assertEquals(2L * 84_096 * 256 * 2, convolutions + firstTangent());
    assertEquals(86.1e6, (double) (program.flops() + firstTangent()), 0.04 * 86.1e6);
  }

  /** The first layer of the tangent is conv(ε), once per solve. */
  private static long firstTangent() {
    return 2L * 9 * 64 * 9 * 256;
  }

  @Test
  void planListsTheKernelsOfAPhase() {
    Program program = small();
    Plan plan = Plan.of(program, PlannedProgram.roles(program), Tuning.DEFAULT);
    assertEquals(
        """
        1 convolutions, narrow
        4 rows of 10: add, value
        inner product
        """,
        plan.describe(Plan.Phase.EVALUATE));
    assertEquals(
        """
        select 2x2x3x3
        pack, narrow
        expand to a row
        """,
        plan.describe(Plan.Phase.UPDATE));
  }
}
