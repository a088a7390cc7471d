package rivulet.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rivulet.ode.adjoint.DiscreteAdjoint;

/** A solve and its adjoint allocate nothing on the heap once they have run. */
final class SolverAllocationTest {
  private static final int LANES = 4;
  private static final int[] ALL = {0, 1, 2, 3};

  static List<SolverOptions> options() {
    return List.of(
        SolverOptions.adaptive("bosh3", 1e-4),
        SolverOptions.adaptive("cash-karp", 1e-5),
        SolverOptions.adaptive("dop853", 1e-7),
        SolverOptions.fixed("rk4", 10));
  }

  @ParameterizedTest
  @MethodSource("options")
  void solveAndAdjointAllocateNothing(SolverOptions options) {
    RungeKuttaSolver solver = new RungeKuttaSolver(options, LANES, 1);
    DiscreteAdjoint adjoint = new DiscreteAdjoint(options.tableau(), LANES, 1);
    LinearSystem system = new LinearSystem(adjoint.registers());
    Trajectory trajectory = new Trajectory(LANES);
    double[] weights = new double[LANES];
    for (int i = 0; i < 50; i++) {
      cycle(solver, adjoint, system, trajectory, weights);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      cycle(solver, adjoint, system, trajectory, weights);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "bytes per solve and adjoint");
  }

  private static void cycle(
      RungeKuttaSolver solver,
      DiscreteAdjoint adjoint,
      LinearSystem system,
      Trajectory trajectory,
      double[] weights) {
    for (int lane = 0; lane < LANES; lane++) {
      system.set(lane, 0, 0, 1 + lane);
      system.set(lane, adjoint.cotangent(), 0, 1);
    }
    solver.solve(system, ALL, LANES, 0, 3, trajectory);
    adjoint.solve(system, ALL, LANES, trajectory, weights);
  }

  /** y' = −2ty, rate y; nothing needs to be kept but the times. */
  private static final class LinearSystem extends DoubleStateSpace implements AdjointSystem {
    LinearSystem(int registers) {
      super(LANES, 1, 1, registers);
    }

    @Override
    public void evaluate(FieldBatch batch) {
      for (int index = 0; index < batch.count(); index++) {
        int lane = batch.lane(index);
        double y = get(lane, batch.state(), 0);
        set(lane, batch.derivative(), 0, -2 * batch.time(lane) * y);
        if (batch.quadratures()) {
          batch.rates()[lane] = y;
        }
      }
    }

    @Override
    public boolean residualsKept(int lane, int slot) {
      return true;
    }

    @Override
    public void pullBack(FieldBatch batch, double[] weights) {
      for (int index = 0; index < batch.count(); index++) {
        int lane = batch.lane(index);
        double pulled = -2 * batch.time(lane) * get(lane, batch.state(), 0);
        set(lane, batch.derivative(), 0, pulled + (batch.quadratures() ? weights[lane] : 0));
      }
    }
  }
}
