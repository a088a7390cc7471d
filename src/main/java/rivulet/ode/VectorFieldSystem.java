package rivulet.ode;

/** One or more independent solutions of a {@link VectorField}, without quadratures. */
public final class VectorFieldSystem extends DoubleStateSpace {
  private final VectorField field;
  private final double[] y;
  private final double[] dy;

  /**
   * All states zero; see {@link #set} and {@link #register}.
   *
   * @param dimension entries of y
   * @param lanes solutions side by side
   * @param registers as many as the solver asks for
   */
  public VectorFieldSystem(VectorField field, int dimension, int lanes, int registers) {
    super(lanes, 0, dimension, registers);
    this.field = field;
    y = new double[dimension];
    dy = new double[dimension];
  }

  @Override
  public void evaluate(FieldBatch batch) {
    for (int index = 0; index < batch.count(); index++) {
      int lane = batch.lane(index);
      int at = lane * dimension();
      System.arraycopy(register(batch.state()), at, y, 0, dimension());
      field.derivative(batch.time(lane), y, dy);
      System.arraycopy(dy, 0, register(batch.derivative()), at, dimension());
    }
  }
}
