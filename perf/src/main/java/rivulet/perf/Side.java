package rivulet.perf;

/** Our side of a comparison. */
public interface Side extends Contender {
  /** Runs until compiled code no longer gets faster. */
  void warmUp();

  /** Operations of one repetition, by the direct algorithms; known once it has run. */
  double flops();

  /** Heap bytes that the last {@link #seconds} allocated per repetition. */
  double allocatedPerCall();
}
