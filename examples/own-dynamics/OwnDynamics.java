import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import rivulet.Measuring;
import rivulet.PointData;
import rivulet.PointFlow;
import rivulet.PointTraining;
import rivulet.Sampling;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.tensor.Activation;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;

/** f(t, z) = V (tanh(W z + b + t c) ∘ sin 2π(U z + a)): waves behind gates, which nobody here thought of. */
record Waves(int width) implements TracedField {
  public Shape state() {
    return Shape.vector(2);
  }

  public TreeMap<String, Extent> parameters() {
    KernelShape in = new KernelShape(width, 2, 1);
    Shape one = Shape.vector(width);
    return new TreeMap<>(Map.of("W", in, "U", in, "V", new KernelShape(2, width, 1), "a", one, "b", one, "c", one));
  }

  public double initialBound(String parameter) {
    return parameter.equals("V") ? 0 : 1; // zero: the flow begins as the identity
  }

  public Value trace(Tracer trace, Inputs x) {
    Value moved = trace.add(x.parameter("b"), trace.multiply(x.parameter("c"), x.time()));
    Value gate = trace.activate(Activation.TANH, trace.add(trace.convolve(x.state(), x.parameter("W")), moved));
    Value phase = trace.add(trace.convolve(x.state(), trace.scale(x.parameter("U"), 0.5)), x.parameter("a"));
    return trace.convolve(trace.multiply(gate, trace.wave(phase, 1, false)), x.parameter("V"));
  }
}

void main() {
  PointData moons = PointData.density("moons");
  PointFlow flow = PointTraining.of(moons).field(new Waves(128)).updates(2000).run((update, loss) -> true);
  double[] nats = flow.logLikelihood(moons.heldOut(2000, 1), Measuring.usual());
  IO.println("-ln p %.3f nats".formatted(-java.util.Arrays.stream(nats).average().orElseThrow()));
  IO.println("entropy %.3f nats".formatted(moons.entropy().orElseThrow()));
  flow.save(Path.of("waves.safetensors"));
  double[] drawn = PointFlow.open(Path.of("waves.safetensors"), new Waves(128)).sample(1, Sampling.usual())[0];
  IO.println("a sample (%.2f, %.2f)".formatted(drawn[0], drawn[1]));
}
