package rivulet.ode.method;

import java.util.ArrayList;
import java.util.List;

/**
 * The solution between the ends of a step, as data: with θ in [0, 1], Δ = h Σ b_i k_i, k₀ and k_e
 * the derivatives at the two ends,
 *
 * <pre>
 *   y(t + θh) = y + Δ θ²(3 − 2θ) + h k₀ θ(1 − θ)² − h k_e θ²(1 − θ)       cubic Hermite
 *               + Σ_j θ^(2 + ⌈j/2⌉) (1 − θ)^(2 + ⌊j/2⌋) · h Σ_i d_ji k_i       corrections, j = 0, 1, …
 * </pre>
 *
 * <p>Every interpolant here has this form: continuous with its derivative over steps, exact at both
 * ends. A method without a published one has no corrections. Where f at the end of the step is not
 * a stage of the method (it is the last one of an FSAL method), it is the first of the additional
 * stages. Source of the form: Hairer, Nørsett, Wanner I, II.6 (their CONTD5 and CONTD8).
 *
 * @param order p*: the error of y(t + θh) at fixed θ in one step is O(h^(p* + 1))
 * @param published whether the interpolant is the method's own, not just Hermite's
 * @param a rows of the additional stages, over all stages before them
 * @param c nodes of the additional stages
 * @param corrections d, each over all stages of the method and then the additional ones
 */
public record DenseOutput(
    int order,
    boolean published,
    List<List<Rational>> a,
    List<Rational> c,
    List<List<Rational>> corrections) {
  /** Copies the lists and checks their sizes. */
  public DenseOutput {
    a = a.stream().map(List::copyOf).toList();
    c = List.copyOf(c);
    corrections = corrections.stream().map(List::copyOf).toList();
    if (order < 1 || a.size() != c.size()) {
      throw new IllegalArgumentException(
          "dense output: needs order >= 1 and as many nodes as rows, found order "
              + order
              + ", "
              + c.size()
              + " nodes and "
              + (a.size() + " rows"));
    }
  }

  /** Number of stages besides those of the method. */
  public int additionalStages() {
    return c.size();
  }

  /** Cubic Hermite interpolation for a method with weights {@code b}. */
  public static DenseOutput hermite(int order, boolean fsal, List<Rational> b) {
    List<List<Rational>> rows = fsal ? List.of() : List.of(b);
    List<Rational> nodes = fsal ? List.of() : List.of(Rational.ONE);
    return new DenseOutput(Math.min(order, 3), false, rows, nodes, List.of());
  }

  /** Checks the sizes against a method; the message starts with the method's name. */
  void fit(String name, int stages, boolean fsal, List<Rational> b) {
    for (int i = 0; i < a.size(); i++) {
      require(a.get(i).size() == stages + i, name, "dense row " + i + " has the wrong size");
    }
    require(
        fsal || (!a.isEmpty() && endsAtSolution(b)), name, "no stage for f at the end of a step");
    for (List<Rational> row : corrections) {
      require(row.size() == stages + a.size(), name, "a dense correction has the wrong size");
    }
  }

  private boolean endsAtSolution(List<Rational> b) {
    return a.getFirst().equals(b) && c.getFirst().equals(Rational.ONE);
  }

  private static void require(boolean holds, String name, String fault) {
    if (!holds) {
      throw new IllegalArgumentException("tableau '" + name + "': " + fault);
    }
  }

  /** Weights of all stages at θ, so that y(t + θh) = y + h Σ w_i k_i, exactly. */
  List<Rational> weights(ButcherTableau tableau, Rational theta) {
    Rational rest = Rational.ONE.minus(theta);
    Rational square = theta.times(theta);
    Rational whole = square.times(Rational.of(3).minus(theta).minus(theta));
    int end = tableau.fsal() ? tableau.stages() - 1 : tableau.stages();
    List<Rational> weights = new ArrayList<>();
    for (int i = 0; i < tableau.stages() + additionalStages(); i++) {
      Rational weight = i < tableau.stages() ? tableau.b().get(i).times(whole) : Rational.ZERO;
      weight = i == 0 ? weight.plus(theta.times(rest).times(rest)) : weight;
      weight = i == end ? weight.minus(square.times(rest)) : weight;
      weights.add(weight.plus(correction(i, theta, rest)));
    }
    return weights;
  }

  private Rational correction(int stage, Rational theta, Rational rest) {
    Rational basis = theta.times(theta).times(rest).times(rest);
    Rational sum = Rational.ZERO;
    for (int j = 0; j < corrections.size(); j++) {
      sum = sum.plus(basis.times(corrections.get(j).get(stage)));
      basis = basis.times(j % 2 == 0 ? theta : rest);
    }
    return sum;
  }
}
