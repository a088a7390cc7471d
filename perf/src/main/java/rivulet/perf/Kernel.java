package rivulet.perf;

/** One worker's share of a measured computation, on memory and inputs of its own. */
public interface Kernel extends Runnable {
  /** Computes once. Nothing is allocated on the heap in steady state. */
  @Override
  void run();

  /** Floating-point operations of one run, counted as the direct algorithm does them. */
  double flops();

  /** Runs once from the test inputs and returns the results, planar, for comparison. */
  float[] result();
}
