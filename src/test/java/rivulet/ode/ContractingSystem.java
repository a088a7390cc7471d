package rivulet.ode;

/** y' = −θ y − y³ with rate y², one lane; evaluations are kept by slot. */
public final class ContractingSystem extends DoubleStateSpace implements AdjointSystem {
  public static final double THETA = 2.5;

  public double gradient;
  private final java.util.Map<Integer, Double> residuals = new java.util.HashMap<>();

  public ContractingSystem(int registers) {
    super(1, 1, 1, registers);
  }

  @Override
  public void evaluate(FieldBatch batch) {
    double y = get(0, batch.state(), 0);
    set(0, batch.derivative(), 0, -THETA * y - y * y * y);
    if (batch.quadratures()) {
      batch.rates()[0] = y * y;
    }
    if (batch.slot(0) >= 0) {
      residuals.put(batch.slot(0), y);
    }
  }

  @Override
  public boolean residualsKept(int lane, int slot) {
    return residuals.containsKey(slot);
  }

  @Override
  public void pullBack(FieldBatch batch, double[] weights) {
    double y = residuals.get(batch.slot(0));
    double cotangent = get(0, batch.state(), 0);
    double weight = batch.quadratures() ? weights[0] : 0;
    set(0, batch.derivative(), 0, (-THETA - 3 * y * y) * cotangent + 2 * y * weight);
    if (batch.parameters()) {
      gradient -= y * cotangent;
    }
  }
}
