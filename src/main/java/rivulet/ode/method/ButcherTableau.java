package rivulet.ode.method;

import java.util.List;

/**
 * An explicit Runge–Kutta method as data, with s stages:
 *
 * <pre>
 *   k_i = f(t + c_i h, y + h Σ_{j&lt;i} a_ij k_j)
 *   y₁ = y + h Σ b_i k_i      error = h Σ (b_i − b̂_i) k_i
 * </pre>
 *
 * <p>Coefficients are exact rationals; methods published as decimals hold exactly those decimals.
 * Stages count from 0.
 *
 * @param name as in {@link #named}
 * @param order order of b, the solution that is carried on
 * @param published {@link Digits#EXACT} or {@link Digits#ROUNDED}
 * @param a row i holds the i entries a_i0 … a_i,i−1
 * @param b weights of the solution, s entries
 * @param embedded none for a method without an error estimate; one; or two, the finer one first,
 *     which are combined as in {@link #errorPower}
 * @param c nodes, s entries, each the sum of its row of a
 * @param dense the solution within a step
 */
public record ButcherTableau(
    String name,
    int order,
    Digits published,
    List<List<Rational>> a,
    List<Rational> b,
    List<Embedded> embedded,
    List<Rational> c,
    DenseOutput dense) {

  /** How the coefficients of a method were published. */
  public enum Digits {
    /** Exact rationals: the order conditions hold exactly. */
    EXACT,
    /** Rounded decimals or rationals: the order conditions hold to about 1e-14. */
    ROUNDED
  }

  private static final double ROUNDED_SUM = 1e-14;

  /** Copies the lists and checks sizes, row sums, Σ b = 1 and Σ b̂ = 1. */
  public ButcherTableau {
    a = a.stream().map(List::copyOf).toList();
    b = List.copyOf(b);
    embedded = List.copyOf(embedded);
    c = List.copyOf(c);
    int s = b.size();
    require(s > 0 && a.size() == s && c.size() == s, name, "a, b and c differ in size");
    require(order > 0, name, "the order is negative or zero");
    for (int i = 0; i < s; i++) {
      require(a.get(i).size() == i, name, "row " + i + " of a has " + a.get(i).size() + " entries");
      require(same(sum(a.get(i)), c.get(i), published), name, "row " + i + " does not sum to c");
    }
    require(same(sum(b), Rational.ONE, published), name, "b does not sum to 1");
    require(embedded.size() <= 2, name, "more than two error estimates");
    for (Embedded estimate : embedded) {
      require(estimate.weights().size() == s, name, "b and b̂ differ in size");
      require(same(sum(estimate.weights()), Rational.ONE, published), name, "b̂ does not sum to 1");
    }
    dense.fit(name, s, fsal(a, b), b);
  }

  /**
   * The method of that name.
   *
   * @throws IllegalArgumentException naming the known methods if there is none
   */
  public static ButcherTableau named(String name) {
    return Tableaux.named(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "solver: no method '" + name + "'; choose one of " + String.join(", ", names())));
  }

  /** The names that {@link #named} knows, by rising order. */
  public static List<String> names() {
    return Tableaux.names();
  }

  /** Number of stages s. */
  public int stages() {
    return b.size();
  }

  /** Whether the method estimates its error and so can choose its own steps. */
  public boolean estimatesError() {
    return !embedded.isEmpty();
  }

  /**
   * First same as last: the last stage is f at the solution itself, so that its derivative is the
   * first stage of the next step.
   */
  public boolean fsal() {
    return fsal(a, b);
  }

  static boolean fsal(List<List<Rational>> a, List<Rational> b) {
    int last = b.size() - 1;
    return last > 0 && b.get(last).isZero() && a.get(last).equals(b.subList(0, last));
  }

  /**
   * Power of h with which the estimated error of one step shrinks. One estimate e₁ shrinks with
   * min(p, p̂) + 1. Two are combined to e₁²/√(e₁² + e₂²/100) (Hairer, Nørsett, Wanner I, II.10),
   * which shrinks with twice the power of e₁ less that of e₂. 0 without an estimate.
   */
  public int errorPower() {
    return switch (embedded.size()) {
      case 0 -> 0;
      case 1 -> power(embedded.getFirst());
      default -> 2 * power(embedded.getFirst()) - power(embedded.getLast());
    };
  }

  private int power(Embedded estimate) {
    return Math.min(order, estimate.order()) + 1;
  }

  private static Rational sum(List<Rational> terms) {
    return terms.stream().reduce(Rational.ZERO, Rational::plus);
  }

  private static boolean same(Rational left, Rational right, Digits published) {
    return switch (published) {
      case EXACT -> left.equals(right);
      case ROUNDED -> Math.abs(left.minus(right).toDouble()) <= ROUNDED_SUM;
    };
  }

  private static void require(boolean holds, String name, String fault) {
    if (!holds) {
      throw new IllegalArgumentException("tableau '" + name + "': " + fault);
    }
  }
}
