package rivulet.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.autodiff.SamplePrograms.Sample;

/**
 * Gradients of {@link Vjp} and tangents of {@link Jvp}, run in float64, against central differences
 * of fourth order with h = 1e-3 (error ≈ h⁴/30 of a fifth derivative), relative to the largest
 * entry.
 */
final class InterpreterGradientTest {
  private static final int IMAGES = 2;
  private static final double STEP = 1e-3;
  private static final double GRADIENTS = 1e-9;
  private static final double TANGENTS = 1e-9;
  private static final double DUALITY = 1e-13;

  static List<Sample> plain() {
    return SamplePrograms.all();
  }

  /** Every sample that {@link Jvp} can take, with 1, 2 and 3 directions and losses of tangents. */
  static Stream<Sample> duals() {
    return SamplePrograms.all().stream()
        .filter(InterpreterGradientTest::dual)
        .flatMap(sample -> Stream.of(1, 2, 3).map(directions -> withTangents(sample, directions)));
  }

  private static Sample withTangents(Sample sample, int directions) {
    String name = sample + ", " + directions + " directions";
    return new Sample(name, dual(sample.program(), directions));
  }

  private static boolean dual(Sample sample) {
    return !sample.name().startsWith("kernelGradient of state");
  }

  /** The program without its sums: those have no tangents and are added after {@link Jvp}. */
  static Program withoutSums(Program program) {
    Tracer tracer = new Tracer(program);
    program
        .outputs()
        .forEach((name, value) -> {
          if (!(value.op() instanceof Op.Dot)) {
            tracer.output(name, value);
          }
        });
    List<Value> values = new ArrayList<>(program.values());
    values.removeIf(value -> value.op() instanceof Op.Dot);
    return new Program(values, program.inputs(), tracer.program().outputs());
  }

  static Program dual(Program program, int directions) {
    Program dual = Jvp.transform(withoutSums(program), "z", directions);
    Tracer tracer = new Tracer(dual);
    dual.outputs().forEach(tracer::output);
    for (int k = 0; k < directions; k++) {
      Value tangent = dual.output(Jvp.tangentName("f", k));
      tracer.output("divergence'" + k, tracer.dot(dual.input(Jvp.tangentName("z", k)), tangent, 1));
      tracer.output("jacobian'" + k, tracer.dot(tangent, tangent, 0.1 + k));
    }
    return tracer.program();
  }

  @ParameterizedTest
  @MethodSource({"plain", "duals"})
  void gradientAgreesWithCentralDifferences(Sample sample) {
    Program program = sample.program();
    SplittableRandom random = new SplittableRandom(sample.name().hashCode());
    Map<String, double[][]> inputs = SampleArrays.inputs(random, program, IMAGES);
    Map<String, double[][]> cotangents = new LinkedHashMap<>();
    program.outputs().forEach((name, value) -> cotangents.put(name, cotangent(random, value)));
    Gradient gradient = Vjp.transform(program, "z", program.outputs().keySet());
    cotangents.keySet().removeIf(name -> !gradient.cotangents().containsKey(name));
    InterpretedGradient reverse = new InterpretedGradient(gradient, IMAGES);
    reverse.evaluate(inputs);
    reverse.reverseEvaluation(cotangents);
    reverse.reverseSolve();
    reverse.reverseUpdate();
    for (int n = 0; n < IMAGES; n++) {
      compare(program, inputs, cotangents, "z", n, reverse.stateGradient("z", n));
    }
    for (String name : gradient.update().outputs().keySet()) {
      compare(program, inputs, cotangents, name, 0, reverse.parameterGradient(name));
    }
  }

  private static double[][] cotangent(SplittableRandom random, Value value) {
    double[][] data = new double[IMAGES][];
    for (int n = 0; n < IMAGES; n++) {
      data[n] = SampleArrays.entries(random, (int) value.extent().elements());
    }
    return data;
  }

