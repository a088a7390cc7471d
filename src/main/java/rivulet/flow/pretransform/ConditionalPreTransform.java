package rivulet.flow.pretransform;

import java.util.SortedMap;

/**
 * The last pre-transform of a level above 0: a map of each detail that depends on the coarser
 * image, fitted once and immutable. Given the coarser image it is an increasing function of each
 * value, so log-densities of details given the coarser image stay exact.
 */
public sealed interface ConditionalPreTransform permits ConditionalCdf, InterpolatedCdf {

  /** As {@link PreTransform#parameters}. */
  SortedMap<String, PreTransformArray> parameters();

  /**
   * The map of one worker.
   *
   * @param channels of the coarser image
   * @param height of the level
   * @param width of the level
   * @throws IllegalArgumentException if the map was fitted on a level of other channels
   */
  ConditionalMap newMap(int channels, int height, int width);
}
