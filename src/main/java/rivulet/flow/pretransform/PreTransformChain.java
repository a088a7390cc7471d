package rivulet.flow.pretransform;

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
public record PreTransformChain(
    List<PreTransform> stages, Optional<ConditionalPreTransform> conditional) {
  /** No transform at all. */
  public static final PreTransformChain IDENTITY = new PreTransformChain(List.of());

  /** Copies the list. */
  public PreTransformChain {
    stages = List.copyOf(stages);
  }

  /** A chain that does not depend on the coarser image. */
  public PreTransformChain(List<PreTransform> stages) {
    this(stages, Optional.empty());
  }

  /**
   * One worker's map of what depends on the coarser image.
   *
   * @param channels of the coarser image
   */
  public ConditionalMap newMap(int channels, int height, int width) {
    return conditional.isPresent()
        ? conditional.get().newMap(channels, height, width)
        : ConditionalMap.IDENTITY;
  }

  /**
   * Data to model space, in place; see {@link PreTransform#forward(double[], int, int, int)}.
   *
   * @param x modified: channels × pixels values from {@code offset}
   * @return ln |det| in nats: the stages' summed in order
   * @throws IllegalArgumentException if the chain depends on the coarser image
   */
  public double forward(double[] x, int offset, int channels, int pixels) {
    return forward(x, offset, channels, pixels, ConditionalMap.IDENTITY);
  }

  /** {@link #forward(double[], int, int, int)} with what {@link #newMap} gave, conditioned. */
  public double forward(double[] x, int offset, int channels, int pixels, ConditionalMap last) {
    return forward(x, offset, channels, 0, pixels, last);
  }

  /** Of pixels {@code first} to before {@code first + pixels}: x holds those only. */
  public double forward(
      double[] x, int offset, int channels, int first, int pixels, ConditionalMap last) {
    check(last);
    double logDet = 0.0;
    for (int i = 0; i < stages.size(); i++) {
      logDet += stages.get(i).forward(x, offset, channels, pixels);
    }
    return logDet + last.forward(x, offset, channels, first, pixels);
  }

  /** {@link #forward(double[], int, int, int, ConditionalMap)} where ln |det| is not asked for. */
  public void map(double[] x, int offset, int channels, int pixels, ConditionalMap last) {
    check(last);
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).map(x, offset, channels, pixels);
    }
    last.map(x, offset, channels, pixels);
  }

  /**
   * Model space to data, in place.
   *
   * @param x modified: channels × pixels values from {@code offset}
   * @throws IllegalArgumentException if the chain depends on the coarser image
   */
  public void inverse(double[] x, int offset, int channels, int pixels) {
    inverse(x, offset, channels, pixels, ConditionalMap.IDENTITY);
  }

  /** {@link #inverse(double[], int, int, int)} with what {@link #newMap} gave, conditioned. */
  public void inverse(double[] x, int offset, int channels, int pixels, ConditionalMap last) {
    check(last);
    last.inverse(x, offset, channels, pixels);
    for (int i = stages.size() - 1; i >= 0; i--) {
      stages.get(i).inverse(x, offset, channels, pixels);
    }
  }

  private void check(ConditionalMap last) {
    if (conditional.isPresent() == (last == ConditionalMap.IDENTITY)) {
      throw new IllegalArgumentException(
          "pre-transform: the map depends on the coarser image, none was given");
    }
  }

  /**
   * Checks that every stage before the conditional one is of data with so many channels.
   *
   * @throws IllegalArgumentException naming the stage that is not
   */
  public void requireChannels(int channels) {
    for (PreTransform stage : stages) {
      if (!stage.fits(channels)) {
        throw new IllegalArgumentException(
            "pre-transform: " + channels + " channels are needed, found " + stage);
      }
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
