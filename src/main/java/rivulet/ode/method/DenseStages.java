package rivulet.ode.method;

import java.util.List;
import rivulet.ode.FieldBatch;
import rivulet.ode.OdeSystem;
import rivulet.ode.Stages;

/**
 * Dense output made ready: evaluates the additional stages of a step whose own stages are in the
 * registers, and combines them to the solution within the step.
 *
 * <p>Registers after those of {@link Stages}: derivatives of the additional stages.
 */
public final class DenseStages {
  private static final double[] NO_RATES = {};

  private final Stages stages;
  private final int additional;
  private final int end;
  private final double[] b;
  private final double[][] corrections;
  private final double[] nodes;
  private final WeightedSum[] states;
  private final double[] weights;
  private final int[] registers;
  private final FieldBatch batch;

  public DenseStages(ButcherTableau tableau, Stages stages, int lanes) {
    DenseOutput dense = tableau.dense();
    this.stages = stages;
    additional = dense.additionalStages();
    end = stages.fsal ? stages.count - 1 : stages.count;
    int all = stages.count + additional;
    b = new double[all];
    for (int i = 0; i < stages.count; i++) {
      b[i] = stages.b(i);
    }
    corrections = dense.corrections().stream().map(DenseStages::doubles).toArray(double[][]::new);
    nodes = doubles(dense.c());
    states = new WeightedSum[additional];
    for (int j = 0; j < additional; j++) {
      states[j] = new WeightedSum(dense.a().get(j), stages.derivative(0));
    }
    weights = new double[all];
    registers = new int[all];
    batch = new FieldBatch(lanes);
  }

  private static double[] doubles(List<Rational> exact) {
    return exact.stream().mapToDouble(Rational::toDouble).toArray();
  }

  /** Number of registers of the method and its dense output together. */
  public int registers() {
    return stages.registers() + additional;
  }

  /** Number of evaluations of f that {@link #evaluate} makes. */
  public int additional() {
    return additional;
  }

  /** Evaluates the additional stages of one lane's step; {@code spare} is overwritten. */
  public void evaluate(OdeSystem system, int lane, double t, double h, double next, int spare) {
    for (int j = 0; j < additional; j++) {
      states[j].combine(system, lane, spare, Stages.Y, h);
      batch.begin(spare, stages.derivative(stages.count + j), false, NO_RATES);
      batch.add(lane, nodes[j] == 1 ? next : t + nodes[j] * h, -1);
      system.evaluate(batch);
    }
  }

  /** dst = y(t + θh). */
  public void combine(OdeSystem system, int lane, double theta, double h, int dst) {
    int count = 0;
    for (int i = 0; i < b.length; i++) {
      double weight = weight(i, theta);
      if (weight != 0) {
        weights[count] = h * weight;
        registers[count++] = stages.derivative(i);
      }
    }
    system.combine(lane, dst, Stages.Y, weights, registers, count);
  }

  private double weight(int stage, double theta) {
    double rest = 1 - theta;
    double weight = b[stage] * (theta * theta * (3 - 2 * theta));
    if (stage == 0) {
      weight += theta * rest * rest;
    }
    if (stage == end) {
      weight -= theta * theta * rest;
    }
    double basis = theta * theta * rest * rest;
    for (int j = 0; j < corrections.length; j++) {
      weight += basis * corrections[j][stage];
      basis *= j % 2 == 0 ? theta : rest;
    }
    return weight;
  }
}
