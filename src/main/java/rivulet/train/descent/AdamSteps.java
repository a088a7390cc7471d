package rivulet.train.descent;

/** Updates that were applied, and the bias corrections 1 − βᵏ of Adam after so many. */
public final class AdamSteps {
  private long count;
  private double power1 = 1;
  private double power2 = 1;

  public long count() {
    return count;
  }

  double correction1() {
    return 1 - power1;
  }

  double correction2() {
    return 1 - power2;
  }

  public void advance() {
    count++;
    power1 *= Adam.BETA_1;
    power2 *= Adam.BETA_2;
  }

  /** Goes to the state after that many updates, by the same products as updates make. */
  public void restore(long updates) {
    count = 0;
    power1 = 1;
    power2 = 1;
    while (count < updates) {
      advance();
    }
  }
}
