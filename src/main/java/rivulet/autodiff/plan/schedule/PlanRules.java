package rivulet.autodiff.plan.schedule;

import java.util.Comparator;
import java.util.stream.Stream;
import rivulet.autodiff.Binding;
import rivulet.autodiff.Op;
import rivulet.autodiff.Program;
import rivulet.autodiff.ProgramPrinter;
import rivulet.autodiff.Value;
import rivulet.autodiff.plan.Plan;

/** What a program must satisfy to be planned; the interpreter runs programs that do not. */
public final class PlanRules {
  private PlanRules() {}

  private static void checkParameter(String name, Value value) {
    boolean parameter = value.binding() == Binding.UPDATE;
    if (parameter && value.isImage() && value.shape().pixels() > 1) {
      throw new IllegalArgumentException(
          "plan: parameter '"
              + name
              + "' is an image "
              + value.shape()
              + "; parameters are vectors or kernels");
    }
  }

  public static void check(PlanRequest request) {
    Program program = request.program();
    Plan.Roles roles = request.roles();
    program.inputs().forEach(PlanRules::checkParameter);
    Value state = request.state();
    Value output = request.output();
    require(
        state.isImage() && state.perImage() && state.binding() == Binding.EVALUATION,
        "state '" + roles.state() + "' must be an image bound per evaluation");
    require(
        output.extent().equals(state.extent()),
        "output '"
            + roles.output()
            + "' is "
            + output.extent()
            + ", state '"
            + roles.state()
            + "' is "
            + state.extent()
            + "; they must agree");
    program.outputs().forEach((name, value) -> checkOutput(name, value, roles));
    if (!request.reverse().isEmpty()) {
      require(
          request.cotangents().containsKey(roles.output()),
          "the gradient has no cotangent of output '"
              + roles.output()
              + "'; reverse it too, and let it depend on state or parameters");
      require(
          request.reverse().getFirst().outputs().containsKey(roles.state()),
          "the gradient is not by the state '" + roles.state() + "'");
    }
  }

  private static void checkOutput(String name, Value value, Plan.Roles roles) {
    require(value.isImage(), "output '" + name + "' is a kernel; outputs are images and sums");
    if (value.op() instanceof Op.Dot) {
      int number = roles.number().applyAsInt(name);
      require(
          number >= 0 && number < roles.quadratures(),
          "output '" + name + "' has quadrature number " + number + " of " + roles.quadratures());
    }
  }

  /** A 3×3 convolution needs bordered images and a 1×1 convolution images without border. */
  public static void checkBorders(PhaseValues usage) {
    usage.needed().stream()
        .sorted(Comparator.comparingInt(Value::id))
        .forEach(value -> checkBorders(usage, value));
  }

  private static void checkBorders(PhaseValues usage, Value value) {
    Stream<Value> dense =
        switch (value.op()) {
          case Op.Convolve op when value.operand(1).kernel().size() == 1 ->
              Stream.of(value, value.operand(0));
          case Op.ConvolveAdjoint op when value.operand(1).kernel().size() == 1 ->
              Stream.of(value, value.operand(0));
          case Op.KernelGradient op when op.size() == 1 -> Stream.of(value.operand(0));
          default -> Stream.of(); // all others take images with a border as well as without
        };
    require(
        dense.noneMatch(usage::bordered),
        "1x1 and 3x3 convolutions meet in one value at "
            + ProgramPrinter.line(value).toString().strip()
            + "; use one kernel size, or the interpreter");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("plan: " + message);
    }
  }
}
