package rivulet.flow;

import java.util.List;
import rivulet.flow.pretransform.PreTransformChain;

/**
 * A multi-resolution flow as data: its description and its numbers. To run it, see {@link
 * MultiResolutionFlow}.
 *
 * @param pixelTransform map of the dequantised pixels before the pyramid
 * @param levels numbers of the levels
 */
public record FlowModel(
    ModelSpec spec, PreTransformChain pixelTransform, List<LevelParameters> levels) {
  public FlowModel {
    levels = List.copyOf(levels);
    if (levels.size() != spec.levels()) {
      throw new IllegalArgumentException(
          "model: " + spec.levels() + " levels described, numbers of " + levels.size() + " given");
    }
    if (pixelTransform.stages().size() != spec.pixelTransform().kinds().size()) {
      throw new IllegalArgumentException(
          "model: the pixel transform is "
              + spec.pixelTransform().text()
              + ", its numbers are of "
              + pixelTransform.stages());
    }
  }

  /** The same numbers on a window of one level: {@link ModelSpec#window}. */
  public FlowModel window(int level, int side) {
    return new FlowModel(spec.window(level, side), pixelTransform, levels);
  }

  /** A model without a transform of pixels. */
  public FlowModel(ModelSpec spec, List<LevelParameters> levels) {
    this(spec, PreTransformChain.IDENTITY, levels);
  }
}
