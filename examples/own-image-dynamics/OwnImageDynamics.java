import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import rivulet.Images;
import rivulet.Likelihood;
import rivulet.Measuring;
import rivulet.Model;
import rivulet.Sampling;
import rivulet.autodiff.ShapedField;
import rivulet.autodiff.TracedField;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;
import rivulet.tensor.Activation;
import rivulet.tensor.Extent;
import rivulet.tensor.KernelShape;
import rivulet.tensor.Shape;
import rivulet.training.Network;
import rivulet.training.Training;

/** One gated layer: f = V ∗ (swish(W ∗ z + t c) ∘ tanh(U ∗ z + C ∗ coarser image)), at the shape of each level. */
record Gated(Shape state, int condition) implements TracedField {
  static final int WIDTH = 16;

  public TreeMap<String, Extent> parameters() {
    KernelShape in = new KernelShape(WIDTH, state.channels(), 3);
    TreeMap<String, Extent> all = new TreeMap<>(Map.of("W", in, "U", in, "c", Shape.vector(WIDTH)));
    all.put("V", new KernelShape(state.channels(), WIDTH, 3));
    if (condition > 0) all.put("C", new KernelShape(WIDTH, condition, 3));
    return all;
  }

  public double initialBound(String parameter) {
    return parameter.equals("V") ? 0 : 0.3; // zero: the flow begins as the identity
  }

  public Value trace(Tracer trace, Inputs x) {
    Value moved = trace.multiply(x.parameter("c"), x.time());
    Value wave = trace.activate(Activation.SWISH, trace.add(trace.convolve(x.state(), x.parameter("W")), moved));
    Value seen = trace.convolve(x.state(), x.parameter("U"));
    if (condition > 0) seen = trace.add(seen, trace.convolve(x.condition().orElseThrow(), x.parameter("C")));
    return trace.convolve(trace.multiply(wave, trace.activate(Activation.TANH, seen)), x.parameter("V"));
  }
}

/** What a model asks for the field of each of its levels. */
record GatedLevels() implements ShapedField {
  public String name() {
    return "gated";
  }

  public TracedField of(Shape state, int condition) {
    return new Gated(state, condition);
  }
}

void main() {
  Images digits = Model.open("digits").sample(400, Sampling.usual().withSolver("bosh3", 1e-2)).images();
  Images.Divided parts = digits.divided(100, 1);
  Training training = Training.of(parts.training()).network(Network.usual().field(new GatedLevels())).updates(200);
  Model model = training.run(Path.of("run"), (update, loss) -> true).model().orElseThrow();
  Likelihood found = model.logLikelihood(parts.heldBack(), Measuring.usual().withDivergence("exact"));
  IO.println("%d parameters".formatted(model.description().parameters()));
  IO.println("without flow %.3f bits/dim".formatted(found.noFlowBitsPerDim()));
  IO.println("with it %.3f bits/dim, exact divergence".formatted(found.bitsPerDim()));
  Model again = Model.open(Path.of("run"), new GatedLevels());
  IO.println("opened again: a sample of %s".formatted(again.sample(1).images().shape()));
}
