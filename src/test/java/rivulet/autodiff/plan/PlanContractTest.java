package rivulet.autodiff.plan;

import static rivulet.autodiff.TracerContractTest.refuses;

import java.util.List;
import org.junit.jupiter.api.Test;
import rivulet.autodiff.Binding;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.autodiff.Vjp;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.tensor.kernel.Tuning;

/** Programs that cannot be planned say why, when they are planned. */
final class PlanContractTest {
  private static final Plan.Roles ROLES = new Plan.Roles("z", "f", 1, name -> 0);
  private static final Shape STATE = new Shape(2, 4, 5);

  private final Tracer tracer = new Tracer();
  private final Value z = tracer.image("z", STATE, Binding.EVALUATION);

  private void planRefuses(String message) {
    refuses(message, () -> Plan.of(tracer.program(), ROLES, Tuning.DEFAULT));
  }

  private void gradientRefuses(String message, String... outputs) {
    refuses(
        message,
        () ->
            Plan.of(Vjp.transform(tracer.program(), "z", List.of(outputs)), ROLES, Tuning.DEFAULT));
  }

  @Test
  void stateAndOutputMustExistAndAgree() {
    planRefuses("program: no output 'f'; there are []");
    tracer.output("f", tracer.convolve(z, tracer.parameter("w", new KernelShape(3, 2, 3))));
    planRefuses("plan: output 'f' is 3x4x5, state 'z' is 2x4x5; they must agree");
    refuses(
        "program: no input 'y'; there are [z, w]",
        () -> Plan.of(tracer.program(), new Plan.Roles("y", "f", 0, name -> 0), Tuning.DEFAULT));
  }

  @Test
  void stateMovesWithEveryEvaluation() {
    Value fixed = tracer.image("x", STATE, Binding.SOLVE);
    tracer.output("f", tracer.add(z, fixed));
    refuses(
        "plan: state 'x' must be an image bound per evaluation",
        () -> Plan.of(tracer.program(), new Plan.Roles("x", "f", 0, name -> 0), Tuning.DEFAULT));
  }

  @Test
  void sumsNeedAQuadrature() {
    tracer.output("f", z);
    tracer.output("energy", tracer.dot(z, z, 1));
    refuses(
        "plan: output 'energy' has quadrature number -1 of 1",
        () -> Plan.of(tracer.program(), new Plan.Roles("z", "f", 1, name -> -1), Tuning.DEFAULT));
  }

  @Test
  void kernelsAreNoOutputs() {
    tracer.output("f", z);
    tracer.output("w", tracer.parameter("w", new KernelShape(2, 2, 3)));
    planRefuses("plan: output 'w' is a kernel; outputs are images and sums");
  }

  @Test
  void kernelsMoveOnlyWithUpdates() {
    Value w = tracer.kernelGradient(z, z, 3);
    tracer.output("f", tracer.convolve(z, w));
    planRefuses(
        "plan: kernel %1 of %2     2x4x5          evaluation conv(%0, %1)   # 1440 FLOP changes"
            + " within an update; only the interpreter runs such programs");
  }

  @Test
  void parametersAreVectorsOrKernels() {
    tracer.output("f", tracer.add(z, tracer.parameter("p", STATE)));
    planRefuses("plan: parameter 'p' is an image 2x4x5; parameters are vectors or kernels");
  }

  @Test
  void kernelSizesAreNotMixedOnOneValue() {
    Value h = tracer.convolve(z, tracer.parameter("w", new KernelShape(2, 2, 3)));
    tracer.output("f", tracer.convolve(h, tracer.parameter("v", new KernelShape(2, 2, 1))));
    planRefuses(
        "plan: 1x1 and 3x3 convolutions meet in one value at %4     2x4x5          evaluation"
            + " conv(%2, %3)   # 160 FLOP; use one kernel size, or the interpreter");
  }

  @Test
  void gradientsAreThoseOfStateAndOutput() {
    tracer.output("f", tracer.scale(z, 2));
    tracer.output("energy", tracer.dot(z, z, 1));
    gradientRefuses(
        "plan: the gradient has no cotangent of output 'f'; reverse it too, and let it depend on"
            + " state or parameters",
        "energy");
  }

  @Test
  void inputsAndOutputsOfAPlanAreNamed() {
    tracer.output("f", z);
    Plan plan = Plan.of(tracer.program(), ROLES, Tuning.DEFAULT);
    refuses("plan: no input 'cond'; there are [z]", () -> plan.inputLayout("cond"));
    refuses("plan: input 'z' is no scalar", () -> plan.scalar("z"));
    refuses("plan: no output image 'g'; there are [f]", () -> plan.output("g"));
  }
}
