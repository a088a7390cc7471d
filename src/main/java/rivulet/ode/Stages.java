package rivulet.ode;

import java.util.ArrayList;
import java.util.List;
import rivulet.ode.method.ButcherTableau;
import rivulet.ode.method.Embedded;
import rivulet.ode.method.Rational;
import rivulet.ode.method.WeightedSum;

/**
 * A tableau made ready for stepping. Registers: {@link #Y} the state, {@link #NEXT} stage states
 * and at last the candidate y₁, {@code derivative(i)} the stage derivatives.
 */
public final class Stages {
  public static final int Y = 0;
  public static final int NEXT = 1;
  private static final int FIRST_DERIVATIVE = 2;
  private static final double ROUGH_SHARE = 0.01;

  public final int count;
  public final boolean fsal;
  private final double[] b;
  private final double[] c;
  private final WeightedSum[] states;
  private final WeightedSum solution;
  private final WeightedSum[] errors;
  private final WeightedSum[] downstream;
  private final boolean[] needed;
  private final int slotsPerStep;

  public Stages(ButcherTableau tableau) {
    count = tableau.stages();
    fsal = tableau.fsal();
    b = tableau.b().stream().mapToDouble(Rational::toDouble).toArray();
    c = tableau.c().stream().mapToDouble(Rational::toDouble).toArray();
    states = new WeightedSum[count];
    downstream = new WeightedSum[count];
    for (int i = 0; i < count; i++) {
      states[i] = new WeightedSum(tableau.a().get(i), FIRST_DERIVATIVE);
      downstream[i] = new WeightedSum(column(tableau, i), FIRST_DERIVATIVE);
    }
    solution = new WeightedSum(tableau.b(), FIRST_DERIVATIVE);
    errors =
        tableau.embedded().stream()
            .map(estimate -> new WeightedSum(difference(tableau, estimate), FIRST_DERIVATIVE))
            .toArray(WeightedSum[]::new);
    needed = needed(tableau);
    int last = count - 1;
    while (!needed[last]) {
      last--;
    }
    slotsPerStep = last + 1;
  }

  /** Column i of a: how much later stages take from stage i, entry j for stage j. */
  private static List<Rational> column(ButcherTableau tableau, int i) {
    List<Rational> column = new ArrayList<>();
    for (int j = 0; j < tableau.stages(); j++) {
      column.add(j > i && feeds(tableau, j) ? tableau.a().get(j).get(i) : Rational.ZERO);
    }
    return column;
  }

  private static List<Rational> difference(ButcherTableau tableau, Embedded estimate) {
    List<Rational> difference = new ArrayList<>();
    for (int i = 0; i < tableau.stages(); i++) {
      difference.add(tableau.b().get(i).minus(estimate.weights().get(i)));
    }
    return difference;
  }

  private static boolean[] needed(ButcherTableau tableau) {
    boolean[] needed = new boolean[tableau.stages()];
    for (int i = 0; i < needed.length; i++) {
      needed[i] = feeds(tableau, i);
    }
    return needed;
  }

  /** Whether the solution depends on stage i, at once or through a later stage. */
  private static boolean feeds(ButcherTableau tableau, int i) {
    if (!tableau.b().get(i).isZero()) {
      return true;
    }
    for (int j = i + 1; j < tableau.stages(); j++) {
      if (!tableau.a().get(j).get(i).isZero() && feeds(tableau, j)) {
        return true;
      }
    }
    return false;
  }

  public int registers() {
    return FIRST_DERIVATIVE + count;
  }

  public int derivative(int stage) {
    return FIRST_DERIVATIVE + stage;
  }

  public double b(int stage) {
    return b[stage];
  }

  /** Whether the solution depends on the stage, so that the adjoint goes through it. */
  public boolean needed(int stage) {
    return needed[stage];
  }

  /** Number S of residual slots per step; stage i of step s has slot s·S + i. */
  public int slotsPerStep() {
    return slotsPerStep;
  }

  /** Whether the last stage of a step is the first of the next one. */
  boolean carries(int stage) {
    return fsal && stage == count - 1;
  }

  /** Whether rates are wanted at a stage; {@code last}: no step follows. */
  public boolean wantsRates(int stage, boolean last) {
    return carries(stage) ? !last && b[0] != 0 : b[stage] != 0;
  }

  /** Residual slot of a stage of step number {@code step}, −1 if the adjoint does not need it. */
  public int slot(int stage, int step, boolean last) {
    if (carries(stage)) {
      return last ? -1 : (step + 1) * slotsPerStep;
    }
    return needed[stage] ? step * slotsPerStep + stage : -1;
  }

  /** Time of a stage; exactly {@code next} at node 1. */
  public double time(int stage, double t, double h, double next) {
    return c[stage] == 1 ? next : t + c[stage] * h;
  }

  /** State of a stage from 1 on, into {@link #NEXT}. */
  public void state(OdeSystem system, int lane, int stage, double h) {
    state(system, lane, stage, h, NEXT);
  }

  /** State of a stage from 1 on, into the given register. */
  public void state(OdeSystem system, int lane, int stage, double h, int dst) {
    states[stage].combine(system, lane, dst, Y, h);
  }

  /** The candidate y₁ into {@link #NEXT}; an FSAL method has it there as its last stage state. */
  public void solution(OdeSystem system, int lane, double h) {
    if (!fsal) {
      solution.combine(system, lane, NEXT, Y, h);
    }
  }

  /** See {@link ButcherTableau#errorPower} for how two estimates are combined. */
  double errorRatio(OdeSystem system, int lane, double h, Tolerance tolerance) {
    double fine = errorRatio(errors[0], system, lane, h, tolerance);
    if (errors.length == 1 || fine == 0) {
      return fine;
    }
    double rough = errorRatio(errors[1], system, lane, h, tolerance);
    double relation = rough / fine; // no squares of the ratios themselves: they may be huge
    return fine / Math.sqrt(1 + ROUGH_SHARE * relation * relation);
  }

  private static double errorRatio(
      WeightedSum error, OdeSystem system, int lane, double h, Tolerance tolerance) {
    return error.errorRatio(system, lane, Y, NEXT, h, tolerance.atol(), tolerance.rtol());
  }

  /** dst = base + h Σ_{j&gt;i} a_ji · register of derivative j, over stages the solution needs. */
  public void downstream(OdeSystem system, int lane, int stage, int dst, int base, double h) {
    downstream[stage].combine(system, lane, dst, base, h);
  }
}
