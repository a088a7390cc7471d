package rivulet.flow;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fitted pre-transforms of one level, in order from the data; the empty chain is the identity.
 *
 * @param stages applied first to last on the way to the flow, last to first on the way back
 */
public record PreTransformChain(List<PreTransform> stages) {
  /** Copies the list. */
  public PreTransformChain {
    stages = List.copyOf(stages);
  }

  /**
   * Data to model space, in place; see {@link PreTransform#forward(double[], int, int, int)}.
   *
   * @param x modified: channels × pixels values from {@code offset}
   * @return ln |det| in nats: the stages' summed in order
   */
  public double forward(double[] x, int offset, int channels, int pixels) {
    double logDet = 0.0;
    for (int i = 0; i < stages.size(); i++) {
      logDet += stages.get(i).forward(x, offset, channels, pixels);
    }
    return logDet;
  }

  /**
   * Model space to data, in place.
   *
   * @param x modified: channels × pixels values from {@code offset}
   */
  public void inverse(double[] x, int offset, int channels, int pixels) {
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
    return Collections.unmodifiableSortedMap(all);
  }
}
