package rivulet.autodiff.plan;

/** One step of a planned phase. Immutable and shared by workers; all state is in the frame. */
interface Instruction {
  /** Works through all lanes of the frame. Allocates nothing. */
  void run(Frame frame);

  /** One line for {@code bench --verbose} and for readers of a plan. */
  String describe();

  /** Images of each lane that it hands to a kernel at once, at least 1. */
  default int batch() {
    return 1;
  }

  /**
   * The fewest lanes whose sums over images, if it has any, are the same to the last bit in a run
   * of their own as in one with those that follow; so are those of every multiple. 0 if there is no
   * such number.
   */
  default int separable() {
    return 1;
  }

  /** Addresses that each member of a crew has to note, at least 1. */
  default int addresses() {
    return 1;
  }
}
