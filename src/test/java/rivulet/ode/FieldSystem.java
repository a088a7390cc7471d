package rivulet.ode;

/** A {@link Field} on double arrays, with rates from another field if there are any. */
public final class FieldSystem extends DoubleStateSpace {
  private final Field field;
  private final Field rates;
  private final double[] y;
  private final double[] dy;
  private final double[] rate;
  int calls;
  int rateCalls;

  public FieldSystem(Field field, int dimension, int lanes, int registers) {
    this(field, dimension, lanes, registers, (t, y, r) -> {}, 0);
  }

  public FieldSystem(
      Field field, int dimension, int lanes, int registers, Field rates, int quadratures) {
    super(lanes, quadratures, dimension, registers);
    this.field = field;
    this.rates = rates;
    y = new double[dimension];
    dy = new double[dimension];
    rate = new double[quadratures];
  }

  public static RungeKuttaSolver solver(SolverOptions options) {
    return new RungeKuttaSolver(options, 1, 0);
  }

  public FieldSystem start(int lane, double... values) {
    System.arraycopy(values, 0, register(0), lane * dimension(), dimension());
    return this;
  }

  @Override
  public void evaluate(FieldBatch batch) {
    for (int index = 0; index < batch.count(); index++) {
      int lane = batch.lane(index);
      int at = lane * dimension();
      System.arraycopy(register(batch.state()), at, y, 0, dimension());
      field.derivative(batch.time(lane), y, dy);
      System.arraycopy(dy, 0, register(batch.derivative()), at, dimension());
      calls++;
      if (batch.quadratures()) {
        rateCalls++;
        rates.derivative(batch.time(lane), y, rate);
        System.arraycopy(rate, 0, batch.rates(), lane * quadratures(), quadratures());
      }
    }
  }
}
