package rivulet.train.descent;

import java.util.List;
import rivulet.tensor.kernel.sum.SummationTree;

/**
 * Parameters that are descended together: one norm of the gradient, one count of updates. They live
 * in native memory; one thread at a time changes them.
 */
public interface Parameters {
  /** The runs, in the order in which they are updated; always the same. */
  List<ParameterRun> runs();

  /** How many values each group sums. */
  int sums();

  /**
   * Turns the sum over all groups into the gradients of the runs.
   *
   * @param tree of vectors of {@link #sums} values, from which the sum is taken
   * @param groups submitted to it
   * @return the sum of the gradients' squares
   */
  double gradients(SummationTree tree, int groups);

  /** To be called after values have changed: computes what follows from them. */
  void changed();
}
