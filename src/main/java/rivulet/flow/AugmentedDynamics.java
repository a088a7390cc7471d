package rivulet.flow;

import java.util.ArrayList;
import java.util.List;
import rivulet.autodiff.Jvp;
import rivulet.autodiff.Program;
import rivulet.autodiff.Tracer;
import rivulet.autodiff.Value;

/**
 * The vector field together with its quadratures (math.md, section 3): divergence {@code ε·Jε},
 * kinetic energy {@code ½ mean f²} and Jacobian norm {@code mean (Jε)²}, the last and the first
 * averaged over probes. Each probe contributes its own outputs, named {@code divergence'k} and
 * {@code jacobian'k}; a quadrature is the sum of the outputs of its name.
 */
public final class AugmentedDynamics {
  public static final String DIVERGENCE = "divergence";
  public static final String KINETIC = "kinetic";
  public static final String JACOBIAN = "jacobian";

  /** Quadratures in the order in which a solve keeps them. */
  public static final List<String> QUADRATURES = List.of(DIVERGENCE, KINETIC, JACOBIAN);

  private AugmentedDynamics() {}

  /** Traces f and its quadratures for {@code probes} directions. */
  public static Program program(NetworkSpec spec, int probes) {
    Program dual = Jvp.transform(spec.program(), NetworkSpec.STATE, probes);
    Tracer tracer = new Tracer(dual);
    Value f = dual.output(NetworkSpec.OUTPUT);
    double entries = spec.state().elements();
    tracer.output(NetworkSpec.OUTPUT, f);
    tracer.output(KINETIC, tracer.dot(f, f, 0.5 / entries));
    for (int k = 0; k < probes; k++) {
      Value probe = dual.input(Jvp.tangentName(NetworkSpec.STATE, k));
      Value image = dual.output(Jvp.tangentName(NetworkSpec.OUTPUT, k));
      tracer.output(Jvp.tangentName(NetworkSpec.OUTPUT, k), image);
      double weight = 1.0 / probes;
      tracer.output(Jvp.tangentName(DIVERGENCE, k), tracer.dot(probe, image, weight));
      tracer.output(Jvp.tangentName(JACOBIAN, k), tracer.dot(image, image, weight / entries));
    }
    return tracer.program();
  }

  /** Quadrature number of an output, by its name without the probe. */
  public static int quadrature(String output) {
    int mark = output.indexOf('\'');
    return QUADRATURES.indexOf(mark < 0 ? output : output.substring(0, mark));
  }

  /** Outputs of which a solve has cotangents: f and the rates. */
  public static List<String> seeds(Program program) {
    List<String> names = rateOutputs(program);
    names.addFirst(NetworkSpec.OUTPUT);
    return names;
  }

  /** Names of all outputs that are quadrature rates. */
  public static List<String> rateOutputs(Program program) {
    List<String> names = new ArrayList<>(program.outputs().keySet());
    names.removeIf(name -> quadrature(name) < 0);
    return names;
  }
}
