package rivulet.train.descent;

import java.lang.foreign.MemorySegment;
import java.util.SortedMap;

/**
 * How one run of float32 parameters follows its gradients. Owns what it remembers from one update
 * to the next. An update is made by one thread and allocates nothing.
 */
public interface ParameterUpdate {
  /** The rule's name, as checkpoints have it. */
  OptimiserKind kind();

  /** What is remembered, by name; live, for checkpoints. */
  SortedMap<String, double[]> state();

  /**
   * One update.
   *
   * @param values parameters, modified
   * @param gradients gradients at the same offset, not modified
   * @param offset byte offset of the first parameter
   * @param scale factor of the gradients (clipping)
   * @param rate learning rate of Adam; others derive theirs from it
   * @param applied updates applied, with this one
   */
  void update(
      MemorySegment values,
      MemorySegment gradients,
      long offset,
      double scale,
      double rate,
      AdamSteps applied);
}
