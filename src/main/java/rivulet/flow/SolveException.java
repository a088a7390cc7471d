package rivulet.flow;

/** A solve that did not arrive; the message says where it stopped and what to try. */
public final class SolveException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final int lane;

  SolveException(int lane, int block, String description) {
    super("block " + block + ": " + description);
    this.lane = lane;
  }

  /** The image's place in its group. */
  public int lane() {
    return lane;
  }
}
