package rivulet.ode;

/**
 * What one call of {@link OdeSystem#evaluate} or {@link AdjointSystem#pullBack} is to do: a list of
 * lanes, each with its own time, and the registers to read and write. One object is reused for
 * every call of a solver; it is valid only during the call.
 */
public final class FieldBatch {
  private final int[] lanes;
  private final double[] time;
  private final int[] slot;
  private int count;
  private int state;
  private int derivative;
  private boolean quadratures;
  private boolean parameters;
  private double[] rates = {};

  /**
   * An empty batch.
   *
   * @param capacity number of lanes of the system, at least 1
   */
  public FieldBatch(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("evaluation: lanes must be positive, found " + capacity);
    }
    lanes = new int[capacity];
    time = new double[capacity];
    slot = new int[capacity];
  }

  /**
   * Empties the list and names the registers of the next call.
   *
   * @param state register that is read
   * @param derivative register that is written
   * @param quadratures whether rates are wanted (evaluate) or have weights (pullBack)
   * @param rates where rates go, {@code [lane * quadratures + q]}; kept, not copied
   */
  public void begin(int state, int derivative, boolean quadratures, double[] rates) {
    this.count = 0;
    this.state = state;
    this.derivative = derivative;
    this.quadratures = quadratures;
    this.rates = rates;
    this.parameters = true;
  }

  /** After {@link #begin}: the gradients of the parameters are not to accumulate in a pullBack. */
  public void withoutParameters() {
    parameters = false;
  }

  /** Adds a lane at its time; {@code slot} −1 if no residuals are wanted. */
  public void add(int lane, double time, int slot) {
    lanes[count++] = lane;
    this.time[lane] = time;
    this.slot[lane] = slot;
  }

  /** Number of listed lanes. */
  public int count() {
    return count;
  }

  /** The {@code index}-th listed lane, 0 ≤ index &lt; {@link #count}. */
  public int lane(int index) {
    return lanes[index];
  }

  /** The list itself, of which the first {@link #count} entries count; not to be modified. */
  public int[] lanes() {
    return lanes;
  }

  /** Time of a listed lane. */
  public double time(int lane) {
    return time[lane];
  }

  /** Where residuals of a listed lane may be kept, −1: not wanted. */
  public int slot(int lane) {
    return slot[lane];
  }

  /** Register that is read. */
  public int state() {
    return state;
  }

  /** Register that is written. */
  public int derivative() {
    return derivative;
  }

  /** Whether rates are wanted (evaluate) or have weights (pullBack). */
  public boolean quadratures() {
    return quadratures;
  }

  /** Whether gradients of the parameters are to accumulate in a pullBack. */
  public boolean parameters() {
    return parameters;
  }

  /** Where rates are written: entry {@code lane * system.quadratures() + q}. */
  public double[] rates() {
    return rates;
  }
}
