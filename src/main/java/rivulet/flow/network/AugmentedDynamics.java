package rivulet.flow.network;

import java.util.ArrayList;
import java.util.List;
import rivulet.autodiff.Jvp;
import rivulet.autodiff.Program;
import rivulet.autodiff.TracedField;

/**
 * The vector field together with its quadratures (docs/mathematics.md, section 3): divergence,
 * kinetic energy {@code ½ mean f²} and Jacobian norm {@code mean (Jε)²}, the last averaged over
 * probes and left out where the divergence is exact. Each probe contributes its own outputs, named
 * {@code divergence'k} and {@code jacobian'k}; a quadrature is the sum of the outputs of its name.
 */
public final class AugmentedDynamics {
  public static final String DIVERGENCE = "divergence";
  public static final String KINETIC = "kinetic";
  public static final String JACOBIAN = "jacobian";

  /** Output image of exact divergences: the diagonal of the Jacobian, whose sum they are. */
  public static final String DIAGONAL = "diagonal";

  /** Quadratures in the order in which a solve keeps them. */
  public static final List<String> QUADRATURES = List.of(DIVERGENCE, KINETIC, JACOBIAN);

  private AugmentedDynamics() {}

  /** Traces f and its quadratures for {@code probes} directions. */
  public static Program program(TracedField spec, int probes) {
    return program(spec, new Divergence.Hutchinson(probes));
  }

  /** Traces f and its quadratures. */
  public static Program program(TracedField spec, Divergence divergence) {
    DivergenceTrace trace = new DivergenceTrace(spec);
    return switch (divergence) {
      case Divergence.Hutchinson hutchinson -> trace.hutchinson(hutchinson.probes());
      case Divergence.Coloured coloured -> trace.coloured(coloured.spacing());
      case Divergence.Exact exact -> trace.exact();
      case Divergence.None none -> spec.program();
    };
  }

  /** Jacobian-vector products per evaluation. */
  public static int products(TracedField spec, Divergence divergence) {
    return switch (divergence) {
      case Divergence.Hutchinson hutchinson -> hutchinson.probes();
      case Divergence.Coloured coloured ->
          DivergenceTrace.colouring(spec.program(), coloured.spacing()).pixels().size();
      case Divergence.None none -> 0;
      case Divergence.Exact exact -> Colouring.beyondReach(spec.program()).entries().size();
    };
  }

  /** Quadrature number of an output, by its name without the probe. */
  public static int quadrature(String output) {
    int mark = output.indexOf('\'');
    return QUADRATURES.indexOf(mark < 0 ? output : output.substring(0, mark));
  }

  /** Number of the probe of an output such as {@code divergence'3}. */
  static int probe(String output) {
    return Integer.parseInt(output.substring(output.indexOf('\'') + 1));
  }

  /** Outputs of which a solve has cotangents: f and the rates. */
  public static List<String> seeds(Program program) {
    List<String> names = rateOutputs(program);
    names.addFirst(TracedField.OUTPUT);
    return names;
  }

  /** Names of all outputs that are quadrature rates. */
  public static List<String> rateOutputs(Program program) {
    List<String> names = new ArrayList<>(program.outputs().keySet());
    names.removeIf(name -> quadrature(name) < 0);
    return names;
  }

  static String divergence(int probe) {
    return Jvp.tangentName(DIVERGENCE, probe);
  }

  static String jacobian(int probe) {
    return Jvp.tangentName(JACOBIAN, probe);
  }
}
