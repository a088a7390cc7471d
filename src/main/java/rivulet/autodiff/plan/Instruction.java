package rivulet.autodiff.plan;

/** One step of a planned phase. Immutable and shared by workers; all state is in the frame. */
interface Instruction {
  /** Works through all lanes of the frame. Allocates nothing. */
  void run(Frame frame);

  /** One line for {@code bench --verbose} and for readers of a plan. */
  String describe();
}
