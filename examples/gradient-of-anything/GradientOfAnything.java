import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rivulet.CompiledField;
import rivulet.autodiff.Interpreter;
import rivulet.autodiff.Jvp;
import rivulet.autodiff.Program;
import rivulet.autodiff.Segment;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.autodiff.Vjp;
import rivulet.tensor.Activation;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/** f = φ(K ∗ z) ∘ z on images of 1×4×4, with K of 3×3. */
record Gated() implements TracedField {
  public Shape state() {
    return new Shape(1, 4, 4);
  }

  public TreeMap<String, Extent> parameters() {
    return new TreeMap<>(Map.of("K", new KernelShape(1, 1, 3)));
  }

  public Value trace(Tracer trace, Inputs x) {
    Value near = trace.convolve(x.state(), x.parameter("K"));
    return trace.multiply(trace.activate(Activation.SOFTPLUS, near), x.state());
  }
}

void main() {
  Program field = new Gated().program();
  IO.println(field);
  Program along = Jvp.transform(field, TracedField.STATE, 1);
  IO.println(along);
  Segment reverse = Vjp.transform(field, TracedField.STATE, List.of(TracedField.OUTPUT)).evaluation();
  IO.println("in reverse " + reverse.values().size() + " more operations");

  double[] z = new double[16];
  double[] direction = new double[16];
  float[] kernel = new float[9];
  for (int i = 0; i < 16; i++) {
    z[i] = 0.1 * i - 0.7;
    direction[i] = i % 3 - 1;
    kernel[i % 9] = 0.25f * (i % 5) - 0.4f;
  }

  // Float64, in plain loops …
  Interpreter interpreter = new Interpreter(1, along.values().size());
  interpreter.set(along.input("z"), z);
  interpreter.set(along.input("z'0"), direction);
  interpreter.set(along.input("t"), new double[] {0.5});
  double[] wide = new double[9];
  for (int i = 0; i < 9; i++) {
    wide[i] = kernel[i];
  }
  interpreter.set(along.input("K"), wide);
  interpreter.run(along.values());
  double[] exact = interpreter.get(along.output("f'0"), 0);

  // … and float32, by the vector kernels.
  try (CompiledField compiled = new CompiledField(new Gated(), Map.of("K", kernel))) {
    double[] fast = compiled.along(0.5, z, direction);
    double gap = 0;
    double bilinear = 0;
    double[] back = compiled.reverse(0.5, z, direction).state();
    for (int i = 0; i < 16; i++) {
      gap = Math.max(gap, Math.abs(exact[i] - fast[i]));
      bilinear += direction[i] * (exact[i] - back[i]);
    }
    IO.println("both executors agree within 1e-6: " + (gap < 1e-6));
    IO.println("v.(J v) = (v J).v within 1e-6: " + (Math.abs(bilinear) < 1e-6));
  }
}