  private static void compare(
      Program program,
      Map<String, double[][]> inputs,
      Map<String, double[][]> cotangents,
      String name,
      int image,
      double[] gradient) {
    double[] entries = inputs.get(name)[image];
    double[] expected = new double[entries.length];
    for (int i = 0; i < entries.length; i++) {
      double at = entries[i];
      double[] losses = new double[4];
      double[] moves = {-2, -1, 1, 2};
      for (int m = 0; m < 4; m++) {
        entries[i] = at + moves[m] * STEP;
        losses[m] = loss(program, inputs, cotangents);
      }
      entries[i] = at;
      expected[i] = central(losses[0], losses[1], losses[2], losses[3]);
    }
    requireClose(name, expected, gradient, GRADIENTS);
  }

  private static double central(double a, double b, double c, double d) {
    return (8 * (c - b) - (d - a)) / (12 * STEP);
  }

  private static double loss(
      Program program, Map<String, double[][]> inputs, Map<String, double[][]> cotangents) {
    Interpreter interpreter = run(program, inputs);
    double loss = 0;
    for (Map.Entry<String, double[][]> entry : cotangents.entrySet()) {
      for (int n = 0; n < IMAGES; n++) {
        loss += dot(entry.getValue()[n], interpreter.get(program.output(entry.getKey()), n));
      }
    }
    return loss;
  }

  private static Interpreter run(Program program, Map<String, double[][]> inputs) {
    Interpreter interpreter = new Interpreter(IMAGES, 1 + program.values().getLast().id());
    program.inputs().forEach((name, value) -> interpreter.set(value, inputs.get(name)));
    interpreter.run(program.values());
    return interpreter;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void requireClose(String name, double[] expected, double[] found, double bound) {
    double largest = 1;
    for (double e : expected) {
      largest = Math.max(largest, Math.abs(e));
    }
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], bound * largest, name + "[" + i + "]");
    }
  }

  static Stream<Sample> tangents() {
    return SamplePrograms.all().stream().filter(InterpreterGradientTest::dual);
  }

  @ParameterizedTest
  @MethodSource("tangents")
  void tangentAgreesWithCentralDifferencesAndGradient(Sample sample) {
    Program program = withoutSums(sample.program());
    Program dual = Jvp.transform(program, "z", 3);
    SplittableRandom random = new SplittableRandom(3);
    Map<String, double[][]> inputs = SampleArrays.inputs(random, dual, IMAGES);
    Map<String, double[][]> v = Map.of("f", cotangent(random, program.output("f")));
    Interpreter tangents = run(dual, inputs);
    InterpretedGradient reverse =
        new InterpretedGradient(Vjp.transform(program, "z", List.of("f")), IMAGES);
    Map<String, double[][]> own = new LinkedHashMap<>(inputs);
    own.keySet().retainAll(program.inputs().keySet());
    reverse.evaluate(own);
    reverse.reverseEvaluation(v);
    for (int k = 0; k < 3; k++) {
      double[][] direction = inputs.get(Jvp.tangentName("z", k));
      double forward = 0;
      double backward = 0;
      double size = 0;
      for (int n = 0; n < IMAGES; n++) {
        double[] je = tangents.get(dual.output(Jvp.tangentName("f", k)), n);
        requireClose("Je", difference(program, inputs, direction, n), je, TANGENTS);
        forward += dot(v.get("f")[n], je);
        backward += dot(reverse.stateGradient("z", n), direction[n]);
        size += Math.sqrt(dot(je, je) * dot(v.get("f")[n], v.get("f")[n]));
      }
      assertTrue(size > 0, "the program depends on its state");
      assertEquals(forward, backward, DUALITY * size, "<v, Je> = <J'v, e>");
    }
  }

  private static double[] difference(
      Program program, Map<String, double[][]> inputs, double[][] direction, int image) {
    double[] moves = {-2, -1, 1, 2};
    double[][] f = new double[4][];
    for (int m = 0; m < 4; m++) {
      Map<String, double[][]> moved = new LinkedHashMap<>(inputs);
      double[][] z = new double[IMAGES][];
      for (int n = 0; n < IMAGES; n++) {
        z[n] = inputs.get("z")[n].clone();
        for (int i = 0; i < z[n].length; i++) {
          z[n][i] += moves[m] * STEP * direction[n][i];
        }
      }
      moved.put("z", z);
      f[m] = run(program, moved).get(program.output("f"), image);
    }
    double[] result = new double[f[0].length];
    for (int i = 0; i < result.length; i++) {
      result[i] = central(f[0][i], f[1][i], f[2][i], f[3][i]);
    }
    return result;
  }
}
