package rivulet.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import rivulet.tensor.Activation;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/** Colour classes, and how far an input reaches. */
final class LatticeContractTest {
  private static final Shape SHAPE = new Shape(2, 2, 3);

  @Test
  void indicatorMarksTheClass() {
    double[] planar = new Lattice(1, 2, 1, 2, 0, 2).indicator(SHAPE);
    assertArrayEquals(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1}, planar);
  }

  @Test
  void classesMustBeWhole() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new Lattice(0, 1, 2, 2, 0, 2))
            .getMessage();
    assertTrue(message.startsWith("lattice: needs 0 <= first < end channel"), message);
    assertThrows(IllegalArgumentException.class, () -> new Lattice(1, 1, 0, 2, 0, 2));
  }

  @Test
  void classesMustMeetTheImage() {
    Tracer tracer = new Tracer();
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> tracer.indicator(SHAPE, new Lattice(0, 3, 0, 1, 0, 1), true))
            .getMessage();
    assertTrue(message.contains("channels outside"), message);
  }

  @Test
  void directionsHaveTheShapeOfTheInput() {
    Tracer tracer = new Tracer();
    Value z = tracer.image("z", SHAPE, Binding.EVALUATION);
    tracer.output("f", z);
    Program program = tracer.program();
    Tracer more = new Tracer(program);
    Value wrong = more.image("e", new Shape(1, 2, 3), Binding.SOLVE);
    assertEquals(
        "jvp: the direction is 1x2x3, the input 2x2x3",
        assertThrows(IllegalArgumentException.class, () -> Jvp.by(more, program, "z").along(wrong))
            .getMessage());
  }

  @Test
  void reachAddsUpConvolutions() {
    Tracer tracer = new Tracer();
    Value z = tracer.image("z", SHAPE, Binding.EVALUATION);
    Value t = tracer.image("t", Shape.SCALAR, Binding.EVALUATION);
    Value three = tracer.parameter("a", new KernelShape(2, 2, 3));
    Value one = tracer.parameter("b", new KernelShape(2, 2, 1));
    Value near = tracer.convolve(z, one);
    Value far = tracer.convolve(tracer.activate(Activation.TANH, tracer.convolve(z, three)), three);
    tracer.output("near", near);
    tracer.output("far", tracer.add(far, tracer.multiply(near, t)));
    tracer.output("sum", tracer.multiply(z, tracer.sumTo(z, new Shape(2, 1, 1), true)));
    Program program = tracer.program();
    assertEquals(0, program.reach("z", "near"));
    assertEquals(2, program.reach("z", "far"));
    assertTrue(program.reach("z", "sum") > 1 << 20);
    assertTrue(program.reach("t", "far") > 1 << 20, "a scalar acts on every pixel");
    assertEquals(0, program.reach("a", "near"));
  }
}
