package rivulet.flow;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fitted pre-transforms of one level, in order from the data; the empty chain is the identity.
 *
 * @param stages applied first to last on the way to the flow, last to first on the way back
 * @param conditional what comes after them and depends on the coarser image
 */
public record PreTransformChain(List<PreTransform> stages, Optional<ConditionalCdf> conditional) {
  /** No transform at all. */
  public static final PreTransformChain IDENTITY = new PreTransformChain(List.of());

  private static final int[] NO_CONTEXTS = {};

  /** Copies the list. */
  public PreTransformChain {
    stages = List.copyOf(stages);
  }

  /** A chain that does not depend on the coarser image. */
  public PreTransformChain(List<PreTransform> stages) {
    this(stages, Optional.empty());
  }

  /**
   * Writes the contexts of a coarser image, if this chain depends on them.
   *
   * @param coarse planar
   * @param contexts as many as {@code coarse} has values; else not written
   */
  void contexts(double[] coarse, int channels, int height, int width, int[] contexts) {
    if (conditional.isPresent()) {
      conditional.get().rule().assign(coarse, channels, height, width, contexts);
    }
  }

  /**
   * Data to model space, in place; see {@link PreTransform#forward(double[], int, int, int)}.
   *
   * @param x modified: channels × pixels values from {@code offset}
   * @return ln |det| in nats: the stages' summed in order
   */
  public double forward(double[] x, int offset, int channels, int pixels) {
    return forward(x, offset, channels, pixels, NO_CONTEXTS);
  }

  /** {@link #forward(double[], int, int, int)} with what {@link #contexts} has written. */
  double forward(double[] x, int offset, int channels, int pixels, int[] contexts) {
    double logDet = 0.0;
    for (int i = 0; i < stages.size(); i++) {
      logDet += stages.get(i).forward(x, offset, channels, pixels);
    }
    if (conditional.isPresent()) {
      logDet += conditional.get().forward(x, offset, channels, pixels, contexts);
    }
    return logDet;
  }

  /**
   * Model space to data, in place.
   *
   * @param x modified: channels × pixels values from {@code offset}
   */
  public void inverse(double[] x, int offset, int channels, int pixels) {
    inverse(x, offset, channels, pixels, NO_CONTEXTS);
  }

  /** {@link #inverse(double[], int, int, int)} with what {@link #contexts} has written. */
  void inverse(double[] x, int offset, int channels, int pixels, int[] contexts) {
    if (conditional.isPresent()) {
      conditional.get().inverse(x, offset, channels, pixels, contexts);
    }
    for (int i = stages.size() - 1; i >= 0; i--) {
      stages.get(i).inverse(x, offset, channels, pixels);
    }
  }

  /** What a model file must hold, of all stages, by name: {@code affine.mean}, … */
  public SortedMap<String, PreTransformArray> parameters() {
    SortedMap<String, PreTransformArray> all = new TreeMap<>();
    for (PreTransform stage : stages) {
      all.putAll(stage.parameters());
    }
    conditional.ifPresent(last -> all.putAll(last.parameters()));
    return Collections.unmodifiableSortedMap(all);
  }
}
