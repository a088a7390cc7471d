package rivulet.autodiff.plan;

/** An instruction whose rows do not depend on each other, so that a crew can share them. */
public interface BandedInstruction extends Instruction {
  /**
   * Computes the rows of the member's band, in all lanes of the frame, after {@link #run(Frame)}
   * has prepared the frame and shared the call; members run at once. Allocates nothing.
   */
  void run(Frame frame, Member member);
}
