package rivulet.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import rivulet.tensor.Activation;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/** Bad requests to tracer, transformations and interpreter: exact messages. */
public final class TracerContractTest {
  private final Tracer tracer = new Tracer();
  private final Value z = tracer.image("z", new Shape(2, 4, 5), Binding.EVALUATION);
  private final Value w = tracer.parameter("w", new KernelShape(3, 2, 3));
  private final Value b = tracer.parameter("b", Shape.vector(3));

  public static void refuses(String message, Executable request) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, request).getMessage());
  }

  @Test
  void shapesMustFit() {
    refuses("convolve: shapes do not fit: %2 is 3x1x1, %1 is 3x2x3x3", () -> tracer.convolve(b, w));
    refuses(
        "convolveAdjoint: shapes do not fit: %0 is 2x4x5, %1 is 3x2x3x3",
        () -> tracer.convolveAdjoint(z, w));
    refuses(
        "kernelGradient: shapes do not fit: %0 is 2x4x5, %2 is 3x1x1",
        () -> tracer.kernelGradient(z, b, 3));
    refuses("add: shapes do not fit: %0 is 2x4x5, %2 is 3x1x1", () -> tracer.add(z, b));
    refuses("multiply: shapes do not fit: %0 is 2x4x5, %1 is 3x2x3x3", () -> tracer.multiply(z, w));
    refuses("dot: shapes do not fit: %0 is 2x4x5, %2 is 3x1x1", () -> tracer.dot(z, b, 1));
  }

  @Test
  void imagesAndKernelsAreToldApart() {
    refuses("value %0 is an image, a kernel was asked for", () -> tracer.convolve(z, z));
    refuses("value %1 is a kernel, an image was asked for", () -> tracer.convolve(w, w));
    refuses(
        "value %1 is a kernel, an image was asked for", () -> tracer.activate(Activation.TANH, w));
  }

  @Test
  void channelsOfAPartMustExist() {
    refuses(
        "selectInputs: channels 1 to 3 of a kernel 3x2x3x3", () -> tracer.selectInputs(w, 1, 3));
    refuses(
        "selectInputs: channels 1 to 1 of a kernel 3x2x3x3", () -> tracer.selectInputs(w, 1, 1));
    refuses(
        "selectInputs: channels -1 to 1 of a kernel 3x2x3x3", () -> tracer.selectInputs(w, -1, 1));
  }

  @Test
  void namesAreUnique() {
    refuses(
        "program: input 'z' is declared twice",
        () -> tracer.image("z", Shape.SCALAR, Binding.SOLVE));
    tracer.output("f", z);
    refuses("program: output 'f' is declared twice", () -> tracer.output("f", z));
  }

  @Test
  void sumsAreOnlyOutputs() {
    Value sum = tracer.dot(z, z, 1);
    String message = "program: %3 is a float64 sum; it can only be an output";
    refuses(message, () -> tracer.scale(sum, 2));
    refuses(message, () -> tracer.multiply(z, sum));
    refuses(message, () -> tracer.kernelGradient(sum, sum, 1));
  }

  @Test
  void valuesOfOtherProgramsAreRefused() {
    Value stranger = new Tracer().image("z", new Shape(2, 4, 5), Binding.EVALUATION);
    refuses(
        "program: %0 belongs to another program; trace it in this one",
        () -> tracer.add(z, stranger));
  }

  @Test
  void bindingIsTheLatestOfTheOperands() {
    Value age = tracer.image("age", Shape.SCALAR, Binding.SOLVE);
    Value scaled = tracer.multiply(b, age);
    assertEquals(Binding.SOLVE, scaled.binding());
    assertTrue(scaled.perImage());
    Value kernel = tracer.scale(w, 2);
    assertEquals(Binding.UPDATE, kernel.binding());
    assertFalse(kernel.perImage());
    assertEquals(Binding.EVALUATION, tracer.convolve(z, kernel).binding());
    assertEquals(Binding.EVALUATION, tracer.dot(age, age, 1).binding());
  }

  @Test
  void activationsHaveThreeOrders() {
    refuses(
        "activate: derivatives of order 0, 1 and 2 exist, asked for 3",
        () -> new Op.Activate(Activation.TANH, 3));
  }

  @Test
  void programNamesWhatItHas() {
    tracer.output("f", z);
    Program program = tracer.program();
    refuses("program: no input 'cond'; there are [z, w, b]", () -> program.input("cond"));
    refuses("program: no output 'g'; there are [f]", () -> program.output("g"));
    refuses(
        "program: no output 'g'; there are [f]", () -> Vjp.transform(program, "z", List.of("g")));
  }

  @Test
  void tangentsNeedADirectionAndARule() {
    tracer.output("f", z);
    Program program = tracer.program();
    refuses("jvp: needs at least one direction, asked 0", () -> Jvp.transform(program, "z", 0));
    tracer.output("energy", tracer.dot(z, z, 1));
    Program sums = tracer.program();
    refuses(
        "jvp: %3     1x1x1          evaluation 1.0 · ⟨%0, %0⟩   # 80 FLOP has no tangent rule for"
            + " operand 0",
        () -> Jvp.transform(sums, "z", 1));
  }

  @Test
  void thirdDerivativesAreNotAvailable() {
    tracer.output("f", tracer.activate(Activation.SWISH, z, 2));
    Program program = tracer.program();
    refuses(
        "jvp: third derivatives of SWISH are not available", () -> Jvp.transform(program, "z", 1));
    refuses(
        "vjp: third derivatives of SWISH are not available",
        () -> Vjp.transform(program, "z", List.of("f")));
  }

  @Test
  void interpreterChecksItsInputs() {
    refuses("interpreter: needs at least one image, asked 0", () -> new Interpreter(0, 3));
    Interpreter interpreter = new Interpreter(2, 3);
    refuses("interpreter: %0 needs 2 arrays, found 1", () -> interpreter.set(z, new double[40]));
    refuses(
        "interpreter: %0 is 2x4x5, array holds 39",
        () -> interpreter.set(z, new double[40], new double[39]));
    IllegalStateException missing =
        assertThrows(IllegalStateException.class, () -> interpreter.get(z, 0));
    assertEquals("interpreter: %0 has not been computed", missing.getMessage());
  }
}
