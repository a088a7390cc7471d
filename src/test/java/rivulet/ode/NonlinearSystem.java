package rivulet.ode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A field with three parameters whose derivatives are written by hand:
 *
 * <pre>
 *   f₀ = θ₀ y₁ − θ₁ y₀³ + sin t      f₁ = −θ₂ y₀ y₁ + cos y₁
 *   rate₀ = ∂f₀/∂y₀ + ∂f₁/∂y₁        rate₁ = y₀² y₁ + t y₁
 * </pre>
 *
 * <p>Residuals of a lane are the last {@code capacity} evaluations with a slot; a pull-back checks
 * that it is asked for the time and the kind of evaluation that its slot holds.
 */
public final class NonlinearSystem extends DoubleStateSpace implements AdjointSystem {
  private record Residual(int slot, double time, boolean rates, double y0, double y1) {}

  public final double[] theta = {1.3, 0.4, 0.8};
  public final double[] thetaGradient = new double[3];
  public int evaluations;
  private final int capacity;
  private final List<List<Residual>> residuals = new ArrayList<>();

  public NonlinearSystem(int lanes, int registers, int capacity) {
    super(lanes, 2, 2, registers);
    this.capacity = capacity;
    for (int lane = 0; lane < lanes; lane++) {
      residuals.add(new ArrayList<>());
    }
  }

  static void field(double[] theta, double t, double y0, double y1, double[] f) {
    f[0] = theta[0] * y1 - theta[1] * y0 * y0 * y0 + StrictMath.sin(t);
    f[1] = -theta[2] * y0 * y1 + StrictMath.cos(y1);
  }

  static void rates(double[] theta, double t, double y0, double y1, double[] r, int at) {
    r[at] = -3 * theta[1] * y0 * y0 - theta[2] * y0 - StrictMath.sin(y1);
    r[at + 1] = y0 * y0 * y1 + t * y1;
  }

  @Override
  public void evaluate(FieldBatch batch) {
    double[] f = new double[2];
    for (int index = 0; index < batch.count(); index++) {
      int lane = batch.lane(index);
      double t = batch.time(lane);
      double y0 = get(lane, batch.state(), 0);
      double y1 = get(lane, batch.state(), 1);
      field(theta, t, y0, y1, f);
      set(lane, batch.derivative(), 0, f[0]);
      set(lane, batch.derivative(), 1, f[1]);
      evaluations++;
      if (batch.quadratures()) {
        rates(theta, t, y0, y1, batch.rates(), 2 * lane);
      }
      if (batch.slot(lane) >= 0) {
        keep(lane, new Residual(batch.slot(lane), t, batch.quadratures(), y0, y1));
      }
    }
  }

  private void keep(int lane, Residual residual) {
    List<Residual> kept = residuals.get(lane);
    kept.removeIf(old -> old.slot() == residual.slot());
    kept.add(residual);
    if (kept.size() > capacity) {
      kept.removeFirst();
    }
  }

  private Residual residual(int lane, int slot) {
    return residuals.get(lane).stream()
        .filter(kept -> kept.slot() == slot)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no residual in slot " + slot));
  }

  @Override
  public boolean residualsKept(int lane, int slot) {
    return residuals.get(lane).stream().anyMatch(kept -> kept.slot() == slot);
  }

  @Override
  public void pullBack(FieldBatch batch, double[] weights) {
    for (int index = 0; index < batch.count(); index++) {
      int lane = batch.lane(index);
      Residual at = residual(lane, batch.slot(lane));
      if (at.time() != batch.time(lane) || at.rates() != batch.quadratures()) {
        throw new AssertionError("slot " + at + " used at " + batch.time(lane));
      }
      double[] w = new double[2];
      if (batch.quadratures()) {
        w = Arrays.copyOfRange(weights, 2 * lane, 2 * lane + 2);
      }
      pullBack(lane, at, batch, w);
    }
  }

  private void pullBack(int lane, Residual at, FieldBatch batch, double[] w) {
    double u = get(lane, batch.state(), 0);
    double v = get(lane, batch.state(), 1);
    double y0 = at.y0();
    double y1 = at.y1();
    double sin = StrictMath.sin(y1);
    double traceBy0 = -6 * theta[1] * y0 - theta[2];
    double traceBy1 = -StrictMath.cos(y1);
    set(
        lane,
        batch.derivative(),
        0,
        -3 * theta[1] * y0 * y0 * u - theta[2] * y1 * v + w[0] * traceBy0 + w[1] * 2 * y0 * y1);
    set(
        lane,
        batch.derivative(),
        1,
        theta[0] * u + (-theta[2] * y0 - sin) * v + w[0] * traceBy1 + w[1] * (y0 * y0 + at.time()));
    if (batch.parameters()) {
      accumulate(y0, y1, u, v, w);
    }
  }

  private void accumulate(double y0, double y1, double u, double v, double[] w) {
    thetaGradient[0] += y1 * u;
    thetaGradient[1] += -y0 * y0 * y0 * u - 3 * y0 * y0 * w[0];
    thetaGradient[2] += -y0 * y1 * v - y0 * w[0];
  }
}
